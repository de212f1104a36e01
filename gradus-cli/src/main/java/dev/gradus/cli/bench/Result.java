package dev.gradus.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A figure of ours, by itself or beside a peer's.
///
/// @param figure ours
/// @param ofPeak which part of what the machine's peaks allow; NaN if they say nothing about it
/// @param peer the peer's name and figure
public record Result(Workload workload, Metric metric, int threads, Figure figure, double ofPeak, Optional<Beside> peer) {
  /// A median with its extremes, of the rounds.
  public record Figure(double value, double min, double max) {
    static Figure of(List<Double> rounds) {
      double[] sorted = rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int middle = sorted.length / 2;
      double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      return new Figure(median, sorted[0], sorted[sorted.length - 1]);
    }
  }

  /// A peer and its figure.
  public record Beside(String name, Figure figure) {}

  /// How good ours is beside the peer's, above 1 being better; NaN without a peer.
  public double ratio() {
    return peer.map(beside -> metric.unit().ratio(figure.value, beside.figure.value)).orElse(Double.NaN);
  }

  /// As `--json` has it; what is not there is null.
  public Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("workload", workload.label());
    report.put("metric", metric.name());
    report.put("unit", metric.unit().label());
    report.put("value", figure.value);
    report.put("min", figure.min);
    report.put("max", figure.max);
    report.put("threads", threads);
    report.put("of_peak", known(ofPeak));
    report.put("peer", peer.map(Beside::name).orElse(null));
    report.put("peer_value", peer.map(beside -> beside.figure.value).orElse(null));
    report.put("peer_min", peer.map(beside -> beside.figure.min).orElse(null));
    report.put("peer_max", peer.map(beside -> beside.figure.max).orElse(null));
    report.put("ratio", known(ratio()));
    return report;
  }

  private static Object known(double number) {
    return Double.isFinite(number) ? number : null;
  }

  /// The heads of [#row].
  public static String header() {
    return String.format(Locale.ROOT, "%-10s %-44s %-8s %7s  %12s %25s  %7s", "workload", "metric", "unit", "threads", "median", "min to max",
        "of peak");
  }

  /// A line of the table.
  public String row() {
    String line = String.format(Locale.ROOT, "%-10s %-44s %-8s %7d  %12s %25s  %7s", workload.label(), metric.name(), metric.unit().label(),
        threads, text(figure.value), text(figure.min) + " to " + text(figure.max),
        Double.isNaN(ofPeak) ? "" : String.format(Locale.ROOT, "%.0f%%", 100 * ofPeak));
    return peer.map(beside -> String.format(Locale.ROOT, "%s  %s %s (%s to %s)%s", line, beside.name, text(beside.figure.value),
        text(beside.figure.min), text(beside.figure.max), Double.isFinite(ratio()) ? String.format(Locale.ROOT, ", ratio %.2f", ratio()) : ""))
        .orElse(line).stripTrailing();
  }

  /// About four digits.
  static String text(double number) {
    double size = Math.abs(number);
    return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", number);
  }
}
