package dev.gradus.cli.bench;

import dev.gradus.backend.Arena;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Our kernels, each run as a plan of one step.
final class KernelSession implements Session {
  private static final int CHECKED = 8;

  private final List<KernelCase> cases;
  private final Workers workers;
  private final Map<String, Executable> executables = new LinkedHashMap<>();

  KernelSession(List<KernelCase> cases, int threads) {
    this.cases = cases;
    workers = new Workers(threads);
    Backend backend = Backend.best();
    for (KernelCase each : cases) {
      Value left = Value.input("left", DType.F32, each.left());
      Value right = Value.input("right", DType.F32, each.right());
      Graph graph = new Graph(Map.of("result", Value.of(each.op(), List.of(left, right))));
      Executable executable = backend.bind(backend.plan(graph), Map.of(), Map.of(), workers, new Arena());
      fill(executable.input("left"), Synthetic.numbers("left", each.left().size()));
      fill(executable.input("right"), Synthetic.numbers("right", each.right().size()));
      executables.put(each.name(), executable);
    }
  }

  private static void fill(Slice slice, float[] numbers) {
    System.arraycopy(numbers, 0, slice.array(), slice.offset(), numbers.length);
  }

  @Override
  public Map<String, double[]> check() {
    Map<String, double[]> checks = new LinkedHashMap<>();
    for (KernelCase each : cases) {
      Executable executable = executables.get(each.name());
      executable.run();
      Slice result = executable.output("result");
      double[] first = new double[Math.min(CHECKED, each.result().size())];
      Arrays.setAll(first, i -> result.array()[result.offset() + i]);
      checks.put(each.name(), first);
    }
    return checks;
  }

  @Override
  public Map<String, Double> round(double seconds) {
    Map<String, Double> times = new LinkedHashMap<>();
    executables.forEach((name, executable) -> times.put(name, Clock.perRun(seconds / 20, executable::run)));
    return KernelCase.rates(cases, times);
  }

  @Override
  public void close() {
    workers.close();
  }
}
