package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.tensor.ShapeException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The layers that add or multiply by noise while training.
class NoiseLayersTest {
  private static final int N = 40_000;

  private static float[] filled(int length, float value) {
    float[] ones = new float[length];
    Arrays.fill(ones, value);
    return ones;
  }

  private static double mean(float[] y) {
    double sum = 0;
    for (float number : y) {
      sum += number;
    }
    return sum / y.length;
  }

  private static double variance(float[] y) {
    double mean = mean(y);
    double sum = 0;
    for (float number : y) {
      sum += (number - mean) * (number - mean);
    }
    return sum / y.length;
  }

  static Stream<Arguments> silent() {
    return Stream.of(
        Arguments.of(Layers.spatialDropout(0.5)), Arguments.of(Layers.alphaDropout(0.5)), Arguments.of(Layers.gaussianNoise(0.5)),
        Arguments.of(Layers.gaussianDropout(0.5)));
  }

  @ParameterizedTest
  @MethodSource("silent")
  void nothingHappensAtInference(Layer layer) {
    Built built = Built.of(layer, 3, 4);
    assertThat(built.y).isSameAs(built.x);
  }

  static Stream<Arguments> random() {
    return Stream.concat(silent(), Stream.of(
        Arguments.of(Layers.dropConnect(5, 0.5)),
        Arguments.of(Layers.stochasticDepth(0.5, Layers.tanh())),
        Arguments.of(Layers.stochasticDepth(0.5, Layers.dense(4)))));
  }

  @ParameterizedTest
  @MethodSource("random")
  void itsGradientGoesWhereTheNumbersWent(Layer layer) {
    Gradient.check(Built.training(layer, 3, 4), 6);
  }

  @ParameterizedTest
  @MethodSource("silent")
  void theNoiseBelongsToTheSampleAndIsNewAtEachStep(Layer layer) {
    Built built = Built.training(layer, 4, 16);
    float[] whole = built.random(filled(384, 1), 6, 1, 2, 3, 0);
    assertThat(built.random(filled(256, 1), 4, 1, 2, 3, 2)).containsExactly(Arrays.copyOfRange(whole, 128, 384));
    assertThat(built.random(filled(384, 1), 6, 1, 2, 4, 0)).isNotEqualTo(whole);
    assertThat(built.random(filled(384, 1), 6, 9, 2, 3, 0)).isNotEqualTo(whole);
  }

  @Test
  void spatialDropoutDropsWholeChannels() {
    int batch = 500;
    float[] y = Built.training(Layers.spatialDropout(0.25), 2, 3, 8).random(filled(batch * 48, 3), batch, 1, 2, 3, 0);
    int dropped = 0;
    for (int n = 0; n < batch; n++) {
      for (int c = 0; c < 8; c++) {
        float first = y[n * 48 + c];
        assertThat(first).isIn(0f, 4f);
        for (int pixel = 1; pixel < 6; pixel++) {
          assertThat(y[n * 48 + pixel * 8 + c]).isEqualTo(first);
        }
        dropped += first == 0 ? 1 : 0;
      }
    }
    int count = batch * 8;
    assertThat((double) dropped).isCloseTo(count * 0.25, within(5 * Math.sqrt(count * 0.25 * 0.75)));
  }

  /// Normal numbers keep mean 0 and variance 1, within five standard deviations of the samples'; what is dropped is all
  /// alike.
  @Test
  void alphaDropoutKeepsMeanAndVariance() {
    float[] x = new float[N];
    var random = new dev.gradus.random.RandomStream(7, "normal");
    for (int i = 0; i < N; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (double rate : new double[] {0.05, 0.1, 0.5}) {
      float[] y = Built.training(Layers.alphaDropout(rate), 100).random(x, N / 100, 1, 2, 3, 4);
      assertThat(mean(y)).as("rate %s", rate).isCloseTo(0, within(5 / Math.sqrt(N)));
      assertThat(variance(y)).as("rate %s", rate).isCloseTo(1, within(5 * Math.sqrt(2.0 / N)));
      // By hand from the paper's a and b.
      double low = -1.7580993408473766;
      double a = Math.pow((1 - rate) * (1 + rate * low * low), -0.5);
      double b = -a * rate * low;
      int dropped = 0;
      for (int i = 0; i < N; i++) {
        boolean away = Math.abs(y[i] - (a * low + b)) < 1e-6;
        dropped += away ? 1 : 0;
        if (!away) {
          assertThat((double) y[i]).isCloseTo(a * x[i] + b, within(2e-6));
        }
      }
      assertThat((double) dropped).isCloseTo(N * rate, within(5 * Math.sqrt(N * rate * (1 - rate))));
    }
    float[] kept = Built.training(Layers.alphaDropout(0), 100).random(x, N / 100, 1, 2, 3, 4);
    assertThat(kept).containsExactly(x);
  }

  @Test
  void gaussianNoiseHasItsDeviationWhateverTheNumber() {
    for (float x : new float[] {0, 10}) {
      float[] y = Built.training(Layers.gaussianNoise(0.3), 100).random(filled(N, x), N / 100, 1, 2, 3, 4);
      assertThat(mean(y)).isCloseTo(x, within(5 * 0.3 / Math.sqrt(N)));
      assertThat(variance(y)).isCloseTo(0.09, within(5 * 0.09 * Math.sqrt(2.0 / N) + 1e-5));
    }
  }

  /// Dropout of rate p gives x · x · p / (1 - p) of variance: 4 · 1/3.
  @Test
  void gaussianDropoutHasTheVarianceOfDropout() {
    float[] y = Built.training(Layers.gaussianDropout(0.25), 100).random(filled(N, 2), N / 100, 1, 2, 3, 4);
    double variance = 4 / 3.0;
    assertThat(mean(y)).isCloseTo(2, within(5 * Math.sqrt(variance / N)));
    assertThat(variance(y)).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / N)));
  }

  /// Rows of the identity show the connections as they are.
  @Test
  void dropConnectDropsConnectionsForTheWholeBatch() {
    Built built = Built.training(Layers.dropConnect(50, 0.2), 40);
    double[] kernel = built.numbers.get("dropConnect_1/kernel");
    double[] bias = built.numbers.get("dropConnect_1/bias");
    double[] twice = new double[2 * 40 * 40];
    for (int i = 0; i < 80; i++) {
      twice[i * 40 + i % 40] = 1;
    }
    var inputs = java.util.Map.of("x", twice, Scope.RANDOM_INPUT, new double[] {1, 2, 3, 0});
    double[] y = dev.gradus.backend.reference.Reference
        .evaluateAll(java.util.List.of(built.y), java.util.Map.of('N', 80), inputs, built.numbers).getFirst();
    int dropped = 0;
    for (int i = 0; i < 2000; i++) {
      double seen = y[i] - bias[i % 50];
      assertThat(y[i + 2000]).isEqualTo(y[i]);
      if (Math.abs(seen) < 1e-12) {
        dropped++;
      } else {
        assertThat(seen).isCloseTo(kernel[i] / 0.8, within(1e-12));
      }
    }
    assertThat((double) dropped).isCloseTo(400, within(5 * Math.sqrt(2000 * 0.2 * 0.8)));
  }

  @Test
  void dropConnectIsDenseAtInference() {
    Built one = Built.of(Layers.dropConnect(5, 0.5), 2, 4);
    Built other = Built.of(Layers.dense(5), 2, 4);
    other.numbers.put("dense_1/kernel", one.numbers.get("dropConnect_1/kernel"));
    other.numbers.put("dense_1/bias", one.numbers.get("dropConnect_1/bias"));
    assertThat(one.output(3)).containsExactly(other.output(3));
    assertThat(one.parameters()).isEqualTo(25);
    assertThat(Built.of(Layers.dropConnect(5, 0.5).withoutBias(), 4).parameters()).isEqualTo(20);
  }

  @Test
  void stochasticDepthSkipsTheBlockForWholeExamples() {
    int batch = 2000;
    float[] y = Built.training(Layers.stochasticDepth(0.8, (_, x) -> x.multiply(4)), 2, 3).random(filled(batch * 6, 1), batch, 1, 2, 3, 0);
    int survived = 0;
    for (int n = 0; n < batch; n++) {
      // 1 + 4 / 0.8, or 1 alone.
      Set<Float> row = new HashSet<>();
      for (int i = 0; i < 6; i++) {
        row.add(y[n * 6 + i]);
      }
      assertThat(row).hasSize(1).isSubsetOf(1f, 6f);
      survived += row.contains(6f) ? 1 : 0;
    }
    assertThat((double) survived).isCloseTo(batch * 0.8, within(5 * Math.sqrt(batch * 0.8 * 0.2)));
  }

  @Test
  void stochasticDepthIsResidualAtInference() {
    Layer block = Layers.sequential(Layers.dense(3), Layers.tanh());
    Built one = Built.of(Layers.stochasticDepth(0.5, block).shortcut(Layers.dense(3)), 4);
    assertThat(one.variables.keySet()).containsExactlyElementsOf(
        Built.training(Layers.stochasticDepth(0.5, block).shortcut(Layers.dense(3)), 4).variables.keySet());
    Built other = Built.of(Layers.residual(block, Layers.dense(3)), 4);
    one.numbers.forEach((path, numbers) -> other.numbers.put(path.replace("stochasticDepth", "residual"), numbers));
    assertThat(one.output(3)).containsExactly(other.output(3));
  }

  @Test
  void wrongSettingsAreRefused() {
    refused("the dropout rate must be in [0.0, 1.0), not 1.0", () -> Layers.spatialDropout(1));
    refused("the dropout rate must be in [0.0, 1.0), not -0.5", () -> Layers.alphaDropout(-0.5));
    refused("the dropout rate must be in [0.0, 1.0), not 1.0", () -> Layers.gaussianDropout(1));
    refused("the deviation must be in [0.0, Infinity), not -1.0", () -> Layers.gaussianNoise(-1));
    refused("the rate of dropped connections must be in [0.0, 1.0), not 1.0", () -> Layers.dropConnect(3, 1));
    refused("units must be at least 1, not 0", () -> Layers.dropConnect(0, 0.5));
    refused("the survival probability must be in (0, 1], not 0.0", () -> Layers.stochasticDepth(0, Layers.relu()));
    refused("the survival probability must be in (0, 1], not NaN", () -> Layers.stochasticDepth(Double.NaN, Layers.relu()));
    wrong("layer at \"spatialDropout_1\" expects an input [N, ..., channels] with pixels, got [N, 5]", Layers.spatialDropout(0.5), 5);
    wrong("layer at \"dropConnect_1\" expects an input [N, ..., features], got [N]", Layers.dropConnect(3, 0.5));
    wrong("residual at \"stochasticDepth_1\": shapes differ: block [N, 4], shortcut [N, 3]. Give the shortcut a 1x1 convolution?",
        Layers.stochasticDepth(0.5, Layers.dense(4)), 3);
  }

  private static void refused(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }

  private static void wrong(String message, Layer layer, int... input) {
    assertThatThrownBy(() -> Built.training(layer, input)).isExactlyInstanceOf(ShapeException.class).hasMessage(message);
  }
}
