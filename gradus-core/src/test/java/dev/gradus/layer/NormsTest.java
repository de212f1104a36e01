package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.tensor.ShapeException;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Layer, group and instance normalisation, and weight standardisation, by their formulas in double.
class NormsTest {
  /// Each number less the mean of its set and divided by the set's deviation; `set` tells each number's set.
  private static double[] normalised(double[] x, double epsilon, IntUnaryOperator set) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double sum = 0;
      double square = 0;
      int count = 0;
      for (int j = 0; j < x.length; j++) {
        if (set.applyAsInt(j) == set.applyAsInt(i)) {
          sum += x[j];
          square += x[j] * x[j];
          count++;
        }
      }
      double mean = sum / count;
      y[i] = (x[i] - mean) / Math.sqrt(square / count - mean * mean + epsilon);
    }
    return y;
  }

  private static void check(Built built, String name, double epsilon, int channels, IntUnaryOperator set) {
    double[] normal = normalised(built.input(3), epsilon, set);
    double[] gamma = built.numbers.get(name + "/gamma");
    double[] beta = built.numbers.get(name + "/beta");
    double[] expected = new double[normal.length];
    Arrays.setAll(expected, i -> normal[i] * gamma[i % channels] + beta[i % channels]);
    assertThat(built.output(3)).containsExactly(expected, within(1e-10));
    assertThat(built.y.shape()).isEqualTo(built.x.shape());
    assertThat(built.parameters()).isEqualTo(2L * channels);
    Gradient.check(built, 3);
  }

  @ParameterizedTest
  @EnumSource
  void layerNormNormalisesTheLastAxis(Mode mode) {
    check(new Built(Layers.layerNorm(), mode, dev.gradus.tensor.Shape.of(6)), "layerNorm_1", 1e-5, 6, i -> i / 6);
    check(new Built(Layers.layerNorm().epsilon(0.1), mode, dev.gradus.tensor.Shape.of(2, 4)), "layerNorm_1", 0.1, 4, i -> i / 4);
  }

  @ParameterizedTest
  @EnumSource
  void groupNormNormalisesNeighbouringChannelsOfAnExample(Mode mode) {
    // Numbers [3, 2, 3, 4] in two groups of two channels.
    check(new Built(Layers.groupNorm(2), mode, dev.gradus.tensor.Shape.of(2, 3, 4)), "groupNorm_1", 1e-5, 4, i -> i / 24 * 2 + i % 4 / 2);
    check(new Built(Layers.groupNorm(3).epsilon(0.1), mode, dev.gradus.tensor.Shape.of(6)), "groupNorm_1", 0.1, 6, i -> i / 6 * 3 + i % 6 / 2);
  }

  @ParameterizedTest
  @EnumSource
  void instanceNormNormalisesEachChannelOfAnExample(Mode mode) {
    check(new Built(Layers.instanceNorm(), mode, dev.gradus.tensor.Shape.of(2, 3, 2)), "instanceNorm_1", 1e-5, 2, i -> i / 12 * 2 + i % 2);
    check(new Built(Layers.instanceNorm().epsilon(0.1), mode, dev.gradus.tensor.Shape.of(5, 2)), "instanceNorm_1", 0.1, 2, i -> i / 10 * 2 + i % 2);
  }

  @Test
  void standardisedFiltersHaveMeanZeroAndVarianceOne() {
    Built plain = Built.of(Layers.conv2d(3, 2), 3, 3, 2);
    Built standardised = Built.of(Layers.conv2d(3, 2).standardised(), 3, 3, 2);
    double[] filter = standardised.numbers.get("conv2d_1/filter");
    plain.numbers.put("conv2d_1/filter", normalised(filter, 1e-5, i -> i % 3));
    assertThat(standardised.output(2)).containsExactly(plain.output(2), within(1e-10));
    assertThat(standardised.parameters()).isEqualTo(plain.parameters());
    Gradient.check(standardised, 2);
  }

  @Test
  void standardisationStaysWithTheOtherOptions() {
    Conv2d all = Layers.conv2d(4, 3).standardised().stride(2).padding(Padding.VALID).dilation(2).groups(2).withoutBias()
        .initializer(dev.gradus.initializer.Initializers.ones());
    assertThat(all.weights()).isEqualTo(Conv2d.Weights.STANDARDISED);
    assertThat(Layers.conv2d(4, 3).weights()).isEqualTo(Conv2d.Weights.AS_LEARNED);
    assertThat(all.strideX() + all.dilationY() + all.groups()).isEqualTo(6);
  }

  @Test
  void defaultsAreThoseThatAreDocumented() {
    assertThat(Layers.layerNorm()).isEqualTo(new LayerNorm(1e-5));
    assertThat(Layers.groupNorm()).isEqualTo(new GroupNorm(32, 1e-5));
    assertThat(Layers.instanceNorm()).isEqualTo(new InstanceNorm(1e-5));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    wrong("GroupNorm at \"groupNorm_1\": channels (=6) must be divisible by groups (=4)", Layers.groupNorm(4), 6);
    wrong("layer at \"groupNorm_1\" expects an input [N, ..., channels], got [N]", Layers.groupNorm(4));
    wrong("layer at \"layerNorm_1\" expects an input [N, ..., features], got [N]", Layers.layerNorm());
    wrong("layer at \"instanceNorm_1\" expects an input [N, ..., channels] with pixels, got [N, 5]", Layers.instanceNorm(), 5);
    assertThatThrownBy(() -> Layers.groupNorm(0)).isExactlyInstanceOf(GradusException.class).hasMessage("groups must be at least 1, not 0");
    assertThatThrownBy(() -> Layers.layerNorm().epsilon(-1)).isExactlyInstanceOf(GradusException.class).hasMessage("epsilon must be positive, not -1.0");
    assertThatThrownBy(() -> Layers.instanceNorm().epsilon(0)).hasMessage("epsilon must be positive, not 0.0");
    assertThatThrownBy(() -> Layers.groupNorm().epsilon(Double.NaN)).hasMessage("epsilon must be positive, not NaN");
  }

  private static void wrong(String message, Layer layer, int... input) {
    assertThatThrownBy(() -> Built.of(layer, input)).isExactlyInstanceOf(ShapeException.class).hasMessage(message);
  }
}
