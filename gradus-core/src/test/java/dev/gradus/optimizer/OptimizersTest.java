package dev.gradus.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.catalogue.Row;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

public class OptimizersTest {
  /// (3 x² + x · y + 2 y²) / 2, whose gradients are 3 x + y / 2 and x / 2 + 2 y.
  static Value bowl(Value x, Value y) {
    return x.square().multiply(3).add(x.multiply(y)).add(y.square().multiply(2)).multiply(0.5);
  }

  public static List<Row> catalogue() {
    return OptimizerCase.all().stream().map(one -> new Row(one.name(), () -> new OptimizersTest().threeStepsAreThoseOfTheFormula(one))).toList();
  }

  @Test
  void namesAreThoseOfTheMethods() {
    assertThat(OptimizerCase.all()).allSatisfy(one -> assertThat(one.make().apply(0.5).name()).isEqualTo(one.name()));
  }

  @ParameterizedTest
  @MethodSource("dev.gradus.optimizer.OptimizerCase#all")
  void threeStepsAreThoseOfTheFormula(OptimizerCase one) {
    float[] x = {1, -0.5f};
    float[] y = {2, 0.25f};
    double[] wx = {1, -0.5};
    double[] wy = {2, 0.25};
    double[][][] kept = new double[2][3][2];
    try (Descent descent = new Descent(one.make().apply(one.rate()), OptimizersTest::bowl, x, y)) {
      for (int t = 1; t <= 3; t++) {
        double[] gx = {3 * wx[0] + wy[0] / 2, 3 * wx[1] + wy[1] / 2};
        double[] gy = {wx[0] / 2 + 2 * wy[0], wx[1] / 2 + 2 * wy[1]};
        wx = one.formula().next(wx, gx, t, kept[0]);
        wy = one.formula().next(wy, gy, t, kept[1]);
        descent.step(1);
        for (int i = 0; i < 2; i++) {
          assertThat((double) descent.x()[i]).as("x[%d] after step %d", i, t).isCloseTo(wx[i], within(1e-6));
          assertThat((double) descent.y()[i]).as("y[%d] after step %d", i, t).isCloseTo(wy[i], within(1e-6));
        }
      }
    }
  }

  /// Kingma and Ba 2015, section 2.1: the first step is η · sign(g), whatever the gradient's size.
  @Test
  void adamsFirstStepIsTheLearningRate() {
    try (Descent descent = new Descent(
        Optimizers.adam(0.25), (x, y) -> x.multiply(1e3).subtract(y.multiply(1e-3)), new float[] {1, 2}, new float[] {3, 4})) {
      descent.step(1);
      assertThat(descent.x()).containsExactly(new float[] {0.75f, 1.75f}, within(1e-5f));
      assertThat(descent.y()).containsExactly(new float[] {3.25f, 4.25f}, within(1e-5f));
    }
  }

  /// The defaults that the documentation states.
  @Test
  void defaultsAreThoseThatAreDocumented() {
    for (List<Optimizer> pair : List.of(
        List.of(Optimizers.momentum(0.1), Optimizers.momentum(0.1, 0.9)),
        List.of(Optimizers.nesterov(0.1), Optimizers.nesterov(0.1, 0.9)),
        List.of(Optimizers.adaGrad(0.1), Optimizers.adaGrad(0.1, 0, 1e-10)),
        List.of(Optimizers.adaDelta(0.1), Optimizers.adaDelta(0.1, 0.95, 1e-6)),
        List.of(Optimizers.rmsProp(0.1), Optimizers.rmsProp(0.1, 0.9, 1e-8)),
        List.of(Optimizers.centredRmsProp(0.1), Optimizers.centredRmsProp(0.1, 0.95, 1e-4)),
        List.of(Optimizers.rprop(0.1), Optimizers.rprop(0.1, 0.5, 1.2, 1e-5, 500)),
        List.of(Optimizers.adam(0.1), Optimizers.adam(0.1, 0.9, 0.999, 1e-8)),
        List.of(Optimizers.amsGrad(0.1), Optimizers.amsGrad(0.1, 0.9, 0.999, 1e-8)),
        List.of(Optimizers.adaMax(0.1), Optimizers.adaMax(0.1, 0.9, 0.999, 1e-8)),
        List.of(Optimizers.nadam(0.1), Optimizers.nadam(0.1, 0.9, 0.999, 1e-8)),
        List.of(Optimizers.adamW(0.1), Optimizers.adamW(0.1, 0.9, 0.999, 1e-8, 0.01)),
        List.of(Optimizers.lion(0.1), Optimizers.lion(0.1, 0.9, 0.99, 0)),
        List.of(Optimizers.lamb(0.1), Optimizers.lamb(0.1, 0.9, 0.999, 1e-6, 0.01)))) {
      float[] x = {1e-7f, -0.5f};
      float[] y = {2, 1e-8f};
      try (Descent one = new Descent(pair.get(0), OptimizersTest::bowl, x, y);
          Descent other = new Descent(pair.get(1), OptimizersTest::bowl, x, y)) {
        one.step(40);
        other.step(40);
        assertThat(one.x()).as(pair.getFirst().name()).containsExactly(other.x());
        assertThat(one.y()).as(pair.getFirst().name()).containsExactly(other.y());
      }
    }
  }

  @Test
  void adaGradStartsFromTheGivenAccumulator() {
    try (Descent descent = new Descent(
        Optimizers.adaGrad(1, 9, 1e-10), (x, y) -> x.multiply(4).add(y.multiply(0)), new float[] {1, 1}, new float[] {1, 1})) {
      descent.step(1);
      // 1 - 4 / √(9 + 16), then that - 4 / √(25 + 16)
      assertThat(descent.x()).containsExactly(new float[] {0.2f, 0.2f}, within(1e-6f));
      assertThat(descent.state("optimizer/squareSum/x")).containsExactly(25, 25);
      descent.step(1);
      assertThat((double) descent.x()[0]).isCloseTo(0.2 - 4 / Math.sqrt(41), within(1e-6));
    }
  }

  @Test
  void rpropRestsWhereTheSignChangesAndKeepsItsStepWithinBounds() {
    try (Descent descent = new Descent(
        Optimizers.rprop(1, 0.5, 2, 0.5, 4), (x, y) -> x.abs().add(y.multiply(1e-30)), new float[] {2.5f, 20.25f}, new float[] {0, 0})) {
      // Steps 1, 2 (now at -0.5), rest with half the step, 1 (0.5), rest with 0.5, 0.5 (0) ..
      float[] expected = {1.5f, -0.5f, -0.5f, 0.5f, 0.5f, 0};
      for (float x : expected) {
        descent.step(1);
        assertThat(descent.x()[0]).isEqualTo(x);
      }
      // 1, 2, 4, 4, 4, 4
      assertThat(descent.x()[1]).isEqualTo(1.25f);
      // Signs agree however small the gradients: their product would be 0 in float32.
      assertThat(descent.y()[0]).isEqualTo(-19);
    }
  }

  /// With β1 = 0, β2 = 1/2 and the gradient x of x² / 2: v = 8, then 4 + 0.46447² / 2, which is less.
  @Test
  void amsGradKeepsTheLargestSquare() {
    try (Descent descent = new Descent(Optimizers.amsGrad(2.5, 0, 0.5, 1e-8), (x, y) -> x.square().add(y.square()).multiply(0.5),
        new float[] {4, 4}, new float[] {0, 0})) {
      descent.step(1);
      double first = 4 - 2.5 * 4 / Math.sqrt(8);
      assertThat((double) descent.x()[0]).isCloseTo(first, within(1e-6));
      descent.step(1);
      assertThat((double) descent.x()[0]).isCloseTo(first - 2.5 * first / Math.sqrt(8), within(1e-6));
      assertThat(descent.y()).as("no gradient, no step").containsExactly(0, 0);
    }
  }

  @Test
  void lambLeavesTheDirectionWhereANormIsZero() {
    try (Descent descent = new Descent(
        Optimizers.lamb(0.5), (x, y) -> x.multiply(3).add(y.multiply(0)), new float[] {0, 0}, new float[] {0, 0})) {
      descent.step(1);
      assertThat(descent.x()).containsExactly(new float[] {-0.5f, -0.5f}, within(1e-5f));
      assertThat(descent.y()).containsExactly(0, 0);
    }
  }

  @Test
  void betaZeroIsNoMean() {
    try (Descent descent = new Descent(Optimizers.adam(0.5, 0, 0, 1e-8), OptimizersTest::bowl, new float[] {1, 2}, new float[] {1, 2})) {
      descent.step(1);
      assertThat(descent.x()).containsExactly(new float[] {0.5f, 1.5f}, within(1e-6f));
    }
  }

  @Test
  void slotsAreNamedByKindAndParameter() {
    UpdateScope scope = new UpdateScope(Value.constant(1), Value.constant(1));
    Value w = Value.of(new Variable("dense_1/kernel", Shape.of(2, 3), Variable.Role.PARAMETER), List.of());
    Map<Variable, Value> updates = Optimizers.adam(0.1).updates(scope, List.of(w), List.of(w));
    assertThat(updates.keySet()).containsExactlyInAnyOrder(
        new Variable("optimizer/mean/dense_1/kernel", Shape.of(2, 3), Variable.Role.SLOT),
        new Variable("optimizer/square/dense_1/kernel", Shape.of(2, 3), Variable.Role.SLOT), (Variable) w.op());
    UpdateScope other = new UpdateScope(Value.constant(1), Value.constant(1));
    assertThat(Optimizers.gradientDescent(0.1).updates(other, List.of(w), List.of(w))).containsOnlyKeys((Variable) w.op());
  }

  @Test
  void transformsChain() {
    Optimizer halved = new Optimizer(
        "halved", 1, GradientTransform.each((_, _, g) -> g.multiply(0.5)).then(GradientTransform.each((_, _, g) -> g.add(1))));
    try (Descent descent = new Descent(halved, (x, y) -> x.multiply(4).add(y.multiply(6)), new float[] {0, 0}, new float[] {0, 0})) {
      descent.step(1);
      assertThat(descent.x()).containsExactly(-3, -3);
      assertThat(descent.y()).containsExactly(-4, -4);
    }
  }

  @Test
  void anotherLearningRateIsTheOnlyChange() {
    Optimizer adam = Optimizers.adam(0.1);
    assertThat(adam.learningRate(0.2)).isEqualTo(new Optimizer("adam", 0.2, adam.transform()));
  }

  @Test
  void refusesWhatCannotWork() {
    refused("the learning rate must be a positive number, not 0.0", () -> Optimizers.gradientDescent(0));
    refused("the learning rate must be a positive number, not -1.0", () -> Optimizers.adam(-1));
    refused("the learning rate must be a positive number, not NaN", () -> Optimizers.momentum(Double.NaN));
    refused("the learning rate must be a positive number, not Infinity", () -> Optimizers.nesterov(Double.POSITIVE_INFINITY));
    refused("the momentum must be in [0, 1), not 1.0", () -> Optimizers.momentum(0.1, 1));
    refused("the momentum must be in [0, 1), not -0.1", () -> Optimizers.nesterov(0.1, -0.1));
    refused("beta1 must be in [0, 1), not 1.0", () -> Optimizers.adam(0.1, 1, 0.9, 1e-8));
    refused("beta2 must be in [0, 1), not NaN", () -> Optimizers.adam(0.1, 0.9, Double.NaN, 1e-8));
    refused("epsilon must be positive, not 0.0", () -> Optimizers.adam(0.1, 0.9, 0.9, 0));
    refused("the decay must be in [0, 1), not 1.0", () -> Optimizers.rmsProp(0.1, 1, 1e-8));
    refused("the initial accumulator must be at least 0, not -1.0", () -> Optimizers.adaGrad(0.1, -1, 1e-8));
    refused("the weight decay must be at least 0, not -0.5", () -> Optimizers.adamW(0.1, 0.9, 0.9, 1e-8, -0.5));
    refused("Rprop's decrease must be in (0, 1) and its increase above 1, not 0.5 and 1.0",
        () -> Optimizers.rprop(0.1, 0.5, 1, 0, 50));
    refused("Rprop's step sizes start at 1, so the smallest must be in [0, 1] and the largest at least 1, not 2.0 and 50.0",
        () -> Optimizers.rprop(0.1, 0.5, 1.2, 2, 50));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }
}
