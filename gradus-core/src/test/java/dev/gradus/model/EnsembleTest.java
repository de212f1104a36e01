package dev.gradus.model;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.metric.Metrics.logLoss;
import static dev.gradus.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Layer;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.metric.SetMetrics;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnsembleTest {
  /// Points in the plane in overlapping clouds, one for each class, or numbers that depend on them.
  private static Dataset data(long seed, int count, boolean labels, int classes) {
    float[] inputs = new float[2 * count];
    int[] label = new int[count];
    float[] number = new float[count];
    RandomStream random = new RandomStream(seed, "ensemble");
    for (int i = 0; i < count; i++) {
      label[i] = i % classes;
      inputs[2 * i] = (float) (label[i] + random.nextGaussian());
      inputs[2 * i + 1] = (float) (label[i] * label[i] + random.nextGaussian());
      number[i] = (float) Math.max(0, Math.rint(label[i] + random.nextGaussian()));
    }
    Tensor x = Tensor.of(Shape.of(count, 2), inputs);
    List<String> names = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
    return labels ? Dataset.of(x, Tensor.of(Shape.of(count), label), names) : Dataset.of(x, Tensor.of(Shape.of(count, 1), number));
  }

  private static Model trained(Loss loss, int outputs, Dataset data, long seed, boolean classifies) {
    Layer net = sequential(dense(8), relu(), dense(outputs));
    Model model = Model.create(net, Shape.of(2), Seed.seed(seed));
    Trainer trainer = Trainer.of(model).loss(loss).optimizer(adam(0.02)).epochs(6).batchSize(16);
    (classifies ? trainer.metrics(accuracy(), logLoss()) : trainer).fit(data);
    return model;
  }

  @Test
  void predictsTheMeanByHand() {
    Model zero = weighted(0, 0);
    Model two = weighted(2, 1);
    Ensemble ensemble = Ensemble.of(List.of(zero, two, two));
    // 0 · 3 + 0 = 0 and 2 · 3 + 1 = 7, twice.
    assertThat(ensemble.predict(Tensor.of(Shape.of(1), 3f)).floats()).containsExactly((float) (14 / 3.0));
    assertThat(ensemble.members()).containsExactly(zero, two, two);
    // Errors of 14/3 - 5 and, at x = 1, 2 - 0.
    Dataset data = Dataset.of(Tensor.of(Shape.of(2, 1), 3f, 1f), Tensor.of(Shape.of(2, 1), 5f, 0f));
    assertThat(ensemble.evaluate(data).loss()).isCloseTo((1 / 9.0 + 4) / 2, within(1e-6));
  }

  private static Model weighted(float w, float b) {
    Model model = Model.create(dense(1), Shape.of(1), Seed.seed(1));
    List<Tensor> variables = List.copyOf(model.variables().values());
    variables.get(0).floats()[0] = w;
    variables.get(1).floats()[0] = b;
    model.learns(Losses.meanSquaredError(), List.of(), Dataset.of(Tensor.of(Shape.of(1, 1), 1f), Tensor.of(Shape.of(1, 1), 1f)));
    return model;
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of(Losses.softmaxCrossEntropy(), true, 3, 3), Arguments.of(Losses.softmaxCrossEntropy().labelSmoothing(0.1), true, 3, 3),
        Arguments.of(Losses.binaryCrossEntropy(), true, 2, 1), Arguments.of(Losses.meanSquaredError(), false, 3, 1),
        Arguments.of(Losses.meanAbsoluteError(), false, 3, 1), Arguments.of(Losses.poisson(), false, 3, 1));
  }

  /// Jensen: these losses are convex in the prediction.
  @ParameterizedTest
  @MethodSource("losses")
  void losesAtMostWhatItsMembersLoseOnAverage(Loss loss, boolean labels, int classes, int outputs) {
    Dataset train = data(1, 90, labels, classes);
    Dataset test = data(2, 300, labels, classes);
    List<Model> models = Stream.of(1, 2, 3).map(seed -> trained(loss, outputs, train, seed, labels)).toList();
    Evaluation evaluation = Ensemble.of(models).evaluate(test);
    double mean = models.stream().mapToDouble(model -> model.evaluate(test).loss()).average().orElseThrow();
    assertThat(evaluation.loss()).isLessThan(mean);
    assertThat(evaluation.examples()).isEqualTo(300);
    // Of one model, the ensemble is the model.
    Evaluation alone = Ensemble.of(models.subList(0, 1)).evaluate(test);
    Evaluation own = models.getFirst().evaluate(test);
    assertThat(alone.loss()).isCloseTo(own.loss(), within(1e-5));
    assertThat(alone.confusion().map(counted -> List.of(counted.counts())))
        .usingRecursiveComparison().isEqualTo(own.confusion().map(counted -> List.of(counted.counts())));
    own.metrics().forEach((name, value) -> assertThat(alone.metric(name)).isCloseTo(value, within(1e-5)));
  }

  /// The log loss from the mean probabilities, in plain double arithmetic, and the accuracy.
  @Test
  void metricsAreThoseOfTheMean() {
    Dataset train = data(1, 90, true, 3);
    Dataset test = data(2, 300, true, 3);
    List<Model> models = Stream.of(1, 2).map(seed -> trained(Losses.softmaxCrossEntropy(), 3, train, seed, true)).toList();
    Ensemble ensemble = Ensemble.of(models);
    Evaluation evaluation = ensemble.evaluate(test, Execution.best(), List.of(SetMetrics.rocAuc()));
    double loss = 0;
    int right = 0;
    for (int i = 0; i < 300; i++) {
      float[] one = models.get(0).predict(test.input(i)).floats();
      float[] other = models.get(1).predict(test.input(i)).floats();
      int label = test.readLabel(i);
      loss -= Math.log((one[label] + (double) other[label]) / 2) / 300;
      int best = IntStream.range(0, 3).reduce((a, b) -> one[b] + (double) other[b] > one[a] + (double) other[a] ? b : a).orElseThrow();
      right += best == label ? 1 : 0;
    }
    assertThat(evaluation.loss()).isCloseTo(loss, within(1e-5));
    assertThat(evaluation.metric("logLoss")).isCloseTo(loss, within(1e-5));
    assertThat(evaluation.metric("accuracy")).isCloseTo(right / 300.0, within(1e-9));
    assertThat(evaluation.confusion()).isPresent();
    assertThat(evaluation.metric("rocAuc"))
        .isCloseTo(SetMetrics.rocAuc().of(ensemble.predictions(test, Execution.best())), within(1e-3));
  }

  @Test
  void aLoadedModelIsAMemberLikeAnyOther(@TempDir Path folder) {
    Dataset train = data(1, 90, true, 3);
    Model model = trained(Losses.softmaxCrossEntropy(), 3, train, 1, true);
    model.save(folder.resolve("m.gradus"));
    Ensemble ensemble = Ensemble.of(List.of(Model.load(folder.resolve("m.gradus")), model));
    assertThat(ensemble.evaluate(train).loss()).isCloseTo(model.evaluate(train).loss(), within(1e-5));
    assertThat(ensemble.predict(train.input(3))).isEqualTo(model.predict(train.input(3)));
  }

  @Test
  void refusesWhatDoesNotFit() {
    Dataset three = data(1, 30, true, 3);
    Model model = trained(Losses.softmaxCrossEntropy(), 3, three, 1, true);
    assertThatThrownBy(() -> Ensemble.of(List.of())).isExactlyInstanceOf(GradusException.class)
        .hasMessage("an ensemble needs at least one model");
    Model fresh = Model.create(dense(3), Shape.of(2), Seed.seed(1));
    assertThatThrownBy(() -> Ensemble.of(List.of(model, fresh))).isExactlyInstanceOf(GradusException.class)
        .hasMessage("member 2 of the ensemble was not trained yet");
    Model line = weighted(1, 1);
    assertThatThrownBy(() -> Ensemble.of(List.of(model, line))).isExactlyInstanceOf(ShapeException.class).hasMessage(
        "the members of an ensemble must fit each other: the first has inputs of shape [2], member 2 has [1]");
    Dataset renamed = Dataset.of(Tensor.of(Shape.of(1, 2), 0f, 0f), Tensor.of(Shape.of(1), 0), List.of("a", "b", "c"));
    Model other = trained(Losses.softmaxCrossEntropy(), 3, renamed, 1, true);
    assertThatThrownBy(() -> Ensemble.of(List.of(model, other))).isExactlyInstanceOf(ShapeException.class).hasMessage(
        "the members of an ensemble must fit each other: the first has classes [class 0, class 1, class 2], member 2 has [a, b, c]");
    Model spread = trained(Losses.gaussianWithVariance(), 2, data(1, 30, false, 3), 1, false);
    assertThatThrownBy(() -> Ensemble.of(List.of(spread)).evaluate(data(1, 30, false, 3))).isExactlyInstanceOf(GradusException.class)
        .hasMessage("an ensemble whose members put out [2] and predict [1] has no loss: its mean prediction tells no outputs."
            + " Use predictions()");
  }
}
