package dev.gradus.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.Trial;
import dev.gradus.catalogue.Row;
import dev.gradus.graph.Value;
import dev.gradus.loss.Losses;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

public class MetricsTest {
  private static final Map<Character, Integer> FOUR = Map.of('N', 4);

  private final Value logits = Value.input("z", DType.F32, Shape.of(3).batched());
  private final Value labels = Value.input("t", DType.I32, Shape.SCALAR.batched());

  public static List<Row> catalogue() {
    MetricsTest test = new MetricsTest();
    return List.of(
        new Row("accuracy", test::accuracyComparesTheMostLikelyClassWithTheLabel),
        new Row("accuracy", test::accuracyOfOneLogitAsksForItsSign),
        new Row("topKAccuracy", test::topKAccuracyLooksForTheLabelAmongTheMostLikely),
        new Row("meanSquaredError", test::errorsAreThoseOfTheOutput),
        new Row("meanAbsoluteError", test::errorsAreThoseOfTheOutput),
        new Row("logLoss", test::logLossIsThePlainCrossEntropy),
        new Row("ofPrediction", test::errorsOfPredictionsGoThroughTheLoss));
  }

  @Test
  void accuracyComparesTheMostLikelyClassWithTheLabel() {
    Trial trial = new Trial(
        FOUR, Map.of("z", new float[] {1, 5, 2, 0, 0, 0, -3, -2, -1, 7, 1, 1}), Map.of("t", new int[] {1, 0, 0, 2}), Map.of());
    Value accuracy = Metrics.accuracy().perExample(logits, labels);
    assertThat(accuracy.shape()).isEqualTo(Shape.SCALAR.batched());
    assertThat(trial.values(List.of(accuracy)).getFirst()).containsExactly(1, 1, 0, 0);
    assertThat(Metrics.accuracy().name()).isEqualTo("accuracy");
  }

  @Test
  void accuracyTakesProbabilitiesAsTargets() {
    Value targets = Value.input("t", DType.F32, Shape.of(3).batched());
    Trial trial = Trial.of(FOUR, Map.of(
        "z", new float[] {1, 5, 2, 0, 0, 0, -3, -2, -1, 7, 1, 1}, "t", new float[] {0, 1, 0, 1, 0, 0, 0.9f, 0.1f, 0, 0.5f, 0.2f, 0.3f}));
    assertThat(trial.values(List.of(Metrics.accuracy().perExample(logits, targets))).getFirst()).containsExactly(1, 1, 0, 1);
  }

  @Test
  void accuracyOfOneLogitAsksForItsSign() {
    for (Shape shape : List.of(Shape.SCALAR.batched(), Shape.of(1).batched())) {
      Value z = Value.input("z", DType.F32, shape);
      Value answers = Value.input("t", DType.F32, Shape.SCALAR.batched());
      Trial trial = new Trial(
          FOUR, Map.of("z", new float[] {2, -2, 0, 0.1f}, "t", new float[] {1, 1, 0, 0}), Map.of("t", new int[] {1, 1, 0, 0}), Map.of());
      assertThat(Trial.of(FOUR, trial.floats()).values(List.of(Metrics.accuracy().perExample(z, answers))).getFirst())
          .containsExactly(1, 0, 1, 0);
      Trial whole = new Trial(FOUR, Map.of("z", trial.floats().get("z")), trial.integers(), Map.of());
      assertThat(whole.values(List.of(Metrics.accuracy().perExample(z, labels))).getFirst()).containsExactly(1, 0, 1, 0);
    }
  }

  @Test
  void accuracyNeedsClasses() {
    Value images = Value.input("z", DType.F32, Shape.of(2, 3).batched());
    assertThatThrownBy(() -> Metrics.accuracy().perExample(images, labels)).isInstanceOf(ShapeException.class)
        .hasMessage("accuracy expects an output [N, classes], got [N, 2, 3]");
  }

  @Test
  void recallIsTheFractionRecognised() {
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat", "dog", "none"), new int[][] {{3, 1, 0}, {0, 5, 0}, {0, 0, 0}});
    assertThat(matrix.recall(0)).isEqualTo(0.75);
    assertThat(matrix.recall(1)).isEqualTo(1);
    assertThat(matrix.recall(2)).isNaN();
  }

  @Test
  void topKAccuracyLooksForTheLabelAmongTheMostLikely() {
    Trial trial = new Trial(
        FOUR, Map.of("z", new float[] {1, 5, 2, 1, 5, 2, 1, 5, 2, 3, 3, 3}), Map.of("t", new int[] {0, 1, 2, 0}), Map.of());
    List<float[]> hits = trial.values(List.of(Metrics.topKAccuracy(1).perExample(logits, labels),
        Metrics.topKAccuracy(2).perExample(logits, labels), Metrics.topKAccuracy(3).perExample(logits, labels)));
    assertThat(hits.get(0)).containsExactly(0, 1, 0, 0);
    assertThat(hits.get(1)).containsExactly(0, 1, 1, 0);
    assertThat(hits.get(2)).containsExactly(1, 1, 1, 1);
    assertThat(Metrics.topKAccuracy(5).name()).isEqualTo("top5Accuracy");
  }

  @Test
  void topKAccuracyOfNaNIsNone() {
    Trial trial = new Trial(FOUR, Map.of("z", new float[] {Float.NaN, 5, 2, 1, Float.NaN, 2, 1, 5, Float.NaN, 1, 2, 3}),
        Map.of("t", new int[] {0, 1, 2, 2}), Map.of());
    assertThat(trial.values(List.of(Metrics.topKAccuracy(2).perExample(logits, labels))).getFirst()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void topKAccuracyTakesProbabilitiesAndNeedsEnoughClasses() {
    Value targets = Value.input("t", DType.F32, Shape.of(3).batched());
    Trial trial = Trial.of(Map.of('N', 1), Map.of("z", new float[] {1, 5, 2}, "t", new float[] {0.1f, 0.3f, 0.6f}));
    assertThat(trial.values(List.of(Metrics.topKAccuracy(2).perExample(logits, targets))).getFirst()).containsExactly(1);
    assertThatThrownBy(() -> Metrics.topKAccuracy(4).perExample(logits, labels)).isInstanceOf(ShapeException.class)
        .hasMessage("top4Accuracy expects an output [N, classes] of at least 4 classes, got [N, 3]");
    assertThatThrownBy(() -> Metrics.topKAccuracy(0)).hasMessage("k must be at least 1, not 0");
  }

  @Test
  void errorsAreThoseOfTheOutput() {
    Value y = Value.input("z", DType.F32, Shape.of(2).batched());
    Value targets = Value.input("t", DType.F32, Shape.of(2).batched());
    Trial trial = Trial.of(Map.of('N', 2), Map.of("z", new float[] {1, 5, -2, 0}, "t", new float[] {0, 2, -2, 1}));
    List<float[]> errors = trial.values(
        List.of(Metrics.meanSquaredError().perExample(y, targets), Metrics.meanAbsoluteError().perExample(y, targets)));
    assertThat(errors.get(0)).containsExactly(5, 0.5f);
    assertThat(errors.get(1)).containsExactly(2, 0.5f);
  }

  @Test
  void errorsOfPredictionsGoThroughTheLoss() {
    Value z = Value.input("z", DType.F32, Shape.of(4).batched());
    Value targets = Value.input("t", DType.F32, Shape.of(2).batched());
    Metric error = Metrics.ofPrediction(Losses.gaussianWithVariance(), Metrics.meanAbsoluteError());
    Trial trial = Trial.of(Map.of('N', 1), Map.of("z", new float[] {1, 5, 9, 9}, "t", new float[] {0, 2}));
    assertThat(trial.values(List.of(error.perExample(z, targets))).getFirst()).containsExactly(2);
    assertThat(error.name()).isEqualTo("meanAbsoluteError");
  }

  @Test
  void logLossIsThePlainCrossEntropy() {
    Trial trial = new Trial(Map.of('N', 2), Map.of("z", new float[] {0, 0, 0, 0, (float) Math.log(2), 0}), Map.of("t", new int[] {2, 1}), Map.of());
    float[] losses = trial.values(List.of(Metrics.logLoss().perExample(logits, labels))).getFirst();
    assertThat(losses[0]).isCloseTo((float) Math.log(3), within(1e-6f));
    assertThat(losses[1]).isCloseTo((float) Math.log(2), within(1e-6f));
    Value z = Value.input("z", DType.F32, Shape.of(1).batched());
    Trial binary = new Trial(Map.of('N', 2), Map.of("z", new float[] {0, (float) Math.log(3)}), Map.of("t", new int[] {1, 0}), Map.of());
    float[] ofAnswers = binary.values(List.of(Metrics.logLoss().perExample(z, labels))).getFirst();
    assertThat(ofAnswers[0]).isCloseTo((float) Math.log(2), within(1e-6f));
    assertThat(ofAnswers[1]).isCloseTo((float) Math.log(4), within(1e-6f));
  }
}
