package dev.gradus.backend;

import dev.gradus.backend.vector.VectorConv2d;
import dev.gradus.backend.vector.VectorConv2dFilterGradient;
import dev.gradus.backend.vector.VectorConv2dInputGradient;
import dev.gradus.backend.vector.VectorMatMul;
import dev.gradus.op.Window;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/// Prints GFLOP/s (median and best of rounds of 50 ms or more) of the linear kernels on one and two threads. Run by hand.
public final class LinearBenchmark {
  private static final int ROUNDS = 15;
  private static final long ROUND_NANOS = 50_000_000;

  private LinearBenchmark() {}

  /// Runs the rows whose names contain the first argument; all without one.
  public static void main(String[] arguments) {
    String filter = arguments.length == 0 ? "" : arguments[0];
    for (int threads = 1; threads <= 2; threads++) {
      try (Workers workers = new Workers(threads)) {
        for (int n : new int[] {64, 128, 256, 512, 1024}) {
          matMul(filter, MatMulSize.of(n, n, n), workers);
        }
        matMul(filter, MatMulSize.of(1, 1024, 1024), workers);
        matMul(filter, MatMulSize.of(64, 128, 784), workers);
        matMul(filter, new MatMulSize(1, 64, 784, 128, false, true), workers);
        matMul(filter, new MatMulSize(1, 784, 128, 64, true, false), workers);
        convolution(filter, 32, 32, 64, 64, 1, 3, 1, workers);
        convolution(filter, 32, 16, 128, 128, 1, 3, 1, workers);
        convolution(filter, 32, 8, 256, 256, 1, 3, 1, workers);
        convolution(filter, 1, 32, 64, 64, 1, 3, 1, workers);
        convolution(filter, 1, 8, 256, 256, 1, 3, 1, workers);
        convolution(filter, 32, 32, 64, 128, 1, 3, 2, workers);
        convolution(filter, 32, 16, 128, 128, 1, 1, 1, workers);
        convolution(filter, 64, 28, 1, 32, 1, 3, 1, workers);
        convolution(filter, 64, 28, 1, 32, 1, 5, 1, workers);
        convolution(filter, 64, 32, 3, 32, 1, 3, 1, workers);
        convolution(filter, 32, 32, 64, 64, 64, 3, 1, workers);
      }
    }
  }

  private static void matMul(String filter, MatMulSize size, Workers workers) {
    measure(
        filter, String.format(
            "matmul %d x %d x %d%s%s", size.m(), size.n(), size.k(), size.transposeA() ? " aT" : "",
            size.transposeB() ? " bT" : ""),
        size.work(), (long) size.m() * size.k(), (long) size.k() * size.n(), (long) size.m() * size.n(),
        t -> VectorMatMul.scratch(size, t), (a, b, c, s) -> new VectorMatMul(size, a, b, c, s), workers);
  }

  private static void convolution(
      String filter, int batch, int side, int channels, int filters, int groups, int kernel, int stride,
      Workers workers) {
    int pad = kernel / 2;
    ConvSize size = new ConvSize(
        batch, side, side, channels, filters, groups,
        new Window(kernel, kernel, stride, stride, pad, pad, pad, pad, 1, 1));
    String name = String.format(
        "%d of %d² x %d -> %d%s, %d x %d / %d", batch, side, channels, filters,
        groups == 1 ? "" : " in " + groups + " groups", kernel, kernel, stride);
    long x = size.inputElements();
    long w = size.filterElements();
    long y = size.outputElements();
    measure(
        filter, "conv " + name, size.work(), x, w, y, t -> VectorConv2d.scratch(size, t),
        (a, b, c, s) -> new VectorConv2d(size, a, b, c, s), workers);
    measure(
        filter, "conv dx " + name, size.work(), y, w, x, t -> VectorConv2dInputGradient.scratch(size, t),
        (a, b, c, s) -> new VectorConv2dInputGradient(size, a, b, c, s), workers);
    measure(
        filter, "conv dw " + name, size.work(), x, y, w, t -> VectorConv2dFilterGradient.scratch(size, t),
        (a, b, c, s) -> new VectorConv2dFilterGradient(size, a, b, c, s), workers);
  }

  private static void measure(
      String filter, String name, long work, long left, long right, long result, IntToLongFunction scratch,
      Problem.Binder binder, Workers workers) {
    if (!name.contains(filter)) {
      return;
    }
    Kernel kernel = binder.bind(
        operand(left), operand(right), operand(result), operand(scratch.applyAsLong(workers.threads())));
    double[] rates = new double[ROUNDS];
    int repeats = 1;
    for (int round = -3; round < ROUNDS; ) {
      long start = System.nanoTime();
      for (int i = 0; i < repeats; i++) {
        kernel.run(workers);
      }
      long nanos = System.nanoTime() - start;
      if (nanos < ROUND_NANOS) {
        repeats *= 2;
        continue;
      }
      if (round >= 0) {
        rates[round] = 2.0 * work * repeats / nanos;
      }
      round++;
    }
    Arrays.sort(rates);
    System.out.printf(
        "%-52s %d threads %7.1f median %7.1f best%n", name, workers.threads(), rates[ROUNDS / 2], rates[ROUNDS - 1]);
  }

  /// Numbers around 1 that begin on a cache line, as far as the JVM's usual array header tells.
  private static Slice operand(long length) {
    float[] array = new float[Math.toIntExact(length) + 12];
    for (int i = 0; i < array.length; i++) {
      array[i] = 1 + i % 7 * 0.125f;
    }
    return new Slice(array, 12);
  }
}
