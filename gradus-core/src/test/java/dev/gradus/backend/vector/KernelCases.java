package dev.gradus.backend.vector;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.plan.Instruction;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Operand;
import dev.gradus.backend.PoolSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.backend.scalar.ScalarElementwise;
import dev.gradus.backend.scalar.ScalarPool;
import dev.gradus.backend.scalar.ScalarReduce;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.ReduceKind;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Window;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Seeded random cases run on the scalar and the vector kernels, which must agree bit by bit (any NaN is any NaN).
///
/// As a program it runs a fixed table of them at the width that `gradus.vector.bits` names, and prints a digest of all
/// results, which must not depend on the width.
final class KernelCases {
  private static final float[] SPECIAL = {
    0f, -0f, 1f, -1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MIN_VALUE,
    Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, 88.8f, -103.9f, 0.625f, 1e-20f, 3e6f, 0.5f
  };
  private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 16, 17, 31, 33};
  static final int[] LENGTHS = {0, 1, 2, 3, 15, 16, 17, 31, 33, 255, 256, 257, 1023, 1024, 1025, 5000};

  private final MessageDigest digest;

  KernelCases() throws Exception {
    digest = MessageDigest.getInstance("SHA-256");
  }

  public static void main(String[] arguments) throws Exception {
    var cases = new KernelCases();
    try (Workers workers = new Workers(2)) {
      for (long seed = 0; seed < 80; seed++) {
        cases.elementwise(seed, workers);
        cases.reduction(seed, workers);
        cases.pooling(seed, workers);
      }
      cases.functions(workers);
    }
    System.out.println(Lanes.SPECIES.vectorBitSize() + " " + cases.digest());
  }

  String digest() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Every function over special values and random bits.
  void functions(Workers workers) {
    var random = new Random(7);
    float[] x = new float[20_000];
    for (int i = 0; i < x.length; i++) {
      x[i] = i < SPECIAL.length ? SPECIAL[i]
          : i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextGaussian() * 30;
    }
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = random.nextInt(4) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : x[random.nextInt(x.length)];
    }
    var inputs = List.of(Operand.dense(new Slice(x, 0), x.length), Operand.dense(new Slice(y, 0), x.length));
    var code = new ArrayList<Instruction>();
    for (UnaryKind kind : UnaryKind.values()) {
      code.add(new Instruction.Unary(kind, 0));
    }
    for (BinaryKind kind : BinaryKind.values()) {
      code.add(new Instruction.Binary(kind, 0, 1));
    }
    for (Instruction instruction : code) {
      var program = new ElementwiseProgram(2, List.of(instruction), List.of(2));
      check(instruction.toString(), program, new int[] {x.length}, inputs, -1, workers);
    }
  }

  /// A random program over a random space, with random broadcasts, layouts and updates in place.
  void elementwise(long seed, Workers workers) {
    var random = new Random(seed * 31 + 1);
    int[] dims = dims(random);
    ElementwiseProgram program = program(random, 1 + random.nextInt(4), 1 + random.nextInt(12), 1 + random.nextInt(3));
    List<Operand> inputs = new ArrayList<>();
    for (int i = 0; i < program.inputs(); i++) {
      inputs.add(operand(random, dims));
    }
    int alias = -1;
    if (random.nextBoolean()) {
      alias = random.nextInt(program.inputs());
      inputs.set(alias, Operand.dense(slice(random, size(dims)), dims));
    }
    check("elementwise seed " + seed, program, dims, inputs, alias, workers);
  }

  /// Runs both kernels on copies of the inputs; the first output lies on input `alias` if that is one.
  private void check(
      String name, ElementwiseProgram program, int[] dims, List<Operand> inputs, int alias, Workers workers) {
    int size = size(dims);
    List<float[]> results = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      List<Operand> copies = inputs.stream()
          .map(o -> new Operand(new Slice(o.slice().array().clone(), o.slice().offset()), o.strides())).toList();
      List<Slice> outputs = new ArrayList<>();
      for (int o = 0; o < program.outputs().size(); o++) {
        outputs.add(o == 0 && alias >= 0 ? copies.get(alias).slice() : new Slice(new float[size + 5], 3));
      }
      if (run == 0) {
        new ScalarElementwise(program, dims, copies, outputs).run(workers);
      } else {
        Slice scratch = scratch(VectorElementwise.scratch(program, dims, workers.threads()));
        Kernel kernel = new VectorElementwise(program, dims, copies, outputs, scratch);
        kernel.run(workers);
      }
      for (Slice output : outputs) {
        results.add(Arrays.copyOfRange(output.array(), output.offset(), output.offset() + size));
      }
    }
    int outputs = program.outputs().size();
    for (int o = 0; o < outputs; o++) {
      compare(name + " " + program + " over " + Arrays.toString(dims) + " output " + o, results.get(o),
          results.get(outputs + o));
    }
  }

  /// A random reduction of a random program.
  void reduction(long seed, Workers workers) {
    var random = new Random(seed * 17 + 3);
    int length = LENGTHS[random.nextInt(LENGTHS.length)];
    int outer = random.nextInt(4) == 0 ? 1 + random.nextInt(300) : SIZES[random.nextInt(4)];
    int inner = random.nextBoolean() ? 1 : random.nextInt(4) == 0 ? 1 + random.nextInt(2500) : 1 + random.nextInt(40);
    while ((long) outer * length * inner > 60_000) {
      outer = Math.max(1, outer / 2);
      inner = inner == 1 ? 1 : Math.max(2, inner / 2);
      length = outer * inner > 1000 ? length / 2 : length;
    }
    int[] dims = {outer, length, inner};
    int axis = 1;
    int last = 1;
    if (random.nextInt(3) == 0 && inner > 1) {
      // Reduce the inner axis too, or all three.
      last = 2;
      axis = random.nextInt(3) == 0 ? 0 : 1;
    }
    reduction("reduction seed " + seed, random, dims, axis, last, workers);
  }

  /// Reductions of plain and fused sources over `dims`.
  void reduction(String name, Random random, int[] dims, int first, int last, Workers workers) {
    boolean plain = random.nextInt(3) == 0;
    ElementwiseProgram program = plain ? ElementwiseProgram.identity()
        : program(random, 1 + random.nextInt(3), 1 + random.nextInt(4), 1);
    List<Operand> inputs = new ArrayList<>();
    for (int i = 0; i < program.inputs(); i++) {
      inputs.add(operand(random, dims));
    }
    ReduceKind kind = random.nextInt(3) == 0 ? ReduceKind.MAX : ReduceKind.SUM;
    reduction(name, kind, program, dims, first, last, inputs, workers);
  }

  /// Runs both kernels and returns the result.
  float[] reduction(
      String name, ReduceKind kind, ElementwiseProgram program, int[] dims, int first, int last,
      List<Operand> inputs, Workers workers) {
    int size = 1;
    for (int axis = 0; axis < dims.length; axis++) {
      size *= axis < first || axis > last ? dims[axis] : 1;
    }
    Slice expected = new Slice(new float[size + 4], 2);
    Slice actual = new Slice(new float[size + 4], 2);
    Arrays.fill(actual.array(), Float.NaN);
    new ScalarReduce(kind, program, dims, first, last, inputs, expected, new Slice(new float[0], 0)).run(workers);
    Slice scratch = scratch(VectorReduce.scratch(kind, program, dims, first, last, workers.threads()));
    new VectorReduce(kind, program, dims, first, last, inputs, actual, scratch).run(workers);
    float[] result = Arrays.copyOfRange(actual.array(), 2, 2 + size);
    compare(name + " " + kind + " of " + program + " over axes " + first + " to " + last + " of "
        + Arrays.toString(dims), Arrays.copyOfRange(expected.array(), 2, 2 + size), result);
    return result;
  }

  /// All five pooling kernels on random images and a random window.
  void pooling(long seed, Workers workers) {
    var random = new Random(seed * 13 + 5);
    PoolSize size = seed % 4 == 0 ? pairs(random) : pool(random);
    int pixels = size.batch() * size.height() * size.width() * size.channels();
    int outputs = size.batch() * size.outputHeight() * size.outputWidth() * size.channels();
    Slice x = slice(random, pixels);
    if (random.nextBoolean()) {
      // Ties, and now and then no number.
      for (int i = 0; i < pixels; i++) {
        x.array()[x.offset() + i] = random.nextInt(8) == 0 ? Float.NaN : random.nextInt(3) - 1f;
      }
    }
    Slice v = slice(random, pixels);
    Slice dy = slice(random, outputs);
    for (int k = 0; k < 5; k++) {
      int count = k == 1 || k == 4 ? pixels : outputs;
      Slice expected = new Slice(new float[count + 3], 1);
      Slice actual = new Slice(new float[count + 3], 1);
      Arrays.fill(actual.array(), Float.NaN);
      switch (k) {
        case 0 -> both(ScalarPool.max(size, x, expected), VectorPool.max(size, x, actual), workers);
        case 1 -> both(ScalarPool.maxScatter(size, x, dy, expected), VectorPool.maxScatter(size, x, dy, actual), workers);
        case 2 -> both(ScalarPool.maxGather(size, x, v, expected), VectorPool.maxGather(size, x, v, actual), workers);
        case 3 -> both(ScalarPool.average(size, x, expected), VectorPool.average(size, x, actual), workers);
        default -> both(
            ScalarPool.averageGradient(size, dy, expected), VectorPool.averageGradient(size, dy, actual), workers);
      }
      compare("pooling seed " + seed + " kernel " + k + " " + size,
          Arrays.copyOfRange(expected.array(), 1, 1 + count), Arrays.copyOfRange(actual.array(), 1, 1 + count));
    }
  }

  /// The form of pooling that has loops of its own.
  private static PoolSize pairs(Random random) {
    return new PoolSize(1 + random.nextInt(3), 2 + 2 * random.nextInt(4), 2 + 2 * random.nextInt(4), 16 + 16 * random.nextInt(2),
        new Window(2, 2, 2, 2, 0, 0, 0, 0, 1, 1));
  }

  static PoolSize pool(Random random) {
    while (true) {
      Window window = new Window(1 + random.nextInt(3), 1 + random.nextInt(3), 1 + random.nextInt(3),
          1 + random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3), random.nextInt(3),
          1 + random.nextInt(2), 1 + random.nextInt(2));
      PoolSize size = new PoolSize(1 + random.nextInt(3), 1 + random.nextInt(9), 1 + random.nextInt(9),
          1 + random.nextInt(40), window);
      if (size.outputHeight() > 0 && size.outputWidth() > 0) {
        return size;
      }
    }
  }

  private static void both(Kernel scalar, Kernel vector, Workers workers) {
    scalar.run(workers);
    vector.run(workers);
  }

  private void compare(String name, float[] expected, float[] actual) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * actual.length);
    for (int i = 0; i < expected.length; i++) {
      int bits = Float.floatToIntBits(actual[i]);
      if (bits != Float.floatToIntBits(expected[i])) {
        throw new AssertionError(name + ": element " + i + " of " + expected.length + " is " + actual[i]
            + ", the scalar kernel says " + expected[i] + " (" + Lanes.SPECIES.vectorBitSize() + " bits)");
      }
      bytes.putInt(bits);
    }
    digest.update(bytes.array());
  }

  /// Scratch memory that ends where the array does, so that a kernel that takes more fails.
  static Slice scratch(long floats) {
    float[] array = new float[(int) floats + 7];
    Arrays.fill(array, Float.NaN);
    return new Slice(array, 7);
  }

  static int size(int[] dims) {
    return IntStream.of(dims).reduce(1, (a, b) -> a * b);
  }

  private static int[] dims(Random random) {
    int shape = random.nextInt(12);
    if (shape < 2) {
      return new int[] {1 + random.nextInt(20_000)};
    }
    if (shape < 4) {
      return new int[] {1 + random.nextInt(6), 900 + random.nextInt(2300)};
    }
    if (shape == 4) {
      return new int[] {3, 0, 2};
    }
    int[] dims = new int[random.nextInt(5)];
    int size = 1;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = SIZES[random.nextInt(SIZES.length)];
      dims[i] = size * dims[i] > 40_000 ? 1 : dims[i];
      size *= dims[i];
    }
    return dims;
  }

  static Slice slice(Random random, int size) {
    int offset = random.nextInt(5);
    float[] array = new float[offset + size + 2];
    boolean special = random.nextInt(3) == 0;
    for (int i = 0; i < array.length; i++) {
      array[i] = special && random.nextInt(20) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)]
          : (float) (random.nextGaussian() * (random.nextInt(8) == 0 ? 20 : 1));
    }
    return new Slice(array, offset);
  }

  /// An operand over `dims`: dense, or repeated along some axes, or transposed.
  static Operand operand(Random random, int[] dims) {
    int[] own = dims.clone();
    int form = random.nextInt(4);
    for (int axis = 0; axis < dims.length; axis++) {
      if (form == 1 && random.nextBoolean() || form == 2 && axis < dims.length - 1) {
        own[axis] = 1;
      }
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, dims.length).boxed().toList());
    if (form == 3 && random.nextBoolean()) {
      Collections.shuffle(order, random);
    }
    int[] strides = new int[dims.length];
    int step = 1;
    for (int axis : order.reversed()) {
      strides[axis] = own[axis] == dims[axis] && own[axis] != 1 ? step : 0;
      step *= own[axis];
    }
    // A dense operand has its natural strides on axes of size 1 as well, as a graph would give them.
    return form == 0 ? Operand.dense(slice(random, size(dims)), dims) : new Operand(slice(random, step), strides);
  }

  static ElementwiseProgram program(Random random, int inputs, int length, int outputs) {
    List<Instruction> code = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      int defined = inputs + i;
      code.add(switch (random.nextInt(8)) {
        case 0 -> new Instruction.Constant(random.nextInt(3) - 1f);
        case 1, 2 -> new Instruction.Unary(
            UnaryKind.values()[random.nextInt(UnaryKind.values().length)], random.nextInt(defined));
        case 3 -> new Instruction.Select(
            random.nextInt(defined), random.nextInt(defined), random.nextInt(defined));
        default -> new Instruction.Binary(BinaryKind.values()[random.nextInt(BinaryKind.values().length)],
            random.nextInt(defined), random.nextInt(defined));
      });
    }
    List<Integer> results = new ArrayList<>();
    for (int o = 0; o < outputs; o++) {
      results.add(random.nextInt(2) == 0 ? random.nextInt(inputs + length) : inputs + length - 1);
    }
    return new ElementwiseProgram(inputs, code, results);
  }
}
