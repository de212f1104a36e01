package dev.gradus.train;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Value;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Better;
import dev.gradus.metric.Metric;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyStoppingTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);

  /// Its slope is -1, so that gradient descent at rate 1 adds 1 to the output w in every step.
  private record Rising() implements Loss {
    @Override
    public String name() {
      return "rising";
    }

    @Override
    public Value perExample(Value output, Value target) {
      return target.subtract(output.reshape(target.shape()));
    }

    @Override
    public Value predict(Value output) {
      return output;
    }
  }

  /// A curve over w, which after epoch e is e.
  private record Planted(String name, Better better, UnaryOperator<Value> curve) implements Metric {
    @Override
    public Value perExample(Value output, Value target) {
      return curve.apply(output.reshape(target.shape()));
    }
  }

  /// 4, 1, 0, 1, 4, 9 ..
  private static final Metric VALLEY = new Planted("valley", Better.LOWER, w -> w.subtract(3).square());
  /// The same upside down.
  private static final Metric HILL = new Planted("hill", Better.HIGHER, w -> w.subtract(3).square().negate());

  private static Model counter() {
    Model model = Model.create(dense(1).withoutBias(), Shape.of(1), Seed.seed(1));
    model.variables().values().forEach(tensor -> tensor.floats()[0] = 0);
    return model;
  }

  private static Trainer trainer(Model model) {
    return Trainer.of(model).loss(new Rising()).optimizer(gradientDescent(1)).metrics(VALLEY, HILL).execution(ONE)
        .epochs(20).batchSize(Trainer.WHOLE_SET).validationSplit(0.5);
  }

  private static Dataset ones() {
    return Dataset.of(Tensor.of(Shape.of(4, 1), 1f, 1f, 1f, 1f), Tensor.of(Shape.of(4), new float[4]));
  }

  private static float weight(Model model) {
    return model.variables().values().iterator().next().floats()[0];
  }

  @ParameterizedTest
  @CsvSource({"valley, 2, 0, 5, 3", "hill, 2, 0, 5, 3", "valley, 1, 0, 4, 3", "hill, 3, 0.5, 6, 3",
    // Epoch 3 is better than 2 by 1 only: it is the best, but not worth waiting for.
    "valley, 2, 2, 4, 2", "hill, 2, 1, 4, 2"})
  void stopsAfterItsPatienceWithTheWeightsOfTheBestEpoch(String watched, int patience, double least, int epochs, int since) {
    Model model = counter();
    TrainingReport report = trainer(model)
        .earlyStopping(EarlyStopping.patience(patience).leastImprovement(least).watching(watched)).fit(ones());
    assertThat(report.history()).hasSize(epochs);
    assertThat(report.bestEpoch()).hasValue(3);
    assertThat(weight(model)).isEqualTo(3);
    assertThat(report.stoppedEarly()).isTrue();
    assertThat(report.stopped()).contains("no better validation " + watched + " than epoch " + since + "'s for " + patience
        + (patience == 1 ? " epoch" : " epochs"));
  }

  @Test
  void aFallingLossIsWatchedByDefaultAndNeverStops() {
    Model model = counter();
    TrainingReport report = trainer(model).earlyStopping(EarlyStopping.patience(1)).fit(ones());
    assertThat(report.history()).hasSize(20);
    assertThat(report.stopped()).isEmpty();
    assertThat(report.stoppedEarly()).isFalse();
    assertThat(report.bestEpoch()).hasValue(20);
    assertThat(weight(model)).isEqualTo(20);
  }

  @Test
  void theBestWeightsComeBackAlsoWhenAllEpochsRan() {
    Model model = counter();
    TrainingReport report = trainer(model).epochs(5).earlyStopping(EarlyStopping.patience(9).watching("valley")).fit(ones());
    assertThat(report.history()).hasSize(5);
    assertThat(report.stopped()).isEmpty();
    assertThat(weight(model)).isEqualTo(3);
    assertThat(trainer(counter()).fit(ones()).bestEpoch()).as("without early stopping").isEmpty();
  }

  @Test
  void theBestWeightsComeBackAlsoWhenSomethingElseEndsTheTraining() {
    Model model = counter();
    TrainingReport report = stoppedIn(5, () -> {}, model);
    assertThat(report.stopped()).contains("enough");
    assertThat(report.stoppedEarly()).isFalse();
    assertThat(report.bestEpoch()).hasValue(3);
    assertThat(weight(model)).isEqualTo(3);
    Model failed = counter();
    assertThatThrownBy(() -> stoppedIn(5, () -> {
      throw new GradusException("a listener fails");
    }, failed)).hasMessage("a listener fails");
    assertThat(weight(failed)).isEqualTo(3);
  }

  private static TrainingReport stoppedIn(int epoch, Runnable first, Model model) {
    return trainer(model).earlyStopping(EarlyStopping.patience(9).watching("valley")).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        if (training.epoch() == epoch) {
          first.run();
          training.stop("enough");
        }
      }
    }).fit(ones());
  }

  @Test
  void aFigureThatIsNoNumberIsNeverTheBest() {
    Metric gap = new Planted("gap", Better.LOWER, w -> w.subtract(2).log());
    Model model = counter();
    // ln(-1), ln(0), ln(1), ln(2): epoch 2 has minus infinity.
    TrainingReport report = trainer(model).metrics(gap).earlyStopping(EarlyStopping.patience(2).watching("gap")).fit(ones());
    assertThat(report.history().getFirst().validation().orElseThrow().metric("gap")).isNaN();
    assertThat(report.bestEpoch()).hasValue(2);
    assertThat(report.history()).hasSize(4);
  }

  /// Each epoch's state as validation saw it: with averages in the weights' place if there are any, and batch normalisation's.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.9})
  void statesOfNormalisationAndAveragesComeBackToo(double decay) {
    Model model = Nets.CNN.model();
    assertThat(model.variables().keySet()).as("the net normalises").anyMatch(path -> path.contains("batchNorm"));
    List<String> seen = new ArrayList<>();
    List<Integer> best = new ArrayList<>();
    Trainer trainer = Nets.CNN.trainer(model, ONE).optimizer(gradientDescent(0.4)).epochs(6).batchSize(8).validationSplit(0.5)
        .earlyStopping(EarlyStopping.patience(6)).listener(new Listener() {
          @Override
          public void epochFinished(Training training, EpochReport epoch) {
            seen.add(training.model().weightsSha256());
            best.add(training.bestEpoch().orElseThrow());
          }
        });
    TrainingReport report = (decay > 0 ? trainer.averageWeights(decay) : trainer).fit(Nets.CNN.data(40));
    int epoch = report.bestEpoch().orElseThrow();
    assertThat(epoch).as("not the last, or nothing had to come back").isLessThan(6);
    assertThat(seen).doesNotHaveDuplicates();
    assertThat(model.weightsSha256()).isEqualTo(seen.get(epoch - 1));
    assertThat(best.getLast()).isEqualTo(epoch);
    List<Double> losses = report.history().stream().map(e -> e.validation().orElseThrow().loss()).toList();
    assertThat(losses.get(epoch - 1)).isEqualTo(losses.stream().min(Double::compare).orElseThrow());
  }

  @Test
  void theBestWeightsAreAmongThePlannedMemory() {
    Model model = Nets.CNN.model();
    Dataset data = Nets.CNN.data(40);
    long plain = Nets.CNN.trainer(model, ONE).validationSplit(0.5).memory(data).total();
    long weights = model.variables().values().stream().mapToLong(Tensor::size).sum() * Float.BYTES;
    assertThat(Nets.CNN.trainer(model, ONE).validationSplit(0.5).earlyStopping(EarlyStopping.patience(1)).memory(data).total())
        .isEqualTo(plain + weights);
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> EarlyStopping.patience(0)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("early stopping's patience must be at least 1 epoch, not 0");
    assertThatThrownBy(() -> EarlyStopping.patience(1).leastImprovement(-1)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("early stopping's least improvement must be at least 0 and finite, not -1.0");
    assertThatThrownBy(() -> trainer(counter()).validationSplit(0).earlyStopping(EarlyStopping.patience(1)).fit(ones()))
        .isExactlyInstanceOf(GradusException.class)
        .hasMessage("early stopping watches the validation loss, but there are no validation data. Set validationSplit?");
    assertThatThrownBy(() -> trainer(counter()).earlyStopping(EarlyStopping.patience(1).watching(accuracy().name())).fit(ones()))
        .isExactlyInstanceOf(GradusException.class)
        .hasMessage("early stopping watches \"accuracy\", but what is measured after an epoch is loss, valley, hill");
  }
}
