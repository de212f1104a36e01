package dev.gradus.train;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateFinderTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);

  /// y = 2x at 32 places from 0 to below `width`.
  private static Dataset line(double width) {
    float[] x = new float[32];
    float[] y = new float[32];
    for (int i = 0; i < 32; i++) {
      x[i] = (float) (width * i / 32);
      y[i] = 2 * x[i];
    }
    return Dataset.of(Tensor.of(Shape.of(32, 1), x), Tensor.of(Shape.of(32, 1), y));
  }

  /// 2 / λ with λ the larger eigenvalue of the loss's Hessian, 2 · [[mean x², mean x], [mean x, 1]]: from there on gradient
  /// descent diverges.
  private static double limit(double width) {
    double mean = 0;
    double square = 0;
    for (int i = 0; i < 32; i++) {
      mean += width * i / 32 / 32;
      square += Math.pow(width * i / 32, 2) / 32;
    }
    double trace = square + 1;
    return 2 / (trace + Math.sqrt(trace * trace - 4 * (square - mean * mean)));
  }

  private static Trainer trainer(Model model) {
    return Trainer.of(model).loss(meanSquaredError()).optimizer(gradientDescent(123)).batchSize(Trainer.WHOLE_SET).execution(ONE);
  }

  private static Model model() {
    return Model.create(dense(1), Shape.of(1), Seed.seed(1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 10, 100})
  void proposesARateBelowTheOneWhereGradientDescentDiverges(double width) {
    RateSweep sweep = LearningRateFinder.usual().sweep(trainer(model()), line(width));
    assertThat(sweep.diverged()).isTrue();
    assertThat(sweep.proposal().orElseThrow()).isBetween(limit(width) / 50, limit(width));
  }

  @Test
  void weightsAreAfterwardsWhatTheyWere() {
    Model model = model();
    String before = model.weightsSha256();
    LearningRateFinder.usual().sweep(trainer(model), line(1));
    assertThat(model.weightsSha256()).isEqualTo(before);
  }

  @Test
  void ratesRiseFromTheLowestToTheHighestInEqualRatios() {
    RateSweep sweep = new LearningRateFinder(1e-6, 1e-4, 5).sweep(trainer(model()).batchSize(10).validationSplit(0.25), line(1));
    assertThat(sweep.diverged()).isFalse();
    assertThat(sweep.points()).hasSize(5);
    double[] rates = sweep.points().stream().mapToDouble(RateSweep.Point::rate).toArray();
    double root = Math.sqrt(10);
    assertThat(rates).containsExactly(new double[] {1e-6, 1e-6 * root, 1e-5, 1e-5 * root, 1e-4}, within(1e-12));
  }

  @Test
  void smoothedLossesAreRunningMeans() {
    List<RateSweep.Point> points = new LearningRateFinder(1e-3, 1e-1, 3).sweep(trainer(model()), line(1)).points();
    double[] loss = points.stream().mapToDouble(RateSweep.Point::loss).toArray();
    assertThat(points.get(0).smoothed()).isCloseTo(loss[0], within(1e-12));
    assertThat(points.get(1).smoothed()).isCloseTo((0.9 * loss[0] + loss[1]) / 1.9, within(1e-12));
    assertThat(points.get(2).smoothed()).isCloseTo((0.81 * loss[0] + 0.9 * loss[1] + loss[2]) / 2.71, within(1e-12));
  }

  @Test
  void theProposalIsATenthOfTheRateOfTheLowestSmoothedLoss() {
    RateSweep sweep = new RateSweep(
        List.of(new RateSweep.Point(0.1, 9, 3), new RateSweep.Point(0.2, 9, 1), new RateSweep.Point(0.4, 0, 2)), false);
    assertThat(sweep.proposal()).hasValue(0.02);
    assertThat(new RateSweep(List.of(new RateSweep.Point(0.1, 1, 1), new RateSweep.Point(0.2, 2, 2)), true).proposal()).isEmpty();
    assertThat(new RateSweep(List.of(), true).proposal()).isEmpty();
  }

  @Test
  void aLossBeyondFloatsEndsTheSweepToo() {
    Model model = model();
    String before = model.weightsSha256();
    RateSweep sweep = new LearningRateFinder(1, 1e30, 3).sweep(trainer(model), line(1e3));
    assertThat(sweep.diverged()).isTrue();
    assertThat(model.weightsSha256()).isEqualTo(before);
  }

  @Test
  void refusesWhatCannotWork() {
    assertThatThrownBy(() -> new LearningRateFinder(1, 0.5, 10)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("the rates of a sweep rise from above 0, not from 1.0 to 0.5");
    assertThatThrownBy(() -> new LearningRateFinder(0, 0.5, 10)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("the rates of a sweep rise from above 0, not from 0.0 to 0.5");
    assertThatThrownBy(() -> new LearningRateFinder(0.1, 0.5, 1)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("a sweep takes at least 2 steps, not 1");
  }
}
