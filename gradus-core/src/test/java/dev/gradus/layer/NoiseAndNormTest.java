package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.CentralDifferences;
import dev.gradus.autodiff.Gradients;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The two layers that differ between training and inference: dropout and batch normalisation.
class NoiseAndNormTest {
  private static float[] ones(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void dropoutDropsItsRateAndScalesTheRest() {
    for (double rate : new double[] {0, 0.1, 0.5, 0.9}) {
      int n = 40_000;
      float[] y = Built.training(Layers.dropout(rate), 100).random(ones(n), n / 100, 1, 2, 3, 4);
      int dropped = 0;
      for (float number : y) {
        dropped += number == 0 ? 1 : 0;
        assertThat(number == 0 || number == (float) (1 / (1 - rate))).as("%s is 0 or 1 / (1 - %s)", number, rate).isTrue();
      }
      // Five standard deviations of a binomial count.
      assertThat((double) dropped).isCloseTo(n * rate, within(5 * Math.sqrt(n * rate * (1 - rate))));
    }
  }

  @Test
  void dropoutDoesNothingAtInference() {
    Built built = Built.of(Layers.dropout(0.5), 100);
    assertThat(built.y).isSameAs(built.x);
  }

  @Test
  void dropoutsMaskBelongsToTheSampleNotToTheBatch() {
    Built built = Built.training(Layers.dropout(0.5), 7);
    float[] whole = built.random(ones(42), 6, 1, 2, 3, 0);
    float[] first = built.random(ones(14), 2, 1, 2, 3, 0);
    float[] rest = built.random(ones(28), 4, 1, 2, 3, 2);
    assertThat(first).containsExactly(Arrays.copyOfRange(whole, 0, 14));
    assertThat(rest).containsExactly(Arrays.copyOfRange(whole, 14, 42));
  }

  @Test
  void dropoutsMaskIsNewAtEachStepSeedLayerAndSample() {
    Built built = Built.training(Layers.dropout(0.5), 64);
    float[] mask = built.random(ones(64), 1, 1, 2, 3, 0);
    assertThat(built.random(ones(64), 1, 1, 2, 3, 0)).containsExactly(mask);
    for (int[] counter : new int[][] {{1, 2, 4, 0}, {9, 2, 3, 0}, {1, 9, 3, 0}, {1, 2, 3, 1}}) {
      assertThat(built.random(ones(64), 1, counter)).isNotEqualTo(mask);
    }
    Built two = Built.training(Layers.sequential(Layers.dropout(0.5), Layers.dropout(0.5)), 64);
    float[] both = two.random(ones(64), 1, 1, 2, 3, 0);
    // Were the two masks one, only 0 and 4 in the places of the first would be left, about half.
    int left = 0;
    for (float number : both) {
      left += number != 0 ? 1 : 0;
    }
    assertThat(left).isBetween(4, 28);
  }

  @Test
  void dropoutsGradientGoesWhereTheNumbersWent() {
    Built built = Built.training(Layers.dropout(0.25), 50);
    Value gradient = Gradients.of(built.y.sum(), List.of(built.x)).getFirst();
    float[] y = built.random(ones(50), 1, 1, 2, 3, 0);
    float[] dx = new dev.gradus.Trial(
        Map.of('N', 1), Map.of("x", ones(50)), Map.of(Scope.RANDOM_INPUT, new int[] {1, 2, 3, 0}), Map.of())
        .values(List.of(gradient)).getFirst();
    assertThat(dx).containsExactly(y);
  }

  private static final double EPSILON = 1e-5;

  /// Mean, biased variance and normalised numbers of each of the last axis' channels.
  private record Moments(double[] mean, double[] variance, double[] normal) {
    static Moments of(double[] x, int channels) {
      double[] mean = new double[channels];
      double[] variance = new double[channels];
      int count = x.length / channels;
      for (int i = 0; i < x.length; i++) {
        mean[i % channels] += x[i] / count;
      }
      for (int i = 0; i < x.length; i++) {
        variance[i % channels] += Math.pow(x[i] - mean[i % channels], 2) / count;
      }
      double[] normal = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        normal[i] = (x[i] - mean[i % channels]) / Math.sqrt(variance[i % channels] + EPSILON);
      }
      return new Moments(mean, variance, normal);
    }
  }

  @Test
  void batchNormNormalisesEachChannelWhileTraining() {
    for (int[] shape : new int[][] {{3}, {2, 4, 3}}) {
      Built built = Built.training(Layers.batchNorm(), shape);
      Moments moments = Moments.of(built.input(5), 3);
      double[] gamma = built.numbers.get("batchNorm_1/gamma");
      double[] beta = built.numbers.get("batchNorm_1/beta");
      double[] expected = new double[moments.normal.length];
      Arrays.setAll(expected, i -> moments.normal[i] * gamma[i % 3] + beta[i % 3]);
      assertThat(built.output(5)).containsExactly(expected, within(1e-12));
      assertThat(built.y.shape()).isEqualTo(built.x.shape());
      assertThat(built.parameters()).isEqualTo(6);
    }
  }

  @Test
  void batchNormMovesItsRunningStatisticsWhileTraining() {
    Built built = Built.training(Layers.batchNorm().momentum(0.8), 2, 3);
    Moments moments = Moments.of(built.input(4), 3);
    Map<Variable, Value> updates = built.scope.updates();
    assertThat(updates).hasSize(2);
    for (String name : List.of("mean", "variance")) {
      double[] running = built.numbers.get("batchNorm_1/" + name);
      double[] batch = name.equals("mean") ? moments.mean : moments.variance;
      double[] expected = new double[3];
      Arrays.setAll(expected, i -> 0.8 * running[i] + 0.2 * batch[i]);
      Value next = updates.get(new Variable("batchNorm_1/" + name, Shape.of(3), Variable.Role.STATE));
      assertThat(built.evaluate(next, 4)).containsExactly(expected, within(1e-12));
    }
  }

  @Test
  void batchNormUsesItsRunningStatisticsAtInference() {
    Built built = Built.of(Layers.batchNorm().epsilon(0.01), 4, 3);
    assertThat(built.scope.updates()).isEmpty();
    double[] x = built.input(2);
    double[] expected = new double[x.length];
    Arrays.setAll(expected, i -> {
      int c = i % 3;
      double deviation = Math.sqrt(built.numbers.get("batchNorm_1/variance")[c] + 0.01);
      return (x[i] - built.numbers.get("batchNorm_1/mean")[c]) / deviation * built.numbers.get("batchNorm_1/gamma")[c]
          + built.numbers.get("batchNorm_1/beta")[c];
    });
    assertThat(built.output(2)).containsExactly(expected, within(1e-12));
  }

  @Test
  void batchNormsGradientGoesThroughTheBatchsStatistics() {
    Built built = Built.training(Layers.batchNorm(), 2, 3);
    Value weights = Value.input("weights", DType.F32, built.y.shape());
    Value loss = built.y.multiply(weights).sum();
    Map<String, double[]> inputs = new HashMap<>();
    inputs.put("x", built.input(4));
    inputs.put("weights", Built.numbers("weights", 24, -1, 1));
    CentralDifferences differences = new CentralDifferences(Map.of('N', 4), inputs, built.numbers);
    differences.check("batchNorm", loss, List.of(built.x));
    // By hand: dbeta = Σ w, dgamma = Σ w · normal.
    List<double[]> gradients = differences.gradients(
        loss, List.of(built.variables.get("batchNorm_1/beta"), built.variables.get("batchNorm_1/gamma")));
    double[] beta = new double[3];
    double[] gamma = new double[3];
    Moments moments = Moments.of(inputs.get("x"), 3);
    for (int i = 0; i < 24; i++) {
      beta[i % 3] += inputs.get("weights")[i];
      gamma[i % 3] += inputs.get("weights")[i] * moments.normal[i];
    }
    assertThat(gradients.get(0)).containsExactly(beta, within(1e-12));
    assertThat(gradients.get(1)).containsExactly(gamma, within(1e-12));
  }
}
