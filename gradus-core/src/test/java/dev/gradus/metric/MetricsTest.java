package dev.gradus.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.Trial;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Map<Character, Integer> FOUR = Map.of('N', 4);

  private final Value logits = Value.input("z", DType.F32, Shape.of(3).batched());
  private final Value labels = Value.input("t", DType.I32, Shape.SCALAR.batched());

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
}
