package dev.gradus.train;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);

  private static Model line() {
    return Model.create(dense(1), Shape.of(1), Seed.seed(1));
  }

  /// y = 2x at x = 0, 1/n, 2/n ..
  private static SpyDataset points(int count) {
    float[] x = new float[count];
    float[] y = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = i / (float) count;
      y[i] = 2 * x[i];
    }
    return new SpyDataset(Dataset.of(Tensor.of(Shape.of(count, 1), x), Tensor.of(Shape.of(count, 1), y)));
  }

  private static Trainer trainer(Model model) {
    return Trainer.of(model).loss(meanSquaredError()).optimizer(gradientDescent(0.1)).execution(ONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 10, 11, Trainer.WHOLE_SET})
  void everyEpochTrainsOnEveryExampleOnceInBatches(int batch) {
    SpyDataset data = points(10);
    List<Integer> seen = new ArrayList<>();
    TrainingReport report = trainer(line()).epochs(3).batchSize(batch).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        seen.add(training.examples());
      }
    }).fit(data);
    int steps = Math.ceilDiv(10, Math.min(10, batch));
    assertThat(report.steps()).isEqualTo(3L * steps);
    assertThat(report.stopped()).isEmpty();
    assertThat(report.history()).extracting(EpochReport::epoch).containsExactly(1, 2, 3);
    assertThat(report.history()).extracting(EpochReport::steps).containsExactly((long) steps, 2L * steps, 3L * steps);
    List<Integer> expected = IntStream.rangeClosed(1, steps).map(step -> Math.min(10, step * Math.min(10, batch))).boxed().toList();
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(seen.subList(epoch * steps, (epoch + 1) * steps)).isEqualTo(expected);
      assertThat(data.inputs.subList(epoch * 10, epoch * 10 + 10)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
    assertThat(data.inputs).hasSize(30);
    assertThat(data.inputs.subList(0, 10)).as("order of epochs 1 and 2").isNotEqualTo(data.inputs.subList(10, 20));
  }

  @Test
  void wholeSetBatchIsOneStepOfGradientDescent() {
    Model model = line();
    model.variables().values().forEach(tensor -> tensor.floats()[0] = 0);
    TrainingReport report = trainer(model).batchSize(Trainer.WHOLE_SET).fit(points(4));
    // Loss of w = b = 0: mean of (2x)² at 0, 1/4, 1/2, 3/4; its gradients: -4 mean(x²) and -4 mean(x).
    assertThat(report.history().getFirst().loss()).isEqualTo(4 * 0.875 / 4);
    assertThat(model.variables().values()).extracting(tensor -> tensor.floats()[0])
        .satisfies(values -> assertThat(values.get(0)).isEqualTo((float) (0.1 * 4 * 0.875 / 4), within(1e-7f)))
        .satisfies(values -> assertThat(values.get(1)).isEqualTo((float) (0.1 * 4 * 1.5 / 4), within(1e-7f)));
  }

  @Test
  void epochLossWeighsBatchesByTheirExamples() {
    Model model = line();
    model.variables().values().forEach(tensor -> tensor.floats()[0] = 0);
    TrainingReport report = Trainer.of(model).loss(meanSquaredError()).optimizer(gradientDescent(1e-30)).execution(ONE)
        .batchSize(3).fit(points(4));
    assertThat(report.history().getFirst().loss()).isEqualTo(4 * 0.875 / 4, within(1e-7));
  }

  @Test
  void heldOutExamplesAreNeverTrainedOn() {
    List<Set<Integer>> held = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      SpyDataset data = points(50);
      List<Integer> training = new ArrayList<>();
      TrainingReport report = trainer(line()).epochs(2).batchSize(7).validationSplit(0.3).listener(new Listener() {
        @Override
        public void stepFinished(Training state) {
          training.addAll(data.inputs);
          data.inputs.clear();
        }

        @Override
        public void epochFinished(Training state, EpochReport epoch) {
          held.add(new HashSet<>(data.inputs));
          assertThat(data.inputs).as("each held-out example read once").hasSize(15).doesNotHaveDuplicates();
          data.inputs.clear();
        }
      }).fit(data);
      assertThat(report.history()).allSatisfy(epoch -> assertThat(epoch.validation().orElseThrow().examples()).isEqualTo(15));
      assertThat(training).hasSize(70).doesNotContainAnyElementsOf(held.getFirst());
      assertThat(new HashSet<>(training)).hasSize(35);
    }
    assertThat(new HashSet<>(held)).as("the same examples in every epoch and run").hasSize(1);
  }

  @Test
  void listenerStopsAfterTheStepUnderWay() {
    TrainingReport report = trainer(line()).epochs(5).batchSize(2).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        if (training.step() == 7) {
          training.stop("enough");
          training.stop("not this reason");
        }
      }
    }).fit(points(10));
    assertThat(report.steps()).isEqualTo(7);
    assertThat(report.history()).hasSize(1);
    assertThat(report.stopped()).contains("enough");
  }

  @Test
  void stopAtTheVeryEndIsNoEarlyEnd() {
    TrainingReport report = trainer(line()).epochs(2).batchSize(5).listener(new Listener() {
      @Override
      public void epochFinished(Training training, EpochReport epoch) {
        if (epoch.epoch() == 2) {
          training.stop("late");
        }
      }
    }).fit(points(10));
    assertThat(report.history()).hasSize(2);
    assertThat(report.stopped()).isEmpty();
  }

  @Test
  void interruptStopsAfterTheStepAndStaysSet() {
    TrainingReport report = trainer(line()).execution(new Execution(Backend.SCALAR, 2)).epochs(5).batchSize(2).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        if (training.step() == 3) {
          Thread.currentThread().interrupt();
        }
      }
    }).fit(points(10));
    assertThat(Thread.interrupted()).as("the interrupt is the caller's to clear").isTrue();
    assertThat(report.steps()).isEqualTo(3);
    assertThat(report.stopped()).contains("interrupted");
    assertThat(report.history()).isEmpty();
  }

  @Test
  void secondTrainingContinuesFromTheWeights() {
    Model twice = line();
    trainer(twice).batchSize(Trainer.WHOLE_SET).epochs(2).fit(points(10));
    double middle = twice.evaluate(points(10)).loss();
    TrainingReport second = trainer(twice).batchSize(Trainer.WHOLE_SET).epochs(3).fit(points(10));
    assertThat(second.history().getFirst().loss()).isEqualTo(middle, within(1e-6));
    Model once = line();
    // The order within the one batch differs by epoch, so only about equal.
    trainer(once).batchSize(Trainer.WHOLE_SET).epochs(5).fit(points(10));
    assertThat(twice.evaluate(points(10)).loss()).isEqualTo(once.evaluate(points(10)).loss(), within(1e-6));
  }

  @Test
  void trainingLearns() {
    Model model = Nets.CNN.model();
    Dataset data = Nets.CNN.data(200);
    TrainingReport report = Nets.CNN.trainer(model, new Execution(Backend.VECTOR, 2)).epochs(8).batchSize(16).fit(data);
    assertThat(report.history().getLast().loss()).isLessThan(0.6 * report.history().getFirst().loss());
    assertThat(model.evaluate(data).metric("accuracy")).isGreaterThan(0.75);
    assertThat(model.classes()).containsExactly("a", "b", "c");
  }

  @Test
  void failedTrainingsLeaveNoThreadsBehind() {
    float[] poison = new float[40];
    poison[17] = Float.NaN;
    Dataset data = Dataset.of(Tensor.of(Shape.of(40, 1), poison), Tensor.of(Shape.of(40, 1), new float[40]));
    long before = workers();
    for (int run = 0; run < 50; run++) {
      Model model = line();
      Trainer trainer = trainer(model).execution(new Execution(Backend.SCALAR, 3)).batchSize(8);
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> trainer.fit(data)).isInstanceOf(DivergenceException.class);
    }
    assertThat(workers()).isEqualTo(before);
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().startsWith("gradus-worker")).count();
  }

  @Test
  void plannedMemoryIsWhatBindingTakes() {
    for (Nets net : Nets.values()) {
      Dataset data = net.data(100);
      for (Execution execution : List.of(ONE, new Execution(Backend.VECTOR, 2))) {
        Model model = net.model();
        model.learns(softmaxCrossEntropy(), List.of(accuracy()), data);
        Trainer trainer = net.trainer(model, execution);
        var small = trainer.batchSize(16).memory(data);
        var large = trainer.batchSize(64).memory(data);
        assertThat(small.arena()).as("%s on %s", net, execution).isPositive();
        assertThat(large.arena()).isGreaterThan(2 * small.arena());
        assertThat(trainer.batchSize(Trainer.WHOLE_SET).validationSplit(0.36).memory(data)).isEqualTo(large);
        assertThat(large.total()).isGreaterThan(64L * model.inputShape().size() * Float.BYTES);
        trainer.validationSplit(0);
      }
    }
  }
}
