package dev.gradus.train;

import static dev.gradus.initializer.Initializers.constant;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.diagnose.Activity;
import dev.gradus.diagnose.Cause;
import dev.gradus.diagnose.Diagnosis;
import dev.gradus.diagnose.Origin;
import dev.gradus.graph.Value;
import dev.gradus.layer.Layer;
import dev.gradus.loss.Loss;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);

  /// Points in three dimensions, in the class of the octant's sign.
  private static float[] points(int count) {
    RandomStream random = new RandomStream(5, "points");
    float[] points = new float[3 * count];
    for (int i = 0; i < points.length; i++) {
      points[i] = (float) (2 * random.nextDouble() - 1);
    }
    return points;
  }

  private static Dataset classified(float[] points) {
    int[] labels = new int[points.length / 3];
    Arrays.setAll(labels, i -> points[3 * i] * points[3 * i + 1] > 0 ? 1 : 0);
    return Dataset.of(Tensor.of(Shape.of(labels.length, 3), points), Tensor.of(Shape.of(labels.length), labels));
  }

  private static Layer net() {
    return sequential(dense(16), relu(), dense(16), relu(), dense(2));
  }

  private static Model model(Layer net) {
    return Model.create(net, Shape.of(3), Seed.seed(1));
  }

  private static Trainer trainer(Model model, Optimizer optimizer) {
    return Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(optimizer).execution(ONE).batchSize(16).epochs(5);
  }

  private static DivergenceException diverges(Trainer trainer, Dataset data) {
    DivergenceException diverged = catchThrowableOfType(DivergenceException.class, () -> trainer.fit(data));
    assertThat(diverged).as("the training diverges").isNotNull();
    return diverged;
  }

  /// A loss of your own, of the error's size.
  private static Loss own(UnaryOperator<Value> ofSize) {
    return new Loss() {
      @Override
      public String name() {
        return "own";
      }

      @Override
      public Value perExample(Value output, Value target) {
        return ofSize.apply(output.subtract(target).abs()).sum(1);
      }

      @Override
      public Value predict(Value output) {
        return output;
      }
    };
  }

  @Test
  void aRateTenThousandTimesTooLargeIsNamedWithOneToTry() {
    DivergenceException diverged = diverges(trainer(model(net()), gradientDescent(0.1 * 1e4)), classified(points(400)));
    Diagnosis diagnosis = diverged.diagnosis();
    assertThat(diagnosis.cause()).isInstanceOfSatisfying(Cause.TooLargeRate.class, cause -> {
      assertThat(cause.rate()).isEqualTo(1000);
      assertThat(cause.relativeUpdate()).isGreaterThan(10);
      assertThat(cause.proposal()).isBetween(1e-3, 1.0);
    });
  }

  @Test
  void adamWithARateTenThousandTimesTooLargeExplodesWithoutNaN() {
    DivergenceException diverged = diverges(trainer(model(net()), adam(100)), classified(points(400)));
    assertThat(diverged.diagnosis().cause()).isInstanceOfSatisfying(Cause.TooLargeRate.class, cause -> {
      assertThat(cause.step()).isEqualTo(1);
      assertThat(cause.proposal()).isBetween(1e-3, 1e-2);
    });
  }

  @Test
  void theLogarithmOfZeroInALossOfYourOwnIsFoundWithItsRow() {
    float[] targets = new float[400];
    Arrays.fill(targets, 1);
    targets[124] = 0;
    // A layer of zeros: outputs 0, so that the error of row 124 is 0.
    Model model = model(dense(1).initializer(constant(0)));
    Dataset data = Dataset.of(Tensor.of(Shape.of(400, 3), new float[1200]), Tensor.of(Shape.of(400, 1), targets));
    DivergenceException diverged = diverges(
        trainer(model, gradientDescent(1e-30)).loss(own(Value::log)).validationSplit(0.1).batchSize(Trainer.WHOLE_SET), data);
    Diagnosis diagnosis = diverged.diagnosis();
    assertThat(diagnosis.cause()).isEqualTo(new Cause.Undefined("LOG", "loss", 0));
    assertThat(diagnosis.origin()).contains(new Origin(
        Origin.Phase.FORWARD, "LOG", "loss", Float.NEGATIVE_INFINITY, OptionalInt.of(124), List.of(0f)));
  }

  @Test
  void aGradientThatDividesByZeroIsFoundThoughTheLossIsFinite() {
    Model model = model(dense(1).initializer(constant(0)));
    Dataset data = Dataset.of(Tensor.of(Shape.of(16, 3), points(16)), Tensor.of(Shape.of(16, 1), new float[16]));
    DivergenceException diverged = diverges(trainer(model, gradientDescent(0.1)).epochs(1).loss(own(Value::sqrt)), data);
    assertThat(diverged).hasMessageStartingWith("a weight of \"dense_1/kernel\" became NaN or infinite at step 1 in epoch 1");
    assertThat(diverged.diagnosis().cause()).isEqualTo(new Cause.Undefined("DIVIDE", "loss", 0));
    assertThat(diverged.diagnosis().origin().orElseThrow().phase()).isEqualTo(Origin.Phase.BACKWARD);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f})
  void aBadValueIsNamedByItsRowInTheDataAsGiven(float bad) {
    float[] points = points(400);
    Dataset data = classified(points.clone());
    points[3 * 217 + 2] = bad;
    Dataset spoilt = Dataset.of(Tensor.of(Shape.of(400, 3), points), Tensor.of(Shape.of(400), labels(data)));
    DivergenceException diverged = diverges(trainer(model(net()), adam(1e-3)).validationSplit(0.1).seed(Seed.seed(3)), spoilt);
    assertThat(diverged.diagnosis().cause()).isEqualTo(new Cause.BadValue("input", 217, List.of(2), bad));
  }

  private static int[] labels(Dataset data) {
    int[] labels = new int[data.size()];
    Arrays.setAll(labels, data::readLabel);
    return labels;
  }

  @Test
  void aBadTargetIsNamedToo() {
    float[] targets = new float[100];
    targets[77] = Float.NaN;
    Dataset data = Dataset.of(Tensor.of(Shape.of(100, 3), points(100)), Tensor.of(Shape.of(100, 1), targets));
    DivergenceException diverged = diverges(trainer(model(dense(1)), adam(1e-3)).loss(meanSquaredError()), data);
    assertThat(diverged.diagnosis().cause()).isEqualTo(new Cause.BadValue("target", 77, List.of(0), Float.NaN));
    assertThat(diverged.diagnosis().origin()).contains(new Origin(
        Origin.Phase.FORWARD, "Input", "", Float.NaN, OptionalInt.of(77), List.of()));
  }

  @Test
  void targetsTooLargeForFloatsAreToBeScaled() {
    float[] targets = new float[64];
    Arrays.fill(targets, 1e25f);
    Dataset data = Dataset.of(Tensor.of(Shape.of(64, 3), points(64)), Tensor.of(Shape.of(64, 1), targets));
    DivergenceException diverged = diverges(trainer(model(dense(1)), adam(1e-3)).loss(meanSquaredError()), data);
    assertThat(diverged.diagnosis().cause()).isEqualTo(new Cause.LargeValues("target", 1e25f));
  }

  @Test
  void aLayerOfDeadUnitsIsWarnedOfOnce() {
    Model model = model(sequential(dense(16).initializer(constant(0)), (_, x) -> x.subtract(10), relu(), dense(8), relu(), dense(2)));
    List<Diagnosis> warnings = new ArrayList<>();
    TrainingReport report = trainer(model, adam(1e-3)).epochs(3).listener(new Listener() {
      @Override
      public void warned(Training training, Diagnosis diagnosis) {
        warnings.add(diagnosis);
      }
    }).fit(classified(points(400)));
    assertThat(report.history()).hasSize(3);
    assertThat(warnings.getFirst().cause()).isEqualTo(new Cause.DeadUnits(List.of("relu_1", "relu_2"), 400));
    assertThat(warnings.getFirst().activity()).containsExactly(new Activity("relu_1", 16, 16), new Activity("relu_2", 8, 8));
    assertThat(warnings).hasSize(1);
  }

  @Test
  void theModelKeepsTheWeightsFromBeforeTheBadStep() {
    float[] points = points(400);
    points[3 * 399] = Float.NaN;
    Dataset spoilt = Dataset.of(Tensor.of(Shape.of(400, 3), points), Tensor.of(Shape.of(400), labels(classified(points(400)))));
    List<String> hashes = new ArrayList<>();
    Model model = model(net());
    hashes.add(model.weightsSha256());
    DivergenceException diverged = diverges(trainer(model, adam(1e-3)).seed(Seed.seed(9)).listener(new Listener() {
      @Override
      public void stepFinished(Training training) {
        hashes.add(training.model().weightsSha256());
      }
    }), spoilt);
    Diagnosis diagnosis = diverged.diagnosis();
    assertThat(diagnosis.weightsBefore()).isEqualTo(OptionalLong.of(hashes.size()));
    assertThat(diagnosis.step()).as("some steps are good").isEqualTo(hashes.size()).isGreaterThan(3);
    assertThat(model.weightsSha256()).isEqualTo(hashes.getLast());
  }

  @Test
  void dataThatChangeWhenReadAgainAreSaidToDoSo() {
    Dataset data = classified(points(64));
    int[] reads = new int[1];
    DivergenceException diverged = diverges(trainer(model(net()), adam(1e-3)), new Changing(data, reads));
    assertThat(diverged.diagnosis().cause()).isEqualTo(new Cause.Unrepeatable());
  }

  @Test
  void diagnosingCanBeLeftOut() {
    float[] targets = new float[64];
    Arrays.fill(targets, Float.NaN);
    Dataset data = Dataset.of(Tensor.of(Shape.of(64, 3), points(64)), Tensor.of(Shape.of(64, 1), targets));
    DivergenceException diverged = diverges(trainer(model(dense(1)), adam(1e-3)).loss(meanSquaredError()).diagnosing(false), data);
    assertThat(diverged).hasMessage("the loss became NaN at step 1 in epoch 1 with learning rate 0.001. Likely cause: taking the steps"
        + " again to find out why was not possible: it is switched off. Lower the learning rate, or look for NaN and infinity in the"
        + " data");
  }

  @Test
  void theDiagnosisIsTheSameOnEveryBackendAndForAnyThreads() {
    List<String> diagnoses = new ArrayList<>();
    for (Execution execution : List.of(ONE, new Execution(Backend.SCALAR, 3), new Execution(Backend.VECTOR, 2))) {
      diagnoses.add(diverges(trainer(model(net()), gradientDescent(1000)).execution(execution), classified(points(400)))
          .diagnosis().toString());
    }
    assertThat(diagnoses).containsOnly(diagnoses.getFirst());
  }
}
