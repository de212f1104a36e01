package dev.gradus.backend.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.op.BinaryKind;
import dev.gradus.op.UnaryKind;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarMathTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  static Stream<Arguments> boundedErrors() {
    return Stream.of(
        Arguments.of(UnaryKind.EXP, (DoubleUnaryOperator) StrictMath::exp, -104f, 89f, 1.1),
        Arguments.of(UnaryKind.EXPM1, (DoubleUnaryOperator) StrictMath::expm1, -30f, 89f, 1.6),
        Arguments.of(UnaryKind.LOG, (DoubleUnaryOperator) StrictMath::log, 0f, Float.MAX_VALUE, 1.1),
        Arguments.of(UnaryKind.LOG1P, (DoubleUnaryOperator) StrictMath::log1p, -1f, Float.MAX_VALUE, 1.6),
        Arguments.of(UnaryKind.SIGMOID, (DoubleUnaryOperator) ScalarMathTest::sigmoid, -104f, 30f, 2.3),
        Arguments.of(UnaryKind.TANH, (DoubleUnaryOperator) StrictMath::tanh, -20f, 20f, 1.7),
        Arguments.of(UnaryKind.ERF, (DoubleUnaryOperator) ScalarMathTest::erf, -6f, 6f, 1.5),
        Arguments.of(UnaryKind.SIN, (DoubleUnaryOperator) StrictMath::sin, -10_000f, 10_000f, 2.0),
        Arguments.of(UnaryKind.COS, (DoubleUnaryOperator) StrictMath::cos, -10_000f, 10_000f, 2.0),
        Arguments.of(UnaryKind.SQRT, (DoubleUnaryOperator) StrictMath::sqrt, 0f, Float.MAX_VALUE, 0.5001),
        Arguments.of(UnaryKind.FLOOR, (DoubleUnaryOperator) StrictMath::floor, -1e9f, 1e9f, 0.0));
  }

  /// Two grids: floats evenly spread by their bits (all magnitudes), and points evenly spread over the range.
  @ParameterizedTest
  @MethodSource("boundedErrors")
  void staysWithinItsBound(UnaryKind kind, DoubleUnaryOperator exact, float low, float high, double bound) {
    double worst = 0;
    float worstAt = 0;
    int steps = 150_000;
    for (int grid = 0; grid < 4; grid++) {
      for (int i = 0; i <= steps; i++) {
        float x = switch (grid) {
          case 0 -> Float.intBitsToFloat((int) ((long) Float.floatToIntBits(Math.max(high, 0f)) * i / steps));
          case 1 -> -Float.intBitsToFloat((int) ((long) Float.floatToIntBits(Math.max(-low, 0f)) * i / steps));
          case 2 -> (float) (low + ((double) high - low) * i / steps);
          default -> (float) (Math.max(low, -4.0) + (Math.min(high, 4.0) - Math.max(low, -4.0)) * i / steps);
        };
        if (x < low || x > high) {
          continue;
        }
        double error = ulps(ScalarMath.apply(kind, x), exact.applyAsDouble(x));
        if (error > worst) {
          worst = error;
          worstAt = x;
        }
      }
    }
    assertThat(worst).as("%s is worst at %s", kind, worstAt).isLessThanOrEqualTo(bound);
  }

  @Test
  void exponentialKeepsItsLimits() {
    assertValues(UnaryKind.EXP, 0f, 1f, -0f, 1f, INFINITY, INFINITY, -INFINITY, 0f, NAN, NAN, 88.72284f, INFINITY, 1e30f, INFINITY, -1e30f, 0f, -103.97f, Float.MIN_VALUE, -103.98f, 0f);
    assertValues(UnaryKind.EXPM1, 0f, 0f, -0f, -0f, INFINITY, INFINITY, -INFINITY, -1f, NAN, NAN, -40f, -1f,
        1e-30f, 1e-30f, Float.MIN_VALUE, Float.MIN_VALUE, 88.72284f, INFINITY, 1e30f, INFINITY);
  }

  @Test
  void logarithmKeepsItsLimits() {
    assertValues(UnaryKind.LOG, 1f, 0f, 0f, -INFINITY, -0f, -INFINITY, INFINITY, INFINITY, NAN, NAN, -1f, NAN,
        -INFINITY, NAN, -Float.MIN_VALUE, NAN, Float.MIN_VALUE, -103.27893f);
    assertValues(UnaryKind.LOG1P, 0f, 0f, -0f, -0f, -1f, -INFINITY, INFINITY, INFINITY, NAN, NAN, -1.5f, NAN,
        -INFINITY, NAN, 1e-30f, 1e-30f, -Float.MIN_VALUE, -Float.MIN_VALUE);
  }

  @Test
  void squashingFunctionsKeepTheirLimits() {
    assertValues(UnaryKind.SIGMOID, 0f, 0.5f, -0f, 0.5f, INFINITY, 1f, -INFINITY, 0f, NAN, NAN, 100f, 1f, -110f, 0f);
    assertValues(UnaryKind.TANH, 0f, 0f, -0f, -0f, INFINITY, 1f, -INFINITY, -1f, NAN, NAN, 1e-30f, 1e-30f,
        -Float.MIN_VALUE, -Float.MIN_VALUE, 20f, 1f);
    assertValues(UnaryKind.ERF, 0f, 0f, -0f, -0f, INFINITY, 1f, -INFINITY, -1f, NAN, NAN, 5f, 1f, -1e30f, -1f);
  }

  @Test
  void angleFunctionsKeepTheirLimits() {
    assertValues(UnaryKind.SIN, 0f, 0f, -0f, -0f, INFINITY, NAN, NAN, NAN, 1e-30f, 1e-30f, 1e8f, NAN, -1e8f, NAN);
    assertValues(UnaryKind.COS, 0f, 1f, -0f, 1f, INFINITY, NAN, -INFINITY, NAN, NAN, NAN, 1e8f, NAN);
    assertThat(ScalarMath.sin(0x1p22f)).isCloseTo((float) StrictMath.sin(0x1p22), within(1e-6f));
    assertThat(ScalarMath.cos(-0x1p22f)).isCloseTo((float) StrictMath.cos(0x1p22), within(1e-6f));
  }

  private static org.assertj.core.data.Offset<Float> within(float offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  @Test
  void exactFunctionsKeepZerosAndNaN() {
    assertValues(UnaryKind.FLOOR, -0f, -0f, 0f, 0f, 0.5f, 0f, -0.5f, -1f, 2.5f, 2f, -2f, -2f, 8388607.5f, 8388607f,
        -8388607.5f, -8388608f, 1e30f, 1e30f, NAN, NAN, -INFINITY, -INFINITY, Float.MIN_VALUE, 0f,
        -Float.MIN_VALUE, -1f);
    assertValues(UnaryKind.SIGN, -0f, -0f, 0f, 0f, 3f, 1f, -1e-40f, -1f, NAN, NAN, -INFINITY, -1f);
    assertValues(UnaryKind.NEGATE, 0f, -0f, -0f, 0f, NAN, NAN, INFINITY, -INFINITY);
    assertValues(UnaryKind.ABS, -0f, 0f, -3f, 3f, NAN, NAN, -INFINITY, INFINITY);
    assertValues(UnaryKind.SQRT, -0f, -0f, -1f, NAN, INFINITY, INFINITY, 4f, 2f);
  }

  @Test
  void comparisonsAreZeroForNaNAndExtremesAreNaN() {
    assertThat(ScalarMath.apply(BinaryKind.GREATER, NAN, 1f)).isEqualTo(0f);
    assertThat(ScalarMath.apply(BinaryKind.GREATER, 2f, 1f)).isEqualTo(1f);
    assertThat(ScalarMath.apply(BinaryKind.EQUAL, NAN, NAN)).isEqualTo(0f);
    assertThat(ScalarMath.apply(BinaryKind.EQUAL, 0f, -0f)).isEqualTo(1f);
    assertThat(ScalarMath.apply(BinaryKind.MAXIMUM, NAN, 1f)).isNaN();
    assertThat(ScalarMath.apply(BinaryKind.MINIMUM, 1f, NAN)).isNaN();
    assertThat(Float.floatToIntBits(ScalarMath.apply(BinaryKind.MAXIMUM, -0f, 0f))).isZero();
    assertThat(Float.floatToIntBits(ScalarMath.apply(BinaryKind.MINIMUM, 0f, -0f))).isEqualTo(Integer.MIN_VALUE);
  }

  /// Pairs of argument and result, compared by their bits.
  private static void assertValues(UnaryKind kind, float... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      float actual = ScalarMath.apply(kind, pairs[i]);
      assertThat(Float.floatToIntBits(actual))
          .as("%s of %s is %s, expected %s", kind, pairs[i], actual, pairs[i + 1])
          .isEqualTo(Float.floatToIntBits(pairs[i + 1]));
    }
  }

  /// The distance in units of the exact result's last place; 0 if both overflow alike.
  private static double ulps(float actual, double exact) {
    if ((float) exact == actual) {
      double ulp = Math.ulp((float) exact);
      return Float.isInfinite(actual) || actual == exact ? 0 : Math.abs(actual - exact) / ulp;
    }
    if (Float.isNaN(actual) || Float.isInfinite(actual)) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.abs(actual - exact) / Math.ulp((float) exact);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  /// The Maclaurin series for small arguments, else a continued fraction of the complement, in double precision.
  static double erf(double x) {
    double a = Math.abs(x);
    if (a < 3) {
      double term = a;
      double sum = a;
      for (int n = 1; n < 200; n++) {
        term *= -a * a / n;
        sum += term / (2 * n + 1);
      }
      return Math.copySign(sum * 2 / Math.sqrt(Math.PI), x);
    }
    double fraction = 0;
    for (int k = 200; k > 0; k--) {
      fraction = k / 2.0 / (a + fraction);
    }
    return Math.copySign(1 - StrictMath.exp(-a * a) / Math.sqrt(Math.PI) / (a + fraction), x);
  }
}
