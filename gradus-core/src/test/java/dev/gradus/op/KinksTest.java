package dev.gradus.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.Trial;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.activation.Activations;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the documentation promises where a function has no derivative, or more than one answer. On every backend.
class KinksTest {
  private static final float NAN = Float.NaN;

  private static Value x(int... lengths) {
    return Value.input("x", DType.F32, Shape.of(lengths));
  }

  private static float[] floats(Value y, float... x) {
    return each(y, Map.of("x", x)).floats().get("y");
  }

  private static Trial.Outcome each(Value y, Map<String, float[]> inputs) {
    Graph graph = new Graph(Map.of("y", y));
    Trial trial = Trial.of(Map.of(), inputs);
    try (Workers workers = new Workers(2)) {
      Trial.Outcome first = trial.run(graph, Backend.REFERENCE, workers);
      for (Backend backend : Backend.values()) {
        assertThat(trial.run(graph, backend, workers).bits()).as(backend.name()).isEqualTo(first.bits());
      }
      return first;
    }
  }

  private static Value gradient(Value y, Value by) {
    return Gradients.of(y.sum(), List.of(by)).getFirst();
  }

  @Test
  void reluHasNoSlopeAtZero() {
    Value x = x(4);
    assertThat(floats(gradient(x.relu(), x), -1f, -0f, 0f, 1f)).containsExactly(0, 0, 0, 1);
  }

  @Test
  void leakyReluHasItsSlopeAtZero() {
    Value x = x(4);
    assertThat(floats(gradient(Activations.leakyRelu(x, 0.25), x), -1f, -0f, 0f, 1f)).containsExactly(0.25f, 0.25f, 0.25f, 1);
  }

  @Test
  void absHasNoSlopeAtZero() {
    Value x = x(3);
    assertThat(floats(gradient(x.abs(), x), -2f, 0f, 2f)).containsExactly(-1, 0, 1);
  }

  @Test
  void theSecondOfEqualsGetsTheGradientOfMaximumAndMinimum() {
    Value a = Value.input("a", DType.F32, Shape.of(3));
    Value b = Value.input("b", DType.F32, Shape.of(3));
    Map<String, float[]> inputs = Map.of("a", new float[] {1, 2, 3}, "b", new float[] {2, 2, 2});
    assertThat(each(gradient(a.maximum(b), a), inputs).floats().get("y")).containsExactly(0, 0, 1);
    assertThat(each(gradient(a.maximum(b), b), inputs).floats().get("y")).containsExactly(1, 1, 0);
    assertThat(each(gradient(a.minimum(b), a), inputs).floats().get("y")).containsExactly(1, 0, 0);
    assertThat(each(gradient(a.minimum(b), b), inputs).floats().get("y")).containsExactly(0, 1, 1);
  }

  @Test
  void equalsShareTheGradientOfMax() {
    Value x = x(2, 4);
    assertThat(floats(gradient(x.max(1), x), 3, 1, 3, 2, 5, 5, 5, 5)).containsExactly(0.5f, 0, 0.5f, 0, 0.25f, 0.25f, 0.25f, 0.25f);
  }

  @Test
  void theLargestOfANaNIsNaN() {
    assertThat(floats(x(2, 3).max(1), 1, NAN, 2, 1, 2, 3)).containsExactly(NAN, 3);
  }

  @Test
  void argMaxTakesTheFirstOfEqualsAndTheFirstNaN() {
    Value y = x(6, 4).argMax();
    int[] largest = each(y, Map.of("x", new float[] {
        1, 3, 3, 2, 7, 7, 7, 7, 1, NAN, 9, NAN, NAN, 1, 2, 3, -0f, 0f, -1, 0f,
        Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, -5, Float.NEGATIVE_INFINITY})).integers().get("y");
    assertThat(largest).containsExactly(1, 0, 1, 0, 0, 2);
  }

  private static final Window TWO = new Window(2, 2, 2, 2, 0, 0, 0, 0, 1, 1);

  @Test
  void theFirstOfEqualsInAWindowWins() {
    Value x = x(1, 2, 4, 1);
    Value pool = x.maxPool(TWO);
    assertThat(floats(pool, 1, 2, 0f, -0f, 2, 1, -0f, 0f)).containsExactly(2, 0);
    assertThat(floats(gradient(pool, x), 1, 2, 0f, -0f, 2, 1, -0f, 0f)).containsExactly(0, 1, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void aNaNWinsItsWindow() {
    Value x = x(1, 2, 4, 1);
    Value pool = x.maxPool(TWO);
    assertThat(floats(pool, 1, NAN, 4, 3, 9, NAN, 2, 1)).containsExactly(NAN, 4);
    assertThat(floats(gradient(pool, x), 1, NAN, 4, 3, 9, NAN, 2, 1)).containsExactly(0, 1, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void paddingNeverWinsAndCountsForNoMean() {
    Value x = x(1, 1, 1, 1);
    Window padded = new Window(2, 2, 1, 1, 1, 0, 1, 0, 1, 1);
    assertThat(floats(x.maxPool(padded), -3)).containsExactly(-3);
    assertThat(floats(x.averagePool(padded), -3)).containsExactly(-3);
  }

  @Test
  void aNaNMaskIsNotZero() {
    Value x = x(4);
    assertThat(floats(x.select(Value.constant(1), Value.constant(2)), NAN, 0f, -0f, -1f)).containsExactly(1, 2, 2, 1);
  }

  @Test
  void comparisonsWithNaNAreFalse() {
    assertThat(floats(x(2).greater(0), NAN, 1)).containsExactly(0, 1);
    Value x = x(3);
    assertThat(floats(x.equalTo(x), NAN, 1, -0f)).containsExactly(0, 1, 1);
  }

  @Test
  void aLabelOutsideTheDepthGivesZeros() {
    Value labels = Value.input("labels", DType.I32, Shape.of(4));
    Trial trial = new Trial(Map.of(), Map.of(), Map.of("labels", new int[] {-1, 0, 1, 2}), Map.of());
    assertThat(trial.values(List.of(labels.oneHot(2))).getFirst()).containsExactly(0, 0, 1, 0, 0, 1, 0, 0);
  }
}
