package dev.gradus.backend.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.MatMulSize;
import dev.gradus.backend.Problem;
import dev.gradus.backend.Problems;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.op.Window;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The scalar kernels against their definitions in double precision, and their documented conventions.
class ScalarLinearTest {
  /// Half the distance from 1 to the next float: what one rounding may be off, relatively.
  private static final double UNIT_ROUNDOFF = 0x1p-24;

  static Stream<Problem> problems() {
    return Problems.all().stream();
  }

  static Stream<Problem> direct() {
    return problems().filter(problem -> !problem.tiled());
  }

  /// What is done by tiles has a bound of another form: see [WinogradTest].
  @ParameterizedTest
  @MethodSource("direct")
  void isAsExactAsItsRoundingsAllow(Problem problem) {
    float[] left = Problems.uniform(problem + " left", problem.left());
    float[] right = Problems.uniform(problem + " right", problem.right());
    double[] exact = new double[problem.result()];
    double[] magnitude = new double[problem.result()];
    problem.definition().list((i, j, r) -> {
      exact[r] += (double) left[i] * right[j];
      magnitude[r] += Math.abs((double) left[i] * right[j]);
    });
    float[] computed;
    try (Workers workers = new Workers(1)) {
      computed = problem.compute(problem.scalar(), left, right, workers);
    }
    double bound = problem.roundings() * UNIT_ROUNDOFF / (1 - problem.roundings() * UNIT_ROUNDOFF);
    for (int r = 0; r < exact.length; r++) {
      assertThat(Math.abs(computed[r] - exact[r])).as("%s, element %d, seed %d", problem, r, Problems.SEED)
          .isLessThanOrEqualTo(bound * magnitude[r] * (1 + 1e-6));
    }
  }

  @Test
  void matMulIsOneFusedChainInAscendingOrder() {
    // 1e8 swallows 1 only in this order, and 4097² = 16785409 keeps its last bit only if it isn't rounded by itself.
    float[] a = {1e8f, 1, -1e8f, -16785408, 4097};
    float[] b = {1, 1, 1, 1, 4097};
    float[] c = new float[1];
    run(new ScalarMatMul(MatMulSize.of(1, 1, 5), new Slice(a, 0), new Slice(b, 0), new Slice(c, 0), none()));
    assertThat(c).containsExactly(1);
  }

  @Test
  void convolutionMultipliesPaddingRatherThanSkippingIt() {
    Window same = new Window(1, 3, 1, 1, 0, 0, 1, 1, 1, 1);
    ConvSize size = new ConvSize(1, 1, 2, 1, 1, 1, same);
    float[] y = new float[2];
    float[] w = {Float.POSITIVE_INFINITY, 1, 1};
    run(ScalarConv2d.of(size, new Slice(new float[] {1, 2}, 0), new Slice(w, 0), new Slice(y, 0), none()));
    assertThat(y).containsExactly(Float.NaN, Float.POSITIVE_INFINITY);
  }

  @Test
  void inputGradientGoesThroughTheTapsBackwards() {
    // dx[1] = dy[0] w[2] + dy[1] w[1] + dy[2] w[0], in the order kw = 2, 1, 0.
    Window same = new Window(1, 3, 1, 1, 0, 0, 1, 1, 1, 1);
    ConvSize size = new ConvSize(1, 1, 3, 1, 1, 1, same);
    float[] dx = new float[3];
    float[] dy = {1e8f, -1e8f, 1};
    run(ScalarConv2dInputGradient.of(
        size, new Slice(dy, 0), new Slice(new float[] {1, 1, 1}, 0), new Slice(dx, 0), none()));
    assertThat(dx[1]).isEqualTo(1);
    run(ScalarConv2dInputGradient.of(
        size, new Slice(new float[] {1, -1e8f, 1e8f}, 0), new Slice(new float[] {1, 1, 1}, 0), new Slice(dx, 0),
        none()));
    assertThat(dx[1]).isZero();
  }

  @Test
  void filterGradientAddsChunksOfImagesInOrder() {
    // One-pixel images: a chunk is 1,024 of them. Within a chunk 1 is lost beside 1e8; across chunks it is not.
    Window one = new Window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1);
    ConvSize size = new ConvSize(1025, 1, 1, 1, 1, 1, one);
    assertThat(size.chunkImages()).isEqualTo(1024);
    float[] x = new float[1025];
    float[] dy = new float[1025];
    Arrays.fill(dy, 1);
    x[0] = 1e8f;
    x[1] = 1;
    x[1023] = -1e8f;
    x[1024] = 1;
    float[] dw = new float[1];
    float[] scratch = new float[(int) ScalarConv2dFilterGradient.scratch(size, 1)];
    run(ScalarConv2dFilterGradient.of(
        size, new Slice(x, 0), new Slice(dy, 0), new Slice(dw, 0), new Slice(scratch, 0)));
    assertThat(dw).containsExactly(1);
  }

  private static Slice none() {
    return new Slice(new float[0], 0);
  }

  private static void run(Kernel kernel) {
    try (Workers workers = new Workers(1)) {
      kernel.run(workers);
    }
  }
}
