package dev.gradus.backend.vector;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.plan.Instruction;
import dev.gradus.plan.Instruction.Binary;
import dev.gradus.plan.Instruction.Constant;
import dev.gradus.plan.Instruction.Unary;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Operand;
import dev.gradus.backend.PoolSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.ReduceKind;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Window;
import java.util.List;
import java.util.Random;

/// Times the vector kernels over a million elements, for a look; no test runs it. Arguments: the number of threads,
/// seconds for each kernel, and a regular expression for the kernels' names.
final class KernelBenchmark {
  private static final int N = 1 << 20;
  /// An array's elements begin 16 bytes into it: index 12 is where a cache line begins.
  private static final int LINE = 12;

  private static double seconds = 1;
  private static String wanted = ".*";

  private KernelBenchmark() {}

  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : seconds;
    wanted = arguments.length > 2 ? arguments[2] : wanted;
    try (Workers workers = new Workers(threads)) {
      System.out.printf("%d threads, %d bits%n", threads, Lanes.SPECIES.vectorBitSize());
      for (UnaryKind kind : UnaryKind.values()) {
        elementwise(kind.name(), workers, new ElementwiseProgram(1, List.of(new Unary(kind, 0)), List.of(1)), 1);
      }
      elementwise("relu", workers, new ElementwiseProgram(
          1, List.of(new Constant(0f), new Binary(BinaryKind.MAXIMUM, 0, 1)), List.of(2)), 1);
      elementwise("add", workers, new ElementwiseProgram(
          2, List.of(new Binary(BinaryKind.ADD, 0, 1)), List.of(2)), 2);
      elementwise("adam", workers, adam(), 4);
      int[] rows = {1 << 15, 32};
      bias(workers, rows);
      reduce("column sum [32768, 32]", workers, rows, 0);
      reduce("column sum [1024, 1024]", workers, new int[] {1024, 1024}, 0);
      reduce("row sum [32768, 32]", workers, rows, 1);
      reduce("row sum [256, 4096]", workers, new int[] {256, 4096}, 1);
      reduce("sum [1048576]", workers, new int[] {1, N}, 1);
      pools(workers);
    }
  }

  /// w, m, v, g -> w', m', v': twelve instructions beside the constants.
  private static ElementwiseProgram adam() {
    List<Instruction> code = List.of(
        new Constant(0.9f), new Constant(0.1f), new Constant(0.999f), new Constant(0.001f), new Constant(1e-8f), // 4-8
        new Binary(BinaryKind.MULTIPLY, 1, 4), new Binary(BinaryKind.MULTIPLY, 3, 5), // 9, 10
        new Binary(BinaryKind.ADD, 9, 10), // 11: m'
        new Binary(BinaryKind.MULTIPLY, 2, 6), new Binary(BinaryKind.MULTIPLY, 3, 3), // 12, 13
        new Binary(BinaryKind.MULTIPLY, 13, 7), new Binary(BinaryKind.ADD, 12, 14), // 14, 15: v'
        new Unary(UnaryKind.SQRT, 15), new Binary(BinaryKind.ADD, 16, 8), // 16, 17
        new Binary(BinaryKind.DIVIDE, 11, 17), new Binary(BinaryKind.MULTIPLY, 18, 7), // 18, 19
        new Binary(BinaryKind.SUBTRACT, 0, 19)); // 20: w'
    return new ElementwiseProgram(4, code, List.of(20, 11, 15));
  }

  private static void elementwise(String name, Workers workers, ElementwiseProgram program, int inputs) {
    int[] dims = {N};
    Slice[] slices = new Slice[inputs];
    Operand[] operands = new Operand[inputs];
    for (int i = 0; i < inputs; i++) {
      slices[i] = random(N);
      operands[i] = Operand.dense(slices[i], N);
    }
    List<Slice> outputs = program.outputs().size() == 1 ? List.of(zeros(N)) : List.of(slices[0], slices[1], slices[2]);
    Slice scratch = zeros((int) VectorElementwise.scratch(program, dims, workers.threads()));
    Kernel kernel = new VectorElementwise(program, dims, List.of(operands), outputs, scratch);
    time(name, workers, kernel, 4.0 * N * (inputs + outputs.size()));
  }

  private static void bias(Workers workers, int[] dims) {
    var program = new ElementwiseProgram(2, List.of(new Binary(BinaryKind.ADD, 0, 1)), List.of(2));
    Slice scratch = zeros((int) VectorElementwise.scratch(program, dims, workers.threads()));
    time("bias [32768, 32]", workers, new VectorElementwise(program, dims,
        List.of(Operand.dense(random(N), dims), new Operand(random(dims[1]), new int[] {0, 1})), List.of(zeros(N)),
        scratch), 8.0 * N);
    time("column [32768, 1]", workers, new VectorElementwise(program, dims,
        List.of(Operand.dense(random(N), dims), new Operand(random(dims[0]), new int[] {1, 0})), List.of(zeros(N)),
        scratch), 8.0 * N);
  }

  private static void reduce(String name, Workers workers, int[] dims, int axis) {
    var program = ElementwiseProgram.identity();
    Slice scratch = zeros((int) VectorReduce.scratch(ReduceKind.SUM, program, dims, axis, axis, workers.threads()));
    for (ReduceKind kind : ReduceKind.values()) {
      time(kind + " " + name, workers, new VectorReduce(kind, program, dims, axis, axis,
          List.of(Operand.dense(random(N), dims)), zeros(dims[1 - axis]), scratch), 4.0 * N);
    }
  }

  private static void pools(Workers workers) {
    var size = new PoolSize(32, 32, 32, 32, new Window(2, 2, 2, 2, 0, 0, 0, 0, 1, 1));
    Slice x = random(N);
    Slice y = random(N / 4);
    time("max pool 2x2", workers, VectorPool.max(size, x, y), 5.0 * N);
    time("max scatter 2x2", workers, VectorPool.maxScatter(size, x, y, zeros(N)), 9.0 * N);
    time("average pool 2x2", workers, VectorPool.average(size, x, y), 5.0 * N);
    time("average gradient 2x2", workers, VectorPool.averageGradient(size, y, zeros(N)), 5.0 * N);
  }

  private static Slice zeros(int n) {
    return new Slice(new float[n + LINE], LINE);
  }

  private static Slice random(int n) {
    var random = new Random(1);
    Slice slice = zeros(n);
    for (int i = 0; i < n; i++) {
      slice.array()[LINE + i] = (float) Math.abs(random.nextGaussian());
    }
    return slice;
  }

  private static void time(String name, Workers workers, Kernel kernel, double bytes) {
    if (!name.matches(wanted)) {
      return;
    }
    long best = Long.MAX_VALUE;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      kernel.run(workers);
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf("%-30s %7.3f ns/element %7.1f GB/s%n", name, (double) best / N, bytes / best);
  }
}
