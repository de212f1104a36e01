package dev.gradus.train;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.loss.Losses.binaryCrossEntropy;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);

  /// Ten examples of x = y = i + 1.
  private static Dataset numbers() {
    float[] x = new float[10];
    for (int i = 0; i < 10; i++) {
      x[i] = i + 1;
    }
    return Dataset.of(Tensor.of(Shape.of(10, 1), x), Tensor.of(Shape.of(10, 1), x));
  }

  private static Trainer trainer(Model model) {
    return Trainer.of(model).loss(meanSquaredError()).optimizer(gradientDescent(1e-3)).execution(ONE).epochs(3).batchSize(4)
        .validationSplit(0.4);
  }

  private static Model line() {
    return Model.create(dense(1), Shape.of(1), Seed.seed(1));
  }

  @Test
  void seesTheTrainingPartOfEachEpochAndNeverTheValidationData() {
    List<Integer> epochs = new ArrayList<>();
    List<List<Float>> parts = new ArrayList<>();
    List<SpyDataset> spies = new ArrayList<>();
    Model model = line();
    TrainingReport report = trainer(model).seed(Seed.seed(7)).augmentation((training, seed, epoch) -> {
      assertThat(seed).isEqualTo(7);
      epochs.add(epoch);
      parts.add(IntStream.range(0, training.size()).mapToObj(i -> training.input(i).floats()[0]).toList());
      spies.add(new SpyDataset(training));
      return spies.getLast();
    }).fit(numbers());
    // The first is for the step's graph.
    assertThat(epochs).containsExactly(1, 1, 2, 3);
    assertThat(parts).allSatisfy(part -> assertThat(part).hasSize(6).isEqualTo(parts.getFirst()));
    assertThat(report.history()).allSatisfy(epoch -> assertThat(epoch.validation().orElseThrow().examples()).isEqualTo(4));
    assertThat(spies.subList(1, 4)).allSatisfy(spy -> assertThat(spy.inputs).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5));
    Model plain = line();
    trainer(plain).seed(Seed.seed(7)).fit(numbers());
    assertThat(model.weightsSha256()).as("a view that changes nothing").isEqualTo(plain.weightsSha256());
  }

  @Test
  void trainsOnTheViewAndValidatesOnTheExamples() {
    Model model = line();
    TrainingReport report = trainer(model).optimizer(gradientDescent(1e-30)).augmentation((training, _, epoch) -> {
      float[] x = new float[training.size()];
      float[] y = new float[training.size()];
      java.util.Arrays.fill(y, 100 * epoch);
      return Dataset.of(Tensor.of(Shape.of(x.length, 1), x), Tensor.of(Shape.of(y.length, 1), y));
    }).fit(numbers());
    // Weights stay; x = 0 gives the bias, which starts at 0.
    assertThat(report.history()).extracting(EpochReport::loss).containsExactly(1e4, 4e4, 9e4);
    assertThat(report.history()).extracting(epoch -> epoch.validation().orElseThrow().loss())
        .allSatisfy(loss -> assertThat(loss).isEqualTo(report.history().getFirst().validation().orElseThrow().loss()).isLessThan(1e3));
  }

  @Test
  void aSecondAugmentationHasASeedOfItsOwnAndSeesTheFirstsView() {
    List<Long> seeds = new ArrayList<>();
    Augmentation note = (training, seed, _) -> {
      seeds.add(seed);
      return training;
    };
    Dataset data = numbers();
    Dataset other = data.select(new int[] {3});
    Augmentation sees = (training, seed, _) -> {
      assertThat(training).isSameAs(other);
      seeds.add(seed);
      return training;
    };
    note.then((_, seed, _) -> {
      seeds.add(seed);
      return other;
    }).then(sees).view(data, 5, 1);
    assertThat(seeds).hasSize(3).doesNotHaveDuplicates();
  }

  /// A distribution over two classes for each label: 0.75 of it the label's.
  private static Dataset softened(Dataset labelled) {
    float[] targets = new float[2 * labelled.size()];
    for (int i = 0; i < labelled.size(); i++) {
      targets[2 * i + labelled.readLabel(i)] = 0.75f;
      targets[2 * i + 1 - labelled.readLabel(i)] = 0.25f;
    }
    float[] inputs = new float[labelled.size()];
    for (int i = 0; i < inputs.length; i++) {
      labelled.readInput(i, inputs, i);
    }
    return Dataset.of(Tensor.of(Shape.of(inputs.length, 1), inputs), Tensor.of(Shape.of(inputs.length, 2), targets));
  }

  @Test
  void oneOutputForTwoClassesLearnsTheSecondsProbability() {
    Dataset data = Dataset.of(Tensor.of(Shape.of(2, 1), -1f, 1f), Tensor.of(Shape.of(2), 0, 1), List.of("no", "yes"));
    Model model = Model.create(dense(1), Shape.of(1), Seed.seed(1));
    model.variables().values().forEach(tensor -> java.util.Arrays.fill(tensor.floats(), 2));
    TrainingReport report = Trainer.of(model).loss(binaryCrossEntropy()).optimizer(gradientDescent(1e-30)).metrics(accuracy())
        .execution(ONE).augmentation((training, _, _) -> softened(training)).fit(data);
    // Logits w·x + b with w = b = 2: 0 and 4; targets 0.25 and 0.75.
    double expected = (Math.log(2) + 0.75 * Math.log1p(Math.exp(-4)) + 0.25 * Math.log1p(Math.exp(4))) / 2;
    assertThat(report.history().getFirst().loss()).isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-6));
    // Logit 0 means no, and so does 0.25; 4 and 0.75 mean yes.
    assertThat(report.history().getFirst().metrics()).containsEntry("accuracy", 1.0);
    assertThat(data.targetType()).isEqualTo(DType.I32);
    assertThat(model.evaluate(data).metric("accuracy")).as("evaluation data stay labels").isEqualTo(1);
  }

  @Test
  void aViewOfAnotherSizeOrShapeIsRefused() {
    assertThatThrownBy(() -> trainer(line()).augmentation((training, _, _) -> training.select(new int[] {0})).fit(numbers()))
        .isExactlyInstanceOf(GradusException.class)
        .hasMessage("an augmentation keeps the number of examples and their shape, but made 1 of [1] from 6 of [1]");
  }
}
