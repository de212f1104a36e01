package dev.gradus.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.activation.Activations;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The initialisers that don't follow from the fans, and the gains.
class GivenInitializersTest {
  private static float[] filled(Initializer initializer, int... lengths) {
    Shape shape = Shape.of(lengths);
    float[] values = new float[shape.size()];
    Arrays.fill(values, Float.NaN);
    initializer.fill(values, shape, new RandomStream(9, "initial"));
    return values;
  }

  private static double moment(float[] values, int power) {
    double sum = 0;
    for (float value : values) {
      sum += Math.pow(value, power) / values.length;
    }
    return sum;
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /// Means and variances within five standard deviations of those of the samples.
  @Test
  void uniformAndNormalHaveTheGivenWidth() {
    int n = 40_000;
    float[] uniform = filled(Initializers.uniform(0.3), n);
    assertThat(largest(uniform)).isBetween(0.2999, 0.3 * (1 + 1e-7));
    assertThat(moment(uniform, 1)).isCloseTo(0, within(5 * 0.3 / Math.sqrt(3.0 * n)));
    assertThat(moment(uniform, 2)).isCloseTo(0.03, within(5 * 0.03 * Math.sqrt(0.8 / n)));
    float[] normal = filled(Initializers.normal(0.3), n);
    assertThat(largest(normal)).isGreaterThan(0.9);
    assertThat(moment(normal, 1)).isCloseTo(0, within(5 * 0.3 / Math.sqrt(n)));
    assertThat(moment(normal, 2)).isCloseTo(0.09, within(5 * 0.09 * Math.sqrt(2.0 / n)));
  }

  /// The variance of a normal number cut at ±2 is 1 - 2 · 2 · φ(2) / (2 · Φ(2) - 1) = 0.773741.
  @Test
  void truncatedNormalHasNothingBeyondTwoDeviations() {
    int n = 40_000;
    float[] values = filled(Initializers.truncatedNormal(0.3), n);
    assertThat(largest(values)).isBetween(0.599, 0.6 * (1 + 1e-7));
    double variance = 0.773741 * 0.09;
    // The documented factor.
    assertThat(Math.sqrt(0.773741)).isCloseTo(0.879626, within(1e-6));
    assertThat(moment(values, 1)).isCloseTo(0, within(5 * Math.sqrt(variance / n)));
    assertThat(moment(values, 2)).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / n)));
  }

  @ParameterizedTest
  @CsvSource({"7,7", "20,5", "5,20", "1,6", "6,1", "120,100"})
  void orthogonalColumnsOrRowsHaveLengthOneAndNothingInCommon(int rows, int out) {
    float[] values = filled(Initializers.orthogonal(), rows, out);
    boolean columns = rows >= out;
    int count = Math.min(rows, out);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        double product = 0;
        for (int i = 0; i < Math.max(rows, out); i++) {
          product += (double) values[columns ? i * out + a : a * out + i] * values[columns ? i * out + b : b * out + i];
        }
        assertThat(product).as("product of %d and %d", a, b).isCloseTo(a == b ? 1 : 0, within(1e-6));
      }
    }
  }

  @Test
  void orthogonalTakesTheAxesBeforeTheLastAsOne() {
    assertThat(filled(Initializers.orthogonal(), 3, 2, 4, 5)).isEqualTo(filled(Initializers.orthogonal(), 24, 5));
    assertThat(filled(Initializers.orthogonal(), 0, 5)).isEmpty();
    assertThat(Math.abs(filled(Initializers.orthogonal())[0])).isEqualTo(1);
    assertThat(Math.sqrt(moment(filled(Initializers.orthogonal(), 9), 2) * 9)).isCloseTo(1, within(1e-6));
  }

  /// Uniform over all orthogonal matrices: the mean of each element is 0. Without the sign fixed, the first column's would
  /// not be.
  @Test
  void orthogonalPrefersNoDirection() {
    int n = 4000;
    double[] mean = new double[4];
    for (int k = 0; k < n; k++) {
      float[] values = new float[4];
      Initializers.orthogonal().fill(values, Shape.of(2, 2), new RandomStream(k, "many"));
      for (int i = 0; i < 4; i++) {
        mean[i] += values[i] / n;
      }
    }
    // The variance of an element is 1/2.
    assertThat(mean).containsExactly(new double[4], within(5 * Math.sqrt(0.5 / n)));
  }

  @Test
  void identityHasOnesOnTheDiagonalOfTheMiddleTap() {
    assertThat(filled(Initializers.identity(), 2, 3)).containsExactly(1, 0, 0, 0, 1, 0);
    assertThat(filled(Initializers.identity(), 3, 2)).containsExactly(1, 0, 0, 1, 0, 0);
    float[] filter = filled(Initializers.identity(), 3, 4, 2, 2);
    Set<Integer> ones = new HashSet<>();
    for (int i = 0; i < filter.length; i++) {
      assertThat(filter[i]).isIn(0f, 1f);
      if (filter[i] == 1) {
        ones.add(i);
      }
    }
    // Row 1, column 1: tap 1 · 4 + 1 = 5.
    assertThat(ones).containsExactlyInAnyOrder(5 * 4, 5 * 4 + 3);
    refused("the identity initialiser needs at least 2 axes, [..., in, out], not [3]", () -> filled(Initializers.identity(), 3));
  }

  @Test
  void scaledMultiplies() {
    float[] plain = filled(Initializers.heNormal(), 5, 6);
    float[] scaled = filled(Initializers.scaled(Initializers.heNormal(), -2), 5, 6);
    for (int i = 0; i < plain.length; i++) {
      assertThat(scaled[i]).isEqualTo(-2 * plain[i]);
    }
  }

  /// The rule of the documentation, 1 / √E[f(z)²], by a sum over a fine grid.
  @Test
  void gainsFollowTheRule() {
    Map<String, UnaryOperator<Value>> functions = new LinkedHashMap<>();
    functions.put("relu", Activations::relu);
    functions.put("leakyRelu", x -> Activations.leakyRelu(x, 0.01));
    functions.put("generalisedRelu", x -> Activations.generalisedRelu(x, 0.1));
    functions.put("parametricRelu", x -> Activations.generalisedRelu(x, 0.25));
    functions.put("absoluteValue", Activations::absoluteValue);
    functions.put("elu", x -> Activations.elu(x, 1));
    functions.put("celu", x -> Activations.celu(x, 1));
    functions.put("selu", Activations::selu);
    functions.put("gelu", Activations::gelu);
    functions.put("geluTanh", Activations::geluTanh);
    functions.put("silu", Activations::silu);
    functions.put("mish", Activations::mish);
    functions.put("hardSwish", Activations::hardSwish);
    functions.put("softplus", Activations::softplus);
    functions.put("softsign", Activations::softsign);
    functions.put("hardTanh", Activations::hardTanh);
    double[] xs = new double[48_001];
    Arrays.setAll(xs, i -> (i - 24_000) / 2000.0);
    Value x = Value.input("x", DType.F32, Shape.of(xs.length));
    functions.forEach((name, function) -> {
      double[] ys = Reference.evaluateAll(List.of(function.apply(x)), Map.of(), Map.of("x", xs), Map.of()).getFirst();
      double square = 0;
      for (int i = 0; i < xs.length; i++) {
        square += Math.exp(-xs[i] * xs[i] / 2) / Math.sqrt(2 * Math.PI) / 2000 * ys[i] * ys[i];
      }
      assertThat(Initializers.gain(name)).as(name).isCloseTo(1 / Math.sqrt(square), within(1e-6));
    });
    Map<String, Double> custom = Map.of("linear", 1.0, "sigmoid", 1.0, "hardSigmoid", 1.0, "softmax", 1.0, "tanh", 5 / 3.0, "maxout", 1.0);
    custom.forEach((name, gain) -> assertThat(Initializers.gain(name)).as(name).isEqualTo(gain));
    Set<String> tested = new HashSet<>(functions.keySet());
    tested.addAll(custom.keySet());
    assertThat(Gains.TABLE.keySet()).isEqualTo(tested);
  }

  @Test
  void wrongSettingsAreRefused() {
    refused("the limit must be at least 0, not -1.0", () -> Initializers.uniform(-1));
    refused("the deviation must be at least 0, not NaN", () -> Initializers.normal(Double.NaN));
    refused("the deviation must be at least 0, not Infinity", () -> Initializers.truncatedNormal(Double.POSITIVE_INFINITY));
    refused("the gain must be a finite number, not NaN", () -> Initializers.scaled(Initializers.ones(), Double.NaN));
    refused("no gain is known for the activation \"rellu\"; known are absoluteValue, celu, elu, gelu, geluTanh, generalisedRelu, "
        + "hardSigmoid, hardSwish, hardTanh, leakyRelu, linear, maxout, mish, parametricRelu, relu, selu, sigmoid, silu, softmax, "
        + "softplus, softsign, tanh", () -> Initializers.gain("rellu"));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }
}
