package dev.gradus.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The vector kernels give the scalar kernels' bits.
@Execution(ExecutionMode.SAME_THREAD)
class LinearBitsTest {
  private static final List<Workers> CREWS = List.of(new Workers(1), new Workers(2), new Workers(3));

  static Stream<Problem> problems() {
    return Problems.all().stream();
  }

  @AfterAll
  static void closeCrews() {
    CREWS.forEach(Workers::close);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void anyNumberOfThreadsGivesTheScalarBits(Problem problem) {
    float[] left = Problems.uniform(problem + " left", problem.left());
    float[] right = Problems.uniform(problem + " right", problem.right());
    int[] expected = bits(problem.compute(problem.scalar(), left, right, CREWS.get(0)));
    for (Workers crew : CREWS) {
      assertThat(bits(problem.compute(problem.vector(), left, right, crew)))
          .as("%s, seed %d, %d threads", problem, Problems.SEED, crew.threads()).isEqualTo(expected);
    }
    assertThat(bits(problem.compute(problem.scalar(), left, right, CREWS.get(2))))
        .as("%s, scalar, 3 threads", problem).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void specialValuesGiveTheScalarBits(Problem problem) {
    float[] left = Problems.special(problem + " left", problem.left());
    float[] right = Problems.special(problem + " right", problem.right());
    int[] expected = bits(problem.compute(problem.scalar(), left, right, CREWS.get(0)));
    assertThat(bits(problem.compute(problem.vector(), left, right, CREWS.get(1))))
        .as("%s, seed %d", problem, Problems.SEED).isEqualTo(expected);
  }

  @Test
  void anyVectorWidthGivesTheScalarBits() throws Exception {
    List<String> expected = LinearFingerprints.of(Problem::scalar);
    for (int bits : Widths.BITS) {
      assertThat(Widths.run(bits, LinearFingerprints.class)).as("%d bits", bits).isEqualTo(expected);
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      // floatToIntBits, not floatToRawIntBits: every NaN is the same.
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
