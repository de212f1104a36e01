package dev.gradus.cli.bench;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Workers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/// Measures the machine itself: fused multiply-adds in registers, and copies in arrays of several sizes.
final class PeakSession implements Session {
  static final String FMA = "fused multiply-add";
  /// Bytes of source and target together: in the first, second and third cache of common processors, and in none.
  static final List<Long> COPIED = List.of(24L << 10, 384L << 10, 6L << 20, 384L << 20);

  /// So many times the flops of one round, about a millisecond.
  private static final int ROUNDS = 100_000;
  private static final int TASKS_PER_THREAD = 8;

  /// Keeps the compiler from leaving the sums out.
  private double used;

  private final Workers workers;
  private final IntToDoubleFunction loop;
  private final int flopsPerRound;
  private final Map<Long, float[][]> arrays = new LinkedHashMap<>();

  PeakSession(int threads) {
    workers = new Workers(threads);
    if (Backend.vectorAvailable()) {
      loop = VectorPeak::run;
      flopsPerRound = VectorPeak.flops();
    } else {
      loop = PeakSession::scalar;
      flopsPerRound = 2 * SCALAR_SUMS;
    }
    for (long bytes : COPIED) {
      // A source and a target for each thread, each with its part of the bytes.
      float[][] all = new float[2 * threads][Math.toIntExact(bytes / Float.BYTES / 2 / threads)];
      arrays.put(bytes, all);
    }
  }

  static String copyName(long bytes) {
    return "copy in " + (bytes < 1 << 20 ? bytes / 1024 + " KiB" : bytes / (1 << 20) + " MiB");
  }

  static List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>(List.of(Metric.unbounded(FMA, Unit.GFLOPS)));
    COPIED.forEach(bytes -> metrics.add(Metric.unbounded(copyName(bytes), Unit.GB_PER_SECOND)));
    return metrics;
  }

  @Override
  public Map<String, Double> round(double seconds) {
    // Others are measured longer: these loops are steady, and come in each round of theirs.
    double share = seconds / 20;
    Map<String, Double> values = new LinkedHashMap<>();
    int tasks = TASKS_PER_THREAD * workers.threads();
    double[] sums = new double[tasks * 16];
    values.put(FMA, 1e-9 * flopsPerRound * ROUNDS * tasks
        / Clock.perRun(share, () -> workers.run(tasks, (task, _) -> sums[task * 16] += loop.applyAsDouble(ROUNDS))));
    for (double sum : sums) {
      used += sum;
    }
    arrays.forEach((bytes, all) -> {
      int threads = workers.threads();
      int length = all[0].length;
      int times = Math.max(1, (1 << 18) / length);
      double perRun = Clock.perRun(share, () -> workers.run(threads, (task, _) -> {
        for (int i = 0; i < times; i++) {
          System.arraycopy(all[2 * task], 0, all[2 * task + 1], 0, length);
        }
      }));
      values.put(copyName(bytes), 1e-9 * 2 * Float.BYTES * length * threads * times / perRun);
    });
    return values;
  }

  private static final int SCALAR_SUMS = 8;

  private static double scalar(int rounds) {
    float a = 0;
    float b = 1;
    float c = 2;
    float d = 3;
    float e = 4;
    float f = 5;
    float g = 6;
    float h = 7;
    for (int i = 0; i < rounds; i++) {
      a = Math.fma(a, 0.5f, 1f);
      b = Math.fma(b, 0.5f, 1f);
      c = Math.fma(c, 0.5f, 1f);
      d = Math.fma(d, 0.5f, 1f);
      e = Math.fma(e, 0.5f, 1f);
      f = Math.fma(f, 0.5f, 1f);
      g = Math.fma(g, 0.5f, 1f);
      h = Math.fma(h, 0.5f, 1f);
    }
    return a + b + c + d + e + f + g + h;
  }

  @Override
  public void close() {
    workers.close();
    if (Double.isNaN(used)) {
      throw new AssertionError("the sums of the peak are not numbers");
    }
  }
}
