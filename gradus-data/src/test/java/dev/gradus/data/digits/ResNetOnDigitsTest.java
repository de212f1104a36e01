package dev.gradus.data.digits;

import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.network.Models.resnet;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Schedules.cosine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.train.Trainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ResNet-20 on generated digits: 25,000 examples seen, a minute or two for each seed on two cores.
@Tag("slow")
class ResNetOnDigitsTest {
  /// Seeds 1, 2 and 3 read 98.60%, 99.00% and 98.80%. The bound is five standard errors of 2,000 examples, √(p · (1 - p) / n),
  /// below their mean: room for another order of sums, not for a network that learns worse. After 3 epochs of 1,000
  /// examples it is 81% to 85%.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void resnet20ReadsDigits(long seed) {
    Model model = Model.create(resnet(20, 10), Shape.of(28, 28, 1), Seed.seed(seed));
    Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(adam(3e-3)).schedule(cosine()).epochs(5).batchSize(64)
        .metrics(accuracy()).fit(Digits.train(seed, 5_000));
    Evaluation evaluation = model.evaluate(Digits.test(seed, 2_000));
    assertThat(evaluation.metric("accuracy")).as("seed %d", seed).isGreaterThan(0.976);
  }
}
