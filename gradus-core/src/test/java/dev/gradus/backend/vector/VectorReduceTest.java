package dev.gradus.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.plan.Instruction;
import dev.gradus.backend.Operand;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.ReduceKind;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorReduceTest {
  private static final ElementwiseProgram IDENTITY = ElementwiseProgram.identity();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void givesTheScalarBitsForAnyNumberOfThreads(int threads) throws Exception {
    var cases = new KernelCases();
    try (Workers workers = new Workers(threads)) {
      for (long seed = 1000; seed < 1350; seed++) {
        cases.reduction(seed, workers);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void coversEveryOddSize(int threads) throws Exception {
    var cases = new KernelCases();
    var random = new Random(3);
    try (Workers workers = new Workers(threads)) {
      for (int length : KernelCases.LENGTHS) {
        for (int inner : new int[] {1, 2, 15, 16, 17, 64, 65, 1024, 1025}) {
          int outer = length * inner > 20_000 ? 1 : 3;
          if (length * inner <= 700_000) {
            cases.reduction("length " + length, random, new int[] {outer, length, inner}, 1, 1, workers);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 1025, 5000, 70_000})
  void agreesWithDoublePrecision(int length) throws Exception {
    var cases = new KernelCases();
    try (Workers workers = new Workers(2)) {
      for (int inner : new int[] {1, 3}) {
        int outer = 2;
        int[] dims = {outer, length, inner};
        float[] x = random(length, outer * length * inner);
        float[] mean = random(length + 1, outer * inner);
        // (x - mean)², with a mean for each result.
        var squares = new ElementwiseProgram(2, List.of(
            new Instruction.Binary(BinaryKind.SUBTRACT, 0, 1),
            new Instruction.Binary(BinaryKind.MULTIPLY, 2, 2)), List.of(3));
        List<Operand> inputs = List.of(Operand.dense(new Slice(x, 0), dims),
            new Operand(new Slice(mean, 0), new int[] {inner, 0, 1}));
        float[] sums = cases.reduction("squares", ReduceKind.SUM, squares, dims, 1, 1, inputs, workers);
        float[] largest = cases.reduction("squares", ReduceKind.MAX, squares, dims, 1, 1, inputs, workers);
        for (int o = 0; o < outer; o++) {
          for (int i = 0; i < inner; i++) {
            double sum = 0;
            double max = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < length; k++) {
              double d = (double) x[(o * length + k) * inner + i] - mean[o * inner + i];
              sum += d * d;
              max = Math.max(max, d * d);
            }
            assertThat((double) sums[o * inner + i]).isCloseTo(sum, within(sum * 3e-6));
            if (length == 0) {
              assertThat(largest[o * inner + i]).isEqualTo(Float.NEGATIVE_INFINITY);
            } else {
              assertThat((double) largest[o * inner + i]).isCloseTo(max, within(max * 3e-7));
            }
          }
        }
      }
    }
  }

  @Test
  void aRowAloneHasTheSumItHasInABatch() throws Exception {
    var cases = new KernelCases();
    try (Workers workers = new Workers(2)) {
      for (int length : KernelCases.LENGTHS) {
        int rows = 9;
        float[] x = random(length, rows * length);
        float[] batch = cases.reduction("batch", ReduceKind.SUM, IDENTITY, new int[] {rows, length}, 1, 1,
            List.of(Operand.dense(new Slice(x, 0), rows, length)), workers);
        for (int row = 0; row < rows; row++) {
          float[] alone = cases.reduction("row", ReduceKind.SUM, IDENTITY, new int[] {1, length}, 1, 1,
              List.of(Operand.dense(new Slice(x, row * length), 1, length)), workers);
          assertThat(alone).containsExactly(batch[row]);
        }
      }
    }
  }

  /// By hand: 2^24 in lane 0 swallows a 1 that is added to it, and the 1s of other lanes meet before they reach it.
  @Test
  void addsInSixteenLanesAndATree() throws Exception {
    float[] x = new float[17];
    Arrays.fill(x, 1f);
    x[0] = 0x1p24f;
    var cases = new KernelCases();
    try (Workers workers = new Workers(1)) {
      float[] sum = cases.reduction("lanes", ReduceKind.SUM, IDENTITY, new int[] {17}, 0, 0,
          List.of(Operand.dense(new Slice(x, 0), 17)), workers);
      // Lane 0: 2^24 + 1 is 2^24 (to even), and again with lane 8's 1; the tree then brings 2, 4 and 8.
      assertThat(sum).containsExactly(0x1p24f + 14f);
    }
  }

  @Test
  void theMaximumOfANaNIsNaNAndOfZerosIsPositive() throws Exception {
    var cases = new KernelCases();
    try (Workers workers = new Workers(1)) {
      for (int at = 0; at < 40; at++) {
        float[] x = new float[40];
        Arrays.fill(x, -0f);
        x[at] = 0f;
        List<Operand> inputs = List.of(Operand.dense(new Slice(x, 0), 40));
        assertThat(Float.floatToIntBits(
            cases.reduction("zeros", ReduceKind.MAX, IDENTITY, new int[] {40}, 0, 0, inputs, workers)[0])).isZero();
        x[at] = Float.NaN;
        assertThat(cases.reduction("NaN", ReduceKind.MAX, IDENTITY, new int[] {40}, 0, 0, inputs, workers)[0]).isNaN();
      }
    }
  }

  private static float[] random(long seed, int n) {
    var random = new Random(seed);
    float[] array = new float[n];
    for (int i = 0; i < n; i++) {
      array[i] = (float) random.nextGaussian();
    }
    return array;
  }
}
