package dev.gradus.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Arena;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizersTest {
  /// What a formula does to a parameter: given its number, gradient, the step from 1, and numbers that it keeps.
  @FunctionalInterface
  private interface Formula {
    double next(double w, double g, int t, double[] kept);
  }

  /// One of all the optimizers: how it is made, its formula written out, and settings under which it finds minima.
  ///
  /// @param parabolaRate learning rate for the parabola
  /// @param valleyRate learning rate for Rosenbrock's valley
  /// @param valleySteps steps through the valley
  private record Entry(
      String name, java.util.function.DoubleFunction<Optimizer> make, double rate, Formula formula, double parabolaRate,
      double valleyRate, int valleySteps) {
    @Override
    public String toString() {
      return name;
    }
  }

  /// All of them.
  static List<Entry> all() {
    return List.of(
        new Entry("gradientDescent", Optimizers::gradientDescent, 0.1, (w, g, _, _) -> w - 0.1 * g, 0.1, 1e-3, 20_000),
        new Entry("momentum", Optimizers::momentum, 0.1, (w, g, _, kept) -> {
          kept[0] = 0.9 * kept[0] + g;
          return w - 0.1 * kept[0];
        }, 0.02, 2e-4, 12_000),
        new Entry("nesterov", Optimizers::nesterov, 0.1, (w, g, _, kept) -> {
          kept[0] = 0.9 * kept[0] + g;
          return w - 0.1 * (g + 0.9 * kept[0]);
        }, 0.02, 2e-4, 12_000),
        new Entry("adam", Optimizers::adam, 0.1, (w, g, t, kept) -> {
          kept[0] = 0.9 * kept[0] + (1 - 0.9) * g;
          kept[1] = 0.999 * kept[1] + (1 - 0.999) * g * g;
          double mean = kept[0] / (1 - Math.pow(0.9, t));
          double square = kept[1] / (1 - Math.pow(0.999, t));
          return w - 0.1 * mean / (Math.sqrt(square) + 1e-8);
        }, 0.05, 0.02, 6_000));
  }

  /// A problem in two parameters, x and y, each a vector.
  private static final class Descent implements AutoCloseable {
    private static final Variable X = new Variable("x", Shape.of(2), Variable.Role.PARAMETER);
    private static final Variable Y = new Variable("y", Shape.of(2), Variable.Role.PARAMETER);
    private final Map<String, float[]> state = new HashMap<>();
    private final Workers workers = new Workers(1);
    private final Executable executable;
    private int steps;

    Descent(Optimizer optimizer, BiFunction<Value, Value, Value> loss, float[] x, float[] y) {
      Value vx = Value.of(X, List.of());
      Value vy = Value.of(Y, List.of());
      UpdateScope scope =
          new UpdateScope(Value.input("step", DType.F32, Shape.SCALAR), Value.input("rate", DType.F32, Shape.SCALAR));
      Value total = loss.apply(vx, vy).sum();
      Graph graph = new Graph(
          Map.of("loss", total), optimizer.updates(scope, List.of(vx, vy), Gradients.of(total, List.of(vx, vy))));
      for (Variable variable : graph.variables()) {
        state.put(variable.path(), new float[variable.shape().size()]);
      }
      state.put("x", x.clone());
      state.put("y", y.clone());
      executable = Backend.SCALAR.bind(Backend.SCALAR.plan(graph), Map.of(), state, workers, new Arena());
      give("rate", (float) optimizer.learningRate());
    }

    private void give(String input, float number) {
      if (executable.takes(input)) {
        Slice slice = executable.input(input);
        slice.array()[slice.offset()] = number;
      }
    }

    Descent step(int times) {
      for (int i = 0; i < times; i++) {
        give("step", ++steps);
        executable.run();
      }
      return this;
    }

    float[] x() {
      return state.get("x");
    }

    float[] y() {
      return state.get("y");
    }

    @Override
    public void close() {
      workers.close();
    }
  }

  /// (3 x² + x · y + 2 y²) / 2, whose gradients are 3 x + y / 2 and x / 2 + 2 y.
  private static Value bowl(Value x, Value y) {
    return x.square().multiply(3).add(x.multiply(y)).add(y.square().multiply(2)).multiply(0.5);
  }

  @Test
  void theListHasAllOfThem() {
    var methods = Arrays.stream(Optimizers.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(java.lang.reflect.Method::getName)
        .collect(Collectors.toSet());
    assertThat(all()).extracting(Entry::name).containsExactlyInAnyOrderElementsOf(methods);
    assertThat(all()).allSatisfy(entry -> assertThat(entry.make.apply(0.5).name()).isEqualTo(entry.name));
  }

  @ParameterizedTest
  @MethodSource("all")
  void threeStepsAreThoseOfTheFormula(Entry entry) {
    float[] x = {1, -0.5f};
    float[] y = {2, 0.25f};
    double[][] expected = {{1, -0.5}, {2, 0.25}};
    double[][][] kept = new double[2][2][2];
    try (Descent descent = new Descent(entry.make.apply(entry.rate), OptimizersTest::bowl, x, y)) {
      for (int t = 1; t <= 3; t++) {
        for (int i = 0; i < 2; i++) {
          double gx = 3 * expected[0][i] + expected[1][i] / 2;
          double gy = expected[0][i] / 2 + 2 * expected[1][i];
          expected[0][i] = entry.formula.next(expected[0][i], gx, t, kept[0][i]);
          expected[1][i] = entry.formula.next(expected[1][i], gy, t, kept[1][i]);
        }
        descent.step(1);
        for (int i = 0; i < 2; i++) {
          assertThat((double) descent.x()[i]).as("x[%d] after step %d", i, t).isCloseTo(expected[0][i], within(1e-6));
          assertThat((double) descent.y()[i]).as("y[%d] after step %d", i, t).isCloseTo(expected[1][i], within(1e-6));
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

  @ParameterizedTest
  @MethodSource("all")
  void findsTheBottomOfAParabola(Entry entry) {
    try (Descent descent = new Descent(
        entry.make.apply(entry.parabolaRate), (x, y) -> x.subtract(3).square().add(y.add(1).square().multiply(0.5)),
        new float[] {-2, 8}, new float[] {4, -5})) {
      descent.step(1500);
      assertThat(descent.x()).containsExactly(new float[] {3, 3}, within(1e-3f));
      assertThat(descent.y()).containsExactly(new float[] {-1, -1}, within(1e-3f));
    }
  }

  /// (1 - x)² + 100 · (y - x²)² from (-1.2, 1), as Rosenbrock 1960 starts it, and from (0, 2).
  @ParameterizedTest
  @MethodSource("all")
  void findsTheEndOfRosenbrocksValley(Entry entry) {
    try (Descent descent = new Descent(
        entry.make.apply(entry.valleyRate),
        (x, y) -> Value.constant(1).subtract(x).square().add(y.subtract(x.square()).square().multiply(100)),
        new float[] {-1.2f, 0}, new float[] {1, 2})) {
      descent.step(entry.valleySteps);
      assertThat(descent.x()).containsExactly(new float[] {1, 1}, within(0.02f));
      assertThat(descent.y()).containsExactly(new float[] {1, 1}, within(0.04f));
    }
  }

  /// The defaults that the documentation states: μ = 0.9; β1 = 0.9, β2 = 0.999, ε = 1e-8.
  @Test
  void defaultsAreThoseThatAreDocumented() {
    for (List<Optimizer> pair : List.of(
        List.of(Optimizers.momentum(0.1), Optimizers.momentum(0.1, 0.9)),
        List.of(Optimizers.nesterov(0.1), Optimizers.nesterov(0.1, 0.9)),
        List.of(Optimizers.adam(0.1), Optimizers.adam(0.1, 0.9, 0.999, 1e-8)))) {
      float[] x = {1e-7f, -0.5f};
      float[] y = {2, 1e-8f};
      try (Descent one = new Descent(pair.get(0), OptimizersTest::bowl, x, y);
          Descent other = new Descent(pair.get(1), OptimizersTest::bowl, x, y)) {
        one.step(5);
        other.step(5);
        assertThat(one.x()).as(pair.getFirst().name()).containsExactly(other.x());
        assertThat(one.y()).as(pair.getFirst().name()).containsExactly(other.y());
      }
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
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }
}
