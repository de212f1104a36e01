package dev.gradus.train;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.gaussianWithVariance;
import static dev.gradus.loss.Losses.huber;
import static dev.gradus.loss.Losses.meanAbsoluteError;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.loss.Losses.mixtureDensity;
import static dev.gradus.loss.Losses.poisson;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.diagnose.Diagnosis;
import dev.gradus.loss.Loss;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Ordinary trainings are neither stopped nor warned of.
class NoFalseAlarmTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);

  private static List<Diagnosis> warnings(Trainer trainer, Dataset data) {
    List<Diagnosis> warnings = new ArrayList<>();
    trainer.listener(new Listener() {
      @Override
      public void warned(Training training, Diagnosis diagnosis) {
        warnings.add(diagnosis);
      }
    }).fit(data);
    return warnings;
  }

  /// Targets scale · (x_0 - x_1 + noise), with rare ones a hundred times as far out.
  private static Dataset numbers(int count, double scale, boolean positive) {
    RandomStream random = new RandomStream(3, "numbers");
    float[] inputs = new float[3 * count];
    float[] targets = new float[count];
    for (int i = 0; i < count; i++) {
      for (int axis = 0; axis < 3; axis++) {
        inputs[3 * i + axis] = (float) random.nextGaussian();
      }
      double target = scale * (inputs[3 * i] - inputs[3 * i + 1] + 0.1 * random.nextGaussian()) * (i % 97 == 0 ? 100 : 1);
      targets[i] = (float) (positive ? Math.floor(Math.abs(target)) : target);
    }
    return Dataset.of(Tensor.of(Shape.of(count, 3), inputs), Tensor.of(Shape.of(count, 1), targets));
  }

  static Stream<Arguments> regressions() {
    return Stream.of(
        Arguments.of(meanSquaredError(), 1, 1e5, adam(1e-3)), Arguments.of(meanSquaredError(), 1, 1e-5, adam(1e-3)),
        Arguments.of(meanSquaredError(), 1, 1, gradientDescent(1e-3)), Arguments.of(meanAbsoluteError(), 1, 1e6, adam(1e-2)),
        Arguments.of(huber(), 1, 1e3, adam(1e-2)), Arguments.of(poisson(), 1, 3, adam(1e-3)),
        Arguments.of(gaussianWithVariance(), 2, 1, adam(1e-3)), Arguments.of(mixtureDensity(2), 6, 1, adam(1e-3)));
  }

  @ParameterizedTest
  @MethodSource("regressions")
  void regressionsOfAnyScaleRunThrough(Loss loss, int outputs, double scale, Optimizer optimizer) {
    for (int batch : new int[] {1, 32, Trainer.WHOLE_SET}) {
      Model model = Model.create(sequential(dense(16), relu(), dense(outputs)), Shape.of(3), Seed.seed(2));
      assertThat(warnings(Trainer.of(model).loss(loss).optimizer(optimizer).execution(ONE).batchSize(batch).epochs(4),
          numbers(400, scale, loss.name().equals("poisson")))).as("batches of %d", batch).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Nets.class)
  void netsOfAllLayersRunThrough(Nets net) {
    assertThat(warnings(Trainer.of(net.model()).loss(softmaxCrossEntropy()).optimizer(net.optimizer()).execution(Execution.best())
        .batchSize(16).epochs(2), net.data(48))).isEmpty();
  }

  /// A trained model has next to no loss, and any step makes it many times as large.
  @Test
  void goingOnFromAPerfectModelRunsThrough() {
    Model model = Model.create(dense(1), Shape.of(3), Seed.seed(2));
    Dataset zeros = Dataset.of(Tensor.of(Shape.of(200, 3), inputs(200)), Tensor.of(Shape.of(200, 1), new float[200]));
    model.variables().values().forEach(tensor -> java.util.Arrays.fill(tensor.floats(), 1e-6f));
    assertThat(warnings(Trainer.of(model).loss(meanSquaredError()).optimizer(adam(1e-3)).execution(ONE).epochs(5), zeros)).isEmpty();
  }

  private static float[] inputs(int count) {
    RandomStream random = new RandomStream(4, "inputs");
    float[] inputs = new float[3 * count];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) random.nextGaussian();
    }
    return inputs;
  }
}
