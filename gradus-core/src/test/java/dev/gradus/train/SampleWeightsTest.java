package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.CentralDifferences;
import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Graph;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Layers;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Metrics;
import dev.gradus.model.Goal;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SampleWeightsTest {
  private static final float[] X = {1, -2, 0.5f};
  private static final float[] T = {2, 1, -1};

  private static Dataset data(float[] x, float[] t) {
    return Dataset.of(Tensor.of(Shape.of(x.length, 1), x), Tensor.of(Shape.of(t.length), t));
  }

  /// y = a · x with a = 3 at first.
  private static Model line() {
    return Model.create(Layers.dense(1).withoutBias().initializer(Initializers.constant(3)), Shape.of(1), Seed.seed(1));
  }

  private static TrainingReport step(Model model, Dataset data) {
    return Trainer.of(model).loss(Losses.meanSquaredError()).metrics(Metrics.meanAbsoluteError()).optimizer(Optimizers.gradientDescent(0.1))
        .batchSize(Trainer.WHOLE_SET).execution(new Execution(Backend.best(), 1)).fit(data);
  }

  private static float slope(Model model) {
    return model.variables().values().iterator().next().floats()[0];
  }

  @Test
  void theLossIsTheWeightedMean() {
    float[] w = {2, 0.5f, 1};
    double sum = 0;
    double gradient = 0;
    for (int i = 0; i < 3; i++) {
      sum += w[i] * (3 * X[i] - T[i]) * (3 * X[i] - T[i]);
      gradient += w[i] * 2 * (3 * X[i] - T[i]) * X[i];
    }
    Model model = line();
    model.learns(Losses.meanSquaredError(), List.of(), data(X, T));
    assertThat(model.evaluate(data(X, T).withWeights(w)).loss()).isCloseTo(sum / 3.5, within(1e-6));
    TrainingReport report = step(model, data(X, T).withWeights(w));
    assertThat(slope(model)).isCloseTo((float) (3 - 0.1 * gradient / 3.5), within(1e-6f));
    assertThat(report.history().getFirst().loss()).isCloseTo(sum / 3.5, within(1e-5));
    assertThat(report.history().getFirst().metrics().get("meanAbsoluteError")).as("metrics are not weighted")
        .isCloseTo((1 + 7 + 2.5) / 3, within(1e-6));
  }

  @Test
  void theLossOfAnEpochCountsBatchesByTheirWeights() {
    Model model = line();
    TrainingReport report = Trainer.of(model).loss(Losses.meanSquaredError()).optimizer(Optimizers.gradientDescent(1e-12)).batchSize(1)
        .execution(new Execution(Backend.best(), 1)).fit(data(X, T).withWeights(2, 0, 1));
    assertThat(report.history().getFirst().loss()).isCloseTo((2 * 1 + 1 * 6.25) / 3, within(1e-5));
    assertThat(model.evaluate(data(X, T).withWeights(2, 0, 1)).loss()).isCloseTo((2 * 1 + 1 * 6.25) / 3, within(1e-5));
  }

  @Test
  void aWeightOfTwoIsAnExampleTwiceAndOfNoneNoExample() {
    Model weighted = line();
    step(weighted, data(X, T).withWeights(2, 0, 1));
    Model repeated = line();
    step(repeated, data(new float[] {1, 1, 0.5f}, new float[] {2, 2, -1}));
    assertThat(slope(weighted)).isNotEqualTo(3f).isCloseTo(slope(repeated), within(1e-6f));
  }

  @Test
  void aBatchWithoutWeightTeachesNothing() {
    Model model = line();
    step(model, data(X, T).withWeights(0, 0, 0));
    assertThat(slope(model)).isEqualTo(3f);
  }

  @Test
  void itsGradientIsThatOfCentralDifferences() {
    Model model = line();
    Dataset data = data(X, T).withWeights(2, 0.5f, 1);
    Graph step = TrainingStep.build(
        model, Map.of(Model.OUTPUT, new Goal(Losses.logCosh(), 1, List.of())), Optimizers.gradientDescent(0.1), data, OptionalDouble.empty(), false);
    new CentralDifferences(Map.of('N', 3),
        Map.of(Model.INPUT, new double[] {1, -2, 0.5}, Model.TARGET, new double[] {2, 1, -1}, Model.WEIGHT, new double[] {2, 0.5, 1}),
        Map.of(model.variables().keySet().iterator().next(), new double[] {3}))
        .check("weighted mean", step.outputs().get(Model.LOSS),
            List.of(step.inputs().get(Model.INPUT), step.inputs().get(Model.WEIGHT)));
  }

  @Test
  void aSelectionKeepsTheWeights() {
    Dataset some = data(X, T).withWeights(2, 0.5f, 1).select(new int[] {2, 0});
    assertThat(some.hasWeights()).isTrue();
    assertThat(some.weight(0)).isEqualTo(1);
    assertThat(some.weight(1)).isEqualTo(2);
    assertThat(data(X, T).select(new int[] {1}).hasWeights()).isFalse();
    float[] read = new float[2];
    some.readInput(1, read, 0);
    some.readTarget(1, read, 1);
    assertThat(read).containsExactly(1, 2);
  }

  @Test
  void refusesWeightsThatMakeNoSense() {
    assertThatThrownBy(() -> data(X, T).withWeights(1, 2)).hasMessage("a data set of 3 examples needs as many weights, not 2");
    assertThatThrownBy(() -> data(X, T).withWeights(1, -1, 2)).hasMessage("the weight of example 1 must be at least 0 and finite, not -1.0");
    assertThatThrownBy(() -> data(X, T).withWeights(1, 1, Float.NaN))
        .hasMessage("the weight of example 2 must be at least 0 and finite, not NaN");
  }

  /// Labels 2, 0, 2, 2, 0, 2: N = 6, two labels occur; 6 / (2 · 2) and 6 / (2 · 4).
  @Test
  void balancedWeightsMakeEveryClassCountAlike() {
    Dataset data = Dataset.of(Tensor.of(Shape.of(6, 1), new float[6]), Tensor.of(Shape.of(6), 2, 0, 2, 2, 0, 2)).balanced();
    assertThat(java.util.stream.IntStream.range(0, 6).mapToObj(data::weight)).containsExactly(0.75f, 1.5f, 0.75f, 0.75f, 1.5f, 0.75f);
    Dataset numbers = Dataset.of(Tensor.of(Shape.of(2, 1), new float[2]), Tensor.of(Shape.of(2, 1), new float[2]));
    assertThatThrownBy(numbers::balanced).isExactlyInstanceOf(GradusException.class)
        .hasMessage("balanced weights need class labels, but the targets are numbers F32 [1]");
  }
}
