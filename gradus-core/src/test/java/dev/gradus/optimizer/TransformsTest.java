package dev.gradus.optimizer;

import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static dev.gradus.optimizer.Optimizers.lamb;
import static dev.gradus.optimizer.Optimizers.momentum;
import static dev.gradus.optimizer.Optimizers.rprop;
import static dev.gradus.optimizer.Transforms.accumulate;
import static dev.gradus.optimizer.Transforms.clipByGlobalNorm;
import static dev.gradus.optimizer.Transforms.clipByNorm;
import static dev.gradus.optimizer.Transforms.clipByValue;
import static dev.gradus.optimizer.Transforms.forParameters;
import static dev.gradus.optimizer.Transforms.l1;
import static dev.gradus.optimizer.Transforms.nesterovTrace;
import static dev.gradus.optimizer.Transforms.trace;
import static dev.gradus.optimizer.Transforms.weightDecay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.catalogue.Row;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

public class TransformsTest {
  /// One step with rate 1 and gradients gx and gy, whatever the weights.
  private static Descent step(Optimizer optimizer, float[] x, float[] y, double gx, double gy) {
    return new Descent(optimizer, (vx, vy) -> vx.multiply(gx).add(vy.multiply(gy)), x, y).step(1);
  }

  private static void moves(Optimizer optimizer, float[] x, double gx, float[] expectedX, float[] y, double gy, float[] expectedY) {
    try (Descent descent = step(optimizer, x, y, gx, gy)) {
      assertThat(descent.x()).containsExactly(expectedX, within(1e-6f));
      assertThat(descent.y()).containsExactly(expectedY, within(1e-6f));
    }
  }

  private static float[] of(double a, double b) {
    return new float[] {(float) a, (float) b};
  }

  public static List<Row> transforms() {
    TransformsTest test = new TransformsTest();
    return List.of(
        new Row("trace", test::tracesAddWhatIsLeftOfThemselves),
        new Row("nesterovTrace", test::tracesAddWhatIsLeftOfThemselves),
        new Row("weightDecay", test::weightDecayAddsTheWeights),
        new Row("l1", test::l1AddsTheSigns),
        new Row("clipByValue", test::clipsByValue),
        new Row("clipByNorm", test::clipsByTheNormOfEachParameter),
        new Row("clipByGlobalNorm", test::clipsByTheNormOfAllParameters),
        new Row("forParameters", test::groupsTakeTheirParametersOnly),
        new Row("decays", test::biasesAndNormsDoNotDecay),
        new Row("accumulate", test::accumulationStartsAnewAfterEachStep));
  }

  public static List<Row> constraints() {
    return List.of(new Row("maxNorm", new TransformsTest()::maxNormShrinksTheWeightsIntoEachUnit));
  }

  /// Gradients 1 and 2 with a decay of 1/2: the trace is g, then 3/2 · g; a step ahead g + g / 2, then g + 3/4 · g.
  @Test
  void tracesAddWhatIsLeftOfThemselves() {
    try (Descent plain = step(new Optimizer("trace", 1, trace(0.5)), of(0, 0), of(0, 0), 1, 2);
        Descent ahead = step(new Optimizer("ahead", 1, nesterovTrace(0.5)), of(0, 0), of(0, 0), 1, 2)) {
      assertThat(plain.x()).containsExactly(-1, -1);
      assertThat(ahead.x()).containsExactly(-1.5f, -1.5f);
      assertThat(plain.step(1).y()).containsExactly(-5, -5);
      assertThat(ahead.step(1).y()).containsExactly(-6.5f, -6.5f);
    }
  }

  @Test
  void weightDecayAddsTheWeights() {
    moves(gradientDescent(1).before(weightDecay(0.25)), of(4, -8), 1, of(4 - 1 - 1, -8 - 1 + 2), of(0, 2), 0, of(0, 1.5));
  }

  /// Adam's first step is η · sign(g): the coupled decay changes g alone, the decoupled one the step.
  @Test
  void weightDecayIsCoupledBeforeAndDecoupledAfterTheOptimizer() {
    moves(adam(0.5).before(weightDecay(0.25)), of(4, -8), 1, of(3.5, -7.5), of(4, 4), 1, of(3.5, 3.5));
    moves(adam(0.5).after(weightDecay(0.25)), of(4, -8), 1, of(4 - 0.5 * 2, -8 - 0.5 * (1 - 2)), of(4, 4), 1, of(3, 3));
  }

  @Test
  void l1AddsTheSigns() {
    moves(gradientDescent(1).before(l1(0.25)), of(4, -8), 0, of(3.75, -7.75), of(0, 1e-9), 0, of(0, -0.25));
  }

  @Test
  void clipsByValue() {
    moves(gradientDescent(1).before(clipByValue(0.5)), of(0, 0), 3, of(-0.5, -0.5), of(0, 0), -0.25, of(0.25, 0.25));
    moves(gradientDescent(1).before(clipByValue(0.5)), of(0, 0), -3, of(0.5, 0.5), of(0, 0), 0, of(0, 0));
  }

  /// ‖(3, 3)‖ = √18 and ‖(0.1, 0.1)‖ = √0.02.
  @Test
  void clipsByTheNormOfEachParameter() {
    double shrunk = 3 / Math.sqrt(18);
    moves(gradientDescent(1).before(clipByNorm(1)), of(0, 0), 3, of(-shrunk, -shrunk), of(0, 0), 0.1, of(-0.1, -0.1));
    moves(gradientDescent(1).before(clipByNorm(1)), of(0, 0), 0, of(0, 0), of(0, 0), 0.1, of(-0.1, -0.1));
  }

  /// ‖(3, 3, 4, 4)‖ = √50.
  @Test
  void clipsByTheNormOfAllParameters() {
    double factor = 1 / Math.sqrt(50);
    moves(gradientDescent(1).before(clipByGlobalNorm(1)), of(0, 0), 3, of(-3 * factor, -3 * factor), of(0, 0), 4,
        of(-4 * factor, -4 * factor));
    moves(gradientDescent(1).before(clipByGlobalNorm(8)), of(0, 0), 3, of(-3, -3), of(0, 0), 4, of(-4, -4));
    moves(gradientDescent(1).before(clipByGlobalNorm(1)), of(1, 1), 0, of(1, 1), of(2, 2), 0, of(2, 2));
  }

  @Test
  void groupsTakeTheirParametersOnly() {
    moves(gradientDescent(1).before(forParameters("y"::equals, weightDecay(0.5))), of(4, 4), 1, of(3, 3), of(4, 4), 1, of(1, 1));
    moves(gradientDescent(1).before(forParameters("x"::equals, clipByGlobalNorm(Math.sqrt(2)))), of(0, 0), 5, of(-1, -1), of(0, 0), 9,
        of(-9, -9));
    moves(gradientDescent(1).before(forParameters("none"::equals, weightDecay(0.5))), of(4, 4), 1, of(3, 3), of(4, 4), 1, of(3, 3));
  }

  @Test
  void biasesAndNormsDoNotDecay() {
    assertThat(List.of("dense_1/kernel", "conv2d_1/filter", "bias/kernel", "w")).allMatch(Transforms::decays);
    assertThat(List.of("dense_1/bias", "batchNorm_1/gamma", "batchNorm_1/beta", "bias")).noneMatch(Transforms::decays);
  }

  /// The columns of [[3, 1], [4, 0]] have norms 5 and 1.
  @Test
  void maxNormShrinksTheWeightsIntoEachUnit() {
    Variable kernel = new Variable("kernel", Shape.of(2, 2), Variable.Role.PARAMETER);
    Variable bias = new Variable("bias", Shape.of(2), Variable.Role.PARAMETER);
    Value k = Value.of(kernel, List.of());
    Value b = Value.of(bias, List.of());
    UpdateScope scope = new UpdateScope(Value.constant(1), Value.constant(1));
    Map<Variable, Value> updates = gradientDescent(1).constrained(Constraints.maxNorm(2))
        .updates(scope, List.of(k, b), List.of(k.multiply(-1), b.multiply(-1)));
    Map<String, Tensor> results = Backend.SCALAR.run(
        new Graph(Map.of("kernel", updates.get(kernel), "bias", updates.get(bias))), Map.of(),
        Map.of("kernel", Tensor.of(Shape.of(2, 2), new float[] {1.5f, 0.5f, 2, 0}), "bias", Tensor.of(Shape.of(2), new float[] {9, 0})));
    assertThat(results.get("kernel").floats()).containsExactly(new float[] {1.2f, 1, 1.6f, 0}, within(1e-6f));
    assertThat(results.get("bias").floats()).containsExactly(18, 0);
  }

  @Test
  void constraintsFollowOneAnother() {
    Optimizer both = gradientDescent(1).constrained((_, next) -> next.minimum(3)).constrained((_, next) -> next.add(1)).learningRate(2);
    moves(both, of(0, 0), -5, of(4, 4), of(0, 0), -1, of(3, 3));
  }

  /// Weights are followed through 6 batches whose gradients depend on the weights: with the weights still for 3 batches, they
  /// are those of the optimizer alone after 2 steps.
  @ParameterizedTest
  @MethodSource("dev.gradus.optimizer.OptimizerCase#all")
  void accumulatedStepsAreThoseOfTheMeanGradient(OptimizerCase one) {
    BinaryOperator<Value> loss = (x, y) -> x.square().multiply(2).add(x.multiply(y)).add(y.square());
    Optimizer alone = one.make().apply(0.1);
    try (Descent often = new Descent(alone.accumulating(3), loss, of(1, -2), of(3, 0.5));
        Descent seldom = new Descent(alone, loss, of(1, -2), of(3, 0.5))) {
      for (int step = 1; step <= 2; step++) {
        often.step(2);
        assertThat(often.x()).as("x before step %d", step).containsExactly(seldom.x());
        often.step(1);
        seldom.step(1);
        assertThat(often.x()).as("x after step %d", step).containsExactly(seldom.x(), within(2e-6f));
        assertThat(often.y()).as("y after step %d", step).containsExactly(seldom.y(), within(2e-6f));
      }
    }
  }

  @Test
  void accumulationWithinAccumulationMultiplies() {
    Optimizer nested = new Optimizer("nested", 0.1, accumulate(2, accumulate(3, momentum(0.1).transform())));
    BinaryOperator<Value> loss = (x, y) -> x.square().add(y.square());
    try (Descent often = new Descent(nested, loss, of(1, -2), of(3, 0.5));
        Descent seldom = new Descent(momentum(0.1), loss, of(1, -2), of(3, 0.5))) {
      often.step(11);
      assertThat(often.x()).containsExactly(seldom.step(1).x(), within(1e-6f));
      often.step(1);
      assertThat(often.x()).containsExactly(seldom.step(1).x(), within(1e-6f));
    }
  }

  /// Accumulated gradients differ from batch to batch where the weights do; here the sum is seen in its slot.
  @Test
  void accumulationStartsAnewAfterEachStep() {
    try (Descent descent = step(gradientDescent(1).accumulating(2), of(0, 0), of(0, 0), 1, 2)) {
      assertThat(descent.state("optimizer/gradientSum/y")).containsExactly(2, 2);
      descent.step(1);
      assertThat(descent.state("optimizer/gradientSum/y")).containsExactly(0, 0);
      assertThat(descent.y()).containsExactly(-2, -2);
    }
  }

  @Test
  void linksOfOneChainHaveSlotsOfTheirOwn() {
    // v1 = g, then g (1 + 0.5); v2 = v1, then 0.5 · v2 + v1
    Optimizer twice = new Optimizer("twice", 1, trace(0.5).then(trace(0.5)));
    try (Descent descent = step(twice, of(0, 0), of(0, 0), 1, 2)) {
      descent.step(1);
      assertThat(descent.state("optimizer/velocity/x")).containsExactly(1.5f, 1.5f);
      assertThat(descent.state("optimizer/velocity_2/x")).containsExactly(2, 2);
      assertThat(descent.x()).containsExactly(-3, -3);
    }
  }

  @Test
  void slotsStartFromTheirInitialValueOnlyOnce() {
    try (Descent descent = step(rprop(1), of(100, 100), of(100, 100), 1, -1)) {
      assertThat(descent.state("optimizer/stepSize/x")).containsExactly(1, 1);
      descent.step(2);
      assertThat(descent.state("optimizer/stepSize/x")).containsExactly(of(1.44, 1.44), within(1e-6f));
    }
  }

  @Test
  void aSlotThatIsNeverUpdatedIsAnError() {
    Optimizer forgetful = new Optimizer("forgetful", 1, GradientTransform.each((scope, parameter, d) -> {
      scope.update(scope.slot("kept", parameter), scope.slot("kept", parameter).add(d));
      return d;
    }));
    refused("the slot \"optimizer/kept_2/x\" is never updated. Each call of slot makes one of its own: keep the value that it returns"
        + " and give it to update", () -> step(forgetful, of(0, 0), of(0, 0), 1, 1));
  }

  @Test
  void lambIsAdamWScaledToTheWeights() {
    try (Descent plain = step(Optimizers.adamW(0.1, 0.9, 0.999, 1e-6, 0.01), of(3, 4), of(0.3, 0.4), 1, 1);
        Descent scaled = step(lamb(0.1), of(3, 4), of(0.3, 0.4), 1, 1)) {
      double[] d = {(3 - plain.x()[0]) / 0.1, (4 - plain.x()[1]) / 0.1};
      double ratio = 5 / Math.hypot(d[0], d[1]);
      assertThat(scaled.x()).containsExactly(of(3 - 0.1 * ratio * d[0], 4 - 0.1 * ratio * d[1]), within(1e-5f));
      assertThat(Math.hypot(0.3 - scaled.y()[0], 0.4 - scaled.y()[1])).as("a step of 0.1 of the norm").isCloseTo(0.05, within(1e-6));
    }
  }

  @Test
  void refusesWhatCannotWork() {
    refused("the limit must be positive, not 0.0", () -> clipByValue(0));
    refused("the limit must be positive, not NaN", () -> clipByNorm(Double.NaN));
    refused("the limit must be positive, not Infinity", () -> clipByGlobalNorm(Double.POSITIVE_INFINITY));
    refused("the L1 rate must be at least 0, not -1.0", () -> l1(-1));
    refused("the weight decay must be at least 0, not NaN", () -> weightDecay(Double.NaN));
    refused("the largest norm must be positive, not -1.0", () -> Constraints.maxNorm(-1));
    refused("the number of batches to accumulate must be at least 1, not 0", () -> accumulate(0, trace(0.5)));
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }
}
