package dev.gradus.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.plan.Instruction;
import dev.gradus.plan.Instruction.Binary;
import dev.gradus.plan.Instruction.Constant;
import dev.gradus.plan.Instruction.Select;
import dev.gradus.plan.Instruction.Unary;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Operand;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.backend.scalar.ScalarElementwise;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.UnaryKind;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorElementwiseTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void givesTheScalarBitsForAnyNumberOfThreads(int threads) throws Exception {
    var cases = new KernelCases();
    try (Workers workers = new Workers(threads)) {
      for (long seed = 1000; seed < 1500; seed++) {
        cases.elementwise(seed, workers);
      }
    }
  }

  @Test
  void functionsGiveTheScalarBitsOnceCompiledToo() throws Exception {
    var cases = new KernelCases();
    try (Workers workers = new Workers(1)) {
      for (int i = 0; i < 10; i++) {
        cases.functions(workers);
      }
    }
  }

  /// (a + b)² - e^a / c where a > 0, else c - 2, with b along the columns and c along the rows: an oracle in double
  /// precision with indices of its own.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 17, 1000, 1024, 1025, 2500})
  void agreesWithDoublePrecisionUnderBroadcasts(int columns) {
    int rows = 7;
    var program = new ElementwiseProgram(3, List.of(
        new Constant(2f), // 3
        new Constant(0f), // 4
        new Binary(BinaryKind.GREATER, 0, 4), // 5
        new Binary(BinaryKind.ADD, 0, 1), // 6
        new Binary(BinaryKind.MULTIPLY, 6, 6), // 7
        new Unary(UnaryKind.EXP, 0), // 8
        new Binary(BinaryKind.DIVIDE, 8, 2), // 9
        new Binary(BinaryKind.SUBTRACT, 7, 9), // 10
        new Binary(BinaryKind.SUBTRACT, 2, 3), // 11
        new Select(5, 10, 11)), List.of(12, 8));
    var random = new Random(columns);
    Slice a = random(random, rows * columns);
    Slice b = random(random, columns);
    Slice c = random(random, rows);
    int[] dims = {rows, columns};
    List<Operand> inputs = List.of(
        Operand.dense(a, dims), new Operand(b, new int[] {0, 1}), new Operand(c, new int[] {1, 0}));
    for (boolean vector : new boolean[] {false, true}) {
      Slice y = new Slice(new float[rows * columns], 0);
      Slice exponential = new Slice(new float[rows * columns], 0);
      run(vector, program, dims, inputs, List.of(y, exponential), 2);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          double av = a.array()[i * columns + j];
          double bv = b.array()[j];
          double cv = c.array()[i];
          double expected = av > 0 ? (av + bv) * (av + bv) - Math.exp(av) / cv : cv - 2;
          double scale = 1 + (av + bv) * (av + bv) + Math.abs(Math.exp(av) / cv);
          assertThat((double) y.array()[i * columns + j]).isCloseTo(expected, within(scale * 3e-7));
          assertThat((double) exponential.array()[i * columns + j]).isCloseTo(Math.exp(av), within(Math.exp(av) * 2e-7));
        }
      }
    }
  }

  @Test
  void aRowAloneHasTheBitsItHasInABatch() {
    int rows = 37;
    int columns = 101;
    var program = new ElementwiseProgram(2, List.of(
        new Binary(BinaryKind.ADD, 0, 1), new Unary(UnaryKind.TANH, 2), new Unary(UnaryKind.ERF, 3)), List.of(4));
    var random = new Random(5);
    Slice x = random(random, rows * columns);
    Slice bias = random(random, columns);
    float[] batch = new float[rows * columns];
    int[] strides = {0, 1};
    run(true, program, new int[] {rows, columns},
        List.of(Operand.dense(x, rows, columns), new Operand(bias, strides)), List.of(new Slice(batch, 0)), 2);
    for (int row = 0; row < rows; row++) {
      float[] alone = new float[columns];
      Slice part = new Slice(x.array(), row * columns);
      run(true, program, new int[] {1, columns},
          List.of(Operand.dense(part, 1, columns), new Operand(bias, strides)), List.of(new Slice(alone, 0)), 1);
      assertThat(alone).containsExactly(Arrays.copyOfRange(batch, row * columns, (row + 1) * columns));
    }
  }

  /// m' = 0.9 m + g; w' = w - 0.1 m', both where the old ones lie, and w as it was beside them.
  @ParameterizedTest
  @ValueSource(ints = {1, 15, 5000})
  void updatesInPlaceWhileOldValuesAreStillNeeded(int n) {
    var program = new ElementwiseProgram(3, List.of(
        new Constant(0.9f), new Constant(0.1f),
        new Binary(BinaryKind.MULTIPLY, 1, 3), new Binary(BinaryKind.ADD, 5, 2),
        new Binary(BinaryKind.MULTIPLY, 6, 4), new Binary(BinaryKind.SUBTRACT, 0, 7),
        new Binary(BinaryKind.SUBTRACT, 8, 1)), List.of(8, 6, 0, 9));
    var random = new Random(n);
    float[] w = random(random, n).array();
    float[] m = random(random, n).array();
    Slice g = random(random, n);
    Slice weights = new Slice(w.clone(), 0);
    Slice momentum = new Slice(m.clone(), 0);
    Slice before = new Slice(new float[n], 0);
    Slice extra = new Slice(new float[n], 0);
    int[] dims = {n};
    run(true, program, dims, List.of(Operand.dense(weights, n), Operand.dense(momentum, n), Operand.dense(g, n)),
        List.of(weights, momentum, before, extra), 2);
    for (int i = 0; i < n; i++) {
      float velocity = m[i] * 0.9f + g.array()[i];
      assertThat(momentum.array()[i]).isEqualTo(velocity);
      assertThat(weights.array()[i]).isEqualTo(w[i] - velocity * 0.1f);
      assertThat(before.array()[i]).isEqualTo(w[i]);
      assertThat(extra.array()[i]).isEqualTo(w[i] - velocity * 0.1f - m[i]);
    }
  }

  @Test
  void swapsTwoInputsInPlace() {
    var program = new ElementwiseProgram(2, List.of(), List.of(1, 0));
    Slice a = random(new Random(1), 3000);
    Slice b = random(new Random(2), 3000);
    float[] oldA = a.array().clone();
    float[] oldB = b.array().clone();
    run(true, program, new int[] {3000}, List.of(Operand.dense(a, 3000), Operand.dense(b, 3000)), List.of(a, b), 2);
    assertThat(a.array()).containsExactly(oldB);
    assertThat(b.array()).containsExactly(oldA);
  }

  private static Slice random(Random random, int n) {
    float[] array = new float[n];
    for (int i = 0; i < n; i++) {
      array[i] = (float) random.nextGaussian();
    }
    return new Slice(array, 0);
  }

  private static void run(
      boolean vector, ElementwiseProgram program, int[] dims, List<Operand> inputs, List<Slice> outputs, int threads) {
    Slice scratch = KernelCases.scratch(VectorElementwise.scratch(program, dims, threads));
    try (Workers workers = new Workers(threads)) {
      Kernel kernel = vector ? new VectorElementwise(program, dims, inputs, outputs, scratch)
          : new ScalarElementwise(program, dims, inputs, outputs);
      kernel.run(workers);
    }
  }
}
