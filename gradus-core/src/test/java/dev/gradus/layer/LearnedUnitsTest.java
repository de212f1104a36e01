package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import org.junit.jupiter.api.Test;

/// Hidden units with parameters: parametric ReLU and maxout.
class LearnedUnitsTest {
  @Test
  void parametricReluHasOneSlopeOrOneForEachChannel() {
    for (boolean channels : new boolean[] {false, true}) {
      Built built = Built.of(channels ? Layers.parametricRelu().perChannel() : Layers.parametricRelu(), 2, 3);
      assertThat(built.parameters()).isEqualTo(channels ? 3 : 1);
      double[] slope = built.numbers.get("parametricRelu_1/slope");
      double[] x = built.input(4);
      double[] expected = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        expected[i] = Math.max(0, x[i]) + slope[channels ? i % 3 : 0] * Math.min(0, x[i]);
      }
      assertThat(built.output(4)).containsExactly(expected, within(1e-12));
      Gradient.check(built, 4);
    }
  }

  @Test
  void parametricRelusSlopeStartsAtAQuarter() {
    assertThat(Layers.parametricRelu()).isEqualTo(new ParametricRelu(ParametricRelu.Sharing.ALL, 0.25));
    Built built = Built.of(Layers.parametricRelu().perChannel().initial(0.125), 3);
    float[] first = new float[3];
    built.initializers.get("parametricRelu_1/slope").fill(first, Shape.of(3), new dev.gradus.random.RandomStream(1, "x"));
    assertThat(first).containsOnly(0.125f);
  }

  @Test
  void maxoutTakesTheLargestOfItsPieces() {
    Built built = Built.of(Layers.maxout(2, 3), 4, 5);
    assertThat(built.y.shape()).isEqualTo(Shape.of(4, 2).batched());
    assertThat(built.parameters()).isEqualTo(5 * 6 + 6);
    double[] kernel = built.numbers.get("maxout_1/kernel");
    double[] bias = built.numbers.get("maxout_1/bias");
    double[] x = built.input(3);
    double[] expected = new double[3 * 4 * 2];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Double.NEGATIVE_INFINITY;
      for (int piece = 0; piece < 3; piece++) {
        int output = i % 2 * 3 + piece;
        double sum = bias[output];
        for (int k = 0; k < 5; k++) {
          sum += x[i / 2 * 5 + k] * kernel[k * 6 + output];
        }
        expected[i] = Math.max(expected[i], sum);
      }
    }
    assertThat(built.output(3)).containsExactly(expected, within(1e-12));
    Gradient.check(built, 3);
  }

  /// |x| is the larger of two lines.
  @Test
  void maxoutOfTwoPiecesCanBeTheAbsoluteValue() {
    Built built = Built.of(Layers.maxout(1, 2), 1);
    built.numbers.put("maxout_1/kernel", new double[] {1, -1});
    built.numbers.put("maxout_1/bias", new double[] {0, 0});
    double[] x = built.input(5);
    assertThat(built.output(5)).containsExactly(java.util.Arrays.stream(x).map(Math::abs).toArray());
  }

  @Test
  void wrongSettingsAreRefused() {
    refused("units must be at least 1, not 0", () -> Layers.maxout(0, 2));
    refused("pieces must be at least 1, not 0", () -> Layers.maxout(3, 0));
    refused("the initial slope must be a finite number, not NaN", () -> Layers.parametricRelu().initial(Double.NaN));
    refused("alpha must be a finite number, not Infinity", () -> Layers.generalisedRelu(Double.POSITIVE_INFINITY));
    refused("alpha must be positive, not 0.0", () -> Layers.elu(0));
    refused("alpha must be positive, not -1.0", () -> Layers.celu(-1));
    assertThatThrownBy(() -> Built.of(Layers.maxout(3, 2))).isExactlyInstanceOf(ShapeException.class)
        .hasMessage("layer at \"maxout_1\" expects an input [N, ..., features], got [N]");
    assertThatThrownBy(() -> Built.of(Layers.parametricRelu().perChannel())).isExactlyInstanceOf(ShapeException.class)
        .hasMessage("layer at \"parametricRelu_1\" expects an input [N, ..., channels], got [N]");
  }

  private static void refused(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }
}
