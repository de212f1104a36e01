package dev.gradus.train;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.named;
import static dev.gradus.loss.Losses.binaryCrossEntropy;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.adamW;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Network;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Goal;
import dev.gradus.model.Inputs;
import dev.gradus.model.Model;
import dev.gradus.output.OutputUnits;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedTrainingTest {
  private static final Execution ONE = new Execution(Backend.best(), 1);

  /// u = 3 · x and v = 2 · (x + y) at first.
  private static final Network LINES = (scope, in) -> Map.of(
      "u", named("u", dense(1).withoutBias().initializer(Initializers.constant(3))).apply(scope, in.get("x")),
      "v", named("v", dense(1).withoutBias().initializer(Initializers.constant(2))).apply(scope, in.get("x").add(in.get("y"))));

  private static Model lines() {
    return Model.create(LINES, Inputs.inputs("x", Shape.of(1)).and("y", Shape.of(1)), Seed.seed(1));
  }

  private static Tensor column(float... values) {
    return Tensor.of(Shape.of(values.length, 1), values);
  }

  private static Examples points() {
    return Examples.of(Map.of("x", column(1, -2), "y", column(1, 1)), Map.of("u", column(2, 1), "v", column(0, 1)));
  }

  private static Trainer trainer(Model model) {
    return Trainer.of(model).loss("u", meanSquaredError()).loss("v", meanSquaredError(), 0.25).optimizer(gradientDescent(0.1))
        .batchSize(Trainer.WHOLE_SET).execution(ONE);
  }

  @Test
  void twoTowersAndTwoHeadsLearn() {
    Model model = Pairs.model();
    TrainingReport report = Pairs.trainer(model, ONE).epochs(12).validationSplit(0.2).fit(Pairs.data(1200, 1));
    Evaluation evaluation = model.evaluate(Pairs.data(600, 2));
    // Guessing is right once in three and once in two.
    assertThat(evaluation.metric("cloud/accuracy")).isGreaterThan(0.95);
    assertThat(evaluation.metric("same/accuracy")).isGreaterThan(0.93);
    assertThat(evaluation.metrics().keySet()).containsExactly("cloud/loss", "cloud/accuracy", "same/loss", "same/accuracy");
    assertThat(evaluation.loss()).isCloseTo(evaluation.metric("cloud/loss") + 0.5 * evaluation.metric("same/loss"), within(1e-6));
    // One output for two classes has no matrix, here as elsewhere.
    assertThat(evaluation.confusions().keySet()).containsExactly("cloud");
    assertThat(evaluation.confusion().orElseThrow().classes()).containsExactly("north", "east", "west");
    EpochReport last = report.history().getLast();
    assertThat(last.metrics().keySet()).containsExactly("cloud/loss", "cloud/accuracy", "same/loss", "same/accuracy");
    assertThat(last.loss()).isCloseTo(last.metrics().get("cloud/loss") + 0.5 * last.metrics().get("same/loss"), within(1e-5));
    assertThat(last.validation().orElseThrow().metric("cloud/accuracy")).isGreaterThan(0.9);
  }

  /// By hand: u's errors are 1 and -7, v's 4 and -3; the gradients Σ 2 · error · input / 2, v's by its weight of 1/4.
  @Test
  void theTotalIsTheWeightedSumAndEachLossIsReported() {
    Model model = lines();
    EpochReport epoch = trainer(model).fit(points()).history().getFirst();
    assertThat(epoch.metrics().get("u/loss")).isCloseTo((1 + 49) / 2.0, within(1e-5));
    assertThat(epoch.metrics().get("v/loss")).isCloseTo((16 + 9) / 2.0, within(1e-5));
    assertThat(epoch.loss()).isCloseTo(25 + 0.25 * 12.5, within(1e-5));
    assertThat(model.variables().get("u/kernel").get(0)).isCloseTo(3 - 0.1 * (1 + 14), within(1e-5));
    assertThat(model.variables().get("v/kernel").get(0)).isCloseTo(2 - 0.1 * 0.25 * (8 + 3), within(1e-5));
  }

  @Test
  void weightsOfExamplesCountInEveryLoss() {
    Examples weighted = points().withWeights(3, 1);
    Model model = lines();
    EpochReport epoch = trainer(model).fit(weighted).history().getFirst();
    assertThat(epoch.metrics().get("u/loss")).isCloseTo((3 + 49) / 4.0, within(1e-5));
    assertThat(epoch.metrics().get("v/loss")).isCloseTo((48 + 9) / 4.0, within(1e-5));
    assertThat(model.variables().get("u/kernel").get(0)).isCloseTo(3 - 0.1 * (2 * 3 + 2 * 14) / 4.0, within(1e-5));
    Model fresh = lines();
    fresh.learns(
        Map.of("u", new Goal(meanSquaredError(), 1, List.of()), "v", new Goal(meanSquaredError(), 0.25, List.of())), weighted);
    Evaluation evaluation = fresh.evaluate(weighted);
    assertThat(evaluation.loss()).isCloseTo(13 + 0.25 * 14.25, within(1e-5));
    assertThat(evaluation.metric("v/loss")).isCloseTo(14.25, within(1e-5));
  }

  @Test
  void anOutputWithoutALossIsPredictedOnly() {
    Model model = lines();
    Examples data = Examples.of(Map.of("x", column(1, -2), "y", column(1, 1)), Map.of("u", column(2, 1)));
    // Decay would move a weight without a gradient.
    Trainer.of(model).loss("u", meanSquaredError()).optimizer(adamW(0.1)).batchSize(2).execution(ONE).fit(data);
    assertThat(model.variables().get("v/kernel").get(0)).isEqualTo(2);
    assertThat(model.variables().get("u/kernel").get(0)).isNotEqualTo(3);
    Map<String, Tensor> predicted = model.predict(Map.of("x", column(1, -2), "y", column(1, 1)));
    assertThat(predicted.keySet()).containsExactly("u", "v");
    assertThat(predicted.get("v").floats()).containsExactly(4, -2);
    assertThat(model.evaluate(data).metrics().keySet()).containsExactly("u/loss");
    assertThatThrownBy(() -> model.predictions("v", data, ONE)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("output \"v\" was trained for nothing, so its predictions have no targets. Use predict");
  }

  @Test
  void trainingGivesTheSameBitsOnBackendsAndThreads() {
    List<String> hashes = new ArrayList<>();
    for (Execution execution : List.of(new Execution(Backend.SCALAR, 1), new Execution(Backend.VECTOR, 1), new Execution(Backend.VECTOR, 3),
        new Execution(Backend.SCALAR, 2))) {
      Model model = Pairs.model();
      TrainingReport report = Pairs.trainer(model, execution).epochs(2).validationSplit(0.2).fit(Pairs.data(150, 1));
      hashes.add(model.weightsSha256() + report.history().getLast().validation().orElseThrow().metrics());
    }
    assertThat(hashes).allMatch(hashes.getFirst()::equals);
  }

  @Test
  void earlyStoppingWatchesAFigureOfAnOutput() {
    Model model = Pairs.model();
    TrainingReport report = Pairs.trainer(model, ONE).epochs(30).validationSplit(0.3)
        .earlyStopping(EarlyStopping.patience(1).watching("cloud/accuracy")).fit(Pairs.data(300, 1));
    assertThat(report.stoppedEarly()).isTrue();
    assertThat(report.stopped().orElseThrow()).startsWith("no better validation cloud/accuracy than epoch ");
    assertThatThrownBy(() -> Pairs.trainer(Pairs.model(), ONE).validationSplit(0.3)
        .earlyStopping(EarlyStopping.patience(1).watching("accuracy")).fit(Pairs.data(300, 1))).hasMessage("early stopping watches "
            + "\"accuracy\", but what is measured after an epoch is loss, cloud/loss, cloud/accuracy, same/loss, same/accuracy");
  }

  @Test
  void theLearningRateFinderSweepsOverTheTotal() {
    Model model = Pairs.model();
    String before = model.weightsSha256();
    assertThat(new LearningRateFinder(1e-4, 1, 12).sweep(Pairs.trainer(model, ONE), Pairs.data(96, 1)).points()).isNotEmpty();
    assertThat(model.weightsSha256()).isEqualTo(before);
  }

  @Test
  void namesThatAreNotThereAreRefusedWithThoseThatAre() {
    Model model = lines();
    assertThatThrownBy(() -> Trainer.of(model).loss(meanSquaredError())).isExactlyInstanceOf(GradusException.class)
        .hasMessage("the model has the outputs \"u\", \"v\". Say which one, loss(\"u\", ...)");
    assertThatThrownBy(() -> Trainer.of(model).metrics(accuracy()))
        .hasMessage("the model has the outputs \"u\", \"v\". Say which one, metrics(\"u\", ...)");
    assertThatThrownBy(() -> Trainer.of(model).loss("w", meanSquaredError()))
        .hasMessage("the model has no output \"w\": its outputs are \"u\", \"v\"");
    assertThatThrownBy(() -> Trainer.of(model).loss("u", meanSquaredError(), -1))
        .hasMessage("the weight of a loss must be at least 0 and finite, not -1.0");
    assertThatThrownBy(() -> Trainer.of(model).loss("u", meanSquaredError()).metrics("v", accuracy()).optimizer(gradientDescent(1))
        .fit(points())).hasMessage("output \"v\" has metrics but no loss. Call loss(\"v\", ...)");
    assertThatThrownBy(() -> Trainer.of(model).optimizer(gradientDescent(1)).fit(points()))
        .hasMessage("a trainer needs a loss. Call loss(...)");
    assertThatThrownBy(() -> Trainer.of(model).output("u", OutputUnits.categorical(3))).isInstanceOf(ShapeException.class).hasMessage(
        "output unit categorical reads 3 raw outputs, but the model gives \"u\" of shape [1]. End the network with the unit's layer()?");
  }

  @Test
  void dataThatDontFitAreRefused() {
    Examples half = Examples.of(Map.of("x", column(1), "z", column(1)), Map.of("u", column(1), "v", column(1)));
    assertThatThrownBy(() -> trainer(lines()).fit(half)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("the model needs the inputs \"x\", \"y\", but the data set has \"x\", \"z\"");
    Examples oneTarget = Examples.of(Map.of("x", column(1), "y", column(1)), Map.of("u", column(1)));
    assertThatThrownBy(() -> trainer(lines()).fit(oneTarget))
        .hasMessage("the model needs the targets \"u\", \"v\", but the data set has \"u\"");
    Examples wide = Examples.of(
        Map.of("x", column(1), "y", Tensor.of(Shape.of(1, 2), 1f, 2f)), Map.of("u", column(1), "v", column(1)));
    assertThatThrownBy(() -> trainer(lines()).fit(wide)).isInstanceOf(ShapeException.class)
        .hasMessage("the model takes \"y\" as F32 [1], but the data set has F32 [2]");
    Model trained = Pairs.model();
    Pairs.trainer(trained, ONE).fit(Pairs.data(32, 1));
    Examples pairs = Pairs.data(4, 1);
    Examples numbers = Examples.of(4, pairs.inputs(), List.of(pairs.targets().get(0), Field.of("same", column(1, 1, 1, 1))));
    assertThatThrownBy(() -> trained.evaluate(numbers)).isInstanceOf(ShapeException.class)
        .hasMessage("the model was trained for targets \"same\" I32 [], but the data set has F32 [1]");
    Examples labels = Examples.of(4, pairs.inputs(),
        List.of(Field.of("cloud", Tensor.of(Shape.of(4), 0, 1, 2, 3)), pairs.targets().get(1)));
    assertThatThrownBy(() -> trained.evaluate(labels))
        .hasMessage("example 3 has label 3 for \"cloud\", but the model knows the classes 0 to 2");
  }

  @Test
  void augmentationsAreForOneInputAndOneTarget() {
    assertThatThrownBy(() -> Pairs.trainer(Pairs.model(), ONE).augmentation((training, _, _) -> training).fit(Pairs.data(32, 1)))
        .isExactlyInstanceOf(GradusException.class).hasMessage("an augmentation changes examples of one input and one target, a Dataset, "
            + "but these have the inputs \"left\", \"right\" and the targets \"cloud\", \"same\"");
  }

  @Test
  void aModelOfOneNamedInputAndOutputNeedsNoNamesToTrain() {
    Model model = Model.create((scope, in) -> Map.of("answer", dense(1).apply(scope, in.get("x"))), Inputs.inputs("x", Shape.of(1)),
        Seed.seed(1));
    Examples data = Examples.of(Map.of("x", column(1, -2)), Map.of("answer", Tensor.of(Shape.of(2), 0, 1)));
    Trainer.of(model).loss(binaryCrossEntropy()).metrics(accuracy()).optimizer(gradientDescent(1)).epochs(50).execution(ONE).fit(data);
    assertThat(model.evaluate(data).metric("answer/accuracy")).isEqualTo(1);
    assertThat(model.predict(Tensor.of(Shape.of(1), 1f)).get(0)).isLessThan(0.5);
    assertThat(model.predictions(data).predicted().shape()).isEqualTo(Shape.of(2, 1));
    assertThatThrownBy(() -> Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(gradientDescent(1)).fit(Nets.MLP.data(4)))
        .hasMessage("the model needs the inputs \"x\", but the data set has \"input\"");
  }
}
