package dev.gradus.cli.bench;

import dev.gradus.op.Op;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One kernel at one size: an op of two operands.
///
/// @param name as printed
/// @param group whose sum of times is printed too; empty for none
/// @param flops multiplications and additions of the direct method
public record KernelCase(String name, String group, Op op, Shape left, Shape right, Shape result, double flops) {
  private Metric metric() {
    double bytes = 4.0 * (left.size() + right.size() + result.size());
    return new Metric(name, Unit.GFLOPS, flops, bytes, bytes);
  }

  /// The groups among the cases, each with its members.
  static Map<String, List<KernelCase>> groups(List<KernelCase> cases) {
    Map<String, List<KernelCase>> groups = new LinkedHashMap<>();
    cases.stream().filter(each -> !each.group.isEmpty())
        .forEach(each -> groups.computeIfAbsent(each.group, _ -> new ArrayList<>()).add(each));
    return groups;
  }

  /// The figures of cases and their groups.
  static List<Metric> metrics(List<KernelCase> cases) {
    List<Metric> metrics = new ArrayList<>(cases.stream().map(KernelCase::metric).toList());
    groups(cases).forEach((group, members) ->
        metrics.add(new Metric(group, Unit.GFLOPS, members.stream().mapToDouble(KernelCase::flops).sum(), 0, 0)));
    return metrics;
  }

  /// GFLOP/s of cases and their groups from seconds of each case. A group's flops are over its sum of times.
  public static Map<String, Double> rates(List<KernelCase> cases, Map<String, Double> seconds) {
    Map<String, Double> rates = new LinkedHashMap<>();
    cases.forEach(each -> rates.put(each.name, each.flops / seconds.get(each.name) * 1e-9));
    groups(cases).forEach((group, members) -> rates.put(group, members.stream().mapToDouble(KernelCase::flops).sum()
        / members.stream().mapToDouble(each -> seconds.get(each.name)).sum() * 1e-9));
    return rates;
  }
}
