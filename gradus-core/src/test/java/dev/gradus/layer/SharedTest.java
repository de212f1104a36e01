package dev.gradus.layer;

import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.named;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.shared;
import static dev.gradus.layer.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.op.Random;
import dev.gradus.op.Variable;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedTest {
  /// The same layer twice, one after the other.
  private static Layer twice(Layer layer) {
    Layer once = shared(layer);
    return (scope, x) -> once.apply(scope, once.apply(scope, x));
  }

  @Test
  void parametersAreMadeOnceAndUsedAgain() {
    Built built = Built.of(twice(sequential(dense(3), tanh())), 3);
    assertThat(built.variables.keySet()).containsExactly("sequential_1/dense_1/kernel", "sequential_1/dense_1/bias");
    assertThat(built.parameters()).isEqualTo(12);
    assertThat(built.y.path()).isEqualTo("sequential_1#2/tanh_1");
    assertThat(Graph.reachable(List.of(built.y)).stream().filter(value -> value.op() instanceof Variable)).hasSize(2);
  }

  @Test
  void bothTracesShareThem() {
    Layer layer = twice(named("block", dense(3)));
    Built built = Built.training(layer, 3);
    Scope inference = Scope.root(Mode.INFERENCE, built.variables, built.initializers);
    layer.apply(inference, built.x);
    assertThat(built.variables.keySet()).containsExactly("block/kernel", "block/bias");
  }

  @Test
  void namesAreThoseOfTheLayerOrShared() {
    assertThat(Built.of(twice(dense(3)), 3).variables).containsKey("dense_1/kernel");
    assertThat(Built.of(twice((scope, x) -> x.multiply(scope.parameter("w", Shape.SCALAR, Initializers.ones()))), 3).variables)
        .containsKey("shared_1/w");
    // Within a sequence, a shared layer needs no scope around its own.
    Layer once = shared(dense(3));
    Built built = Built.of(sequential(once, tanh(), once, dense(2)), 3);
    assertThat(built.variables.keySet()).containsExactly("dense_1/kernel", "dense_1/bias", "dense_2/kernel", "dense_2/bias");
    // Another call makes another layer.
    assertThat(Built.of(sequential(shared(dense(3)), shared(dense(3))), 3).parameters()).isEqualTo(24);
  }

  @Test
  void itsGradientIsThatOfCentralDifferences() {
    Gradient.check(Built.training(twice(sequential(dense(3), tanh())), 3), 4);
    Gradient.check(Built.training(twice(sequential(dense(3), batchNorm(), tanh())), 3), 4);
    Gradient.check(Built.of(twice(sequential(dense(3), batchNorm(), tanh())), 3), 4);
  }

  /// By hand: the same two applications as expressions of the parameters.
  @Test
  void itsGradientIsThatOfTheGraphByHand() {
    Built built = Built.of(twice(sequential(dense(3), tanh())), 3);
    Value kernel = Value.parameter("sequential_1/dense_1/kernel", Shape.of(3, 3));
    Value bias = Value.parameter("sequential_1/dense_1/bias", Shape.of(3));
    Value h = dev.gradus.activation.Activations.tanh(built.x.matmul(kernel).add(bias));
    Value y = dev.gradus.activation.Activations.tanh(h.matmul(kernel).add(bias));
    List<double[]> expected = all(built, Gradients.of(y.square().sum(), List.of(kernel, bias)));
    List<double[]> actual = all(built, Gradients.of(built.y.square().sum(), List.copyOf(built.variables.values())));
    for (int i = 0; i < 2; i++) {
      assertThat(actual.get(i)).containsExactly(expected.get(i), within(1e-12));
    }
  }

  private static List<double[]> all(Built built, List<Value> values) {
    return Reference.evaluateAll(values, Map.of('N', 2), built.inputs(2), built.numbers);
  }

  /// running' = m · (m · running + (1 - m) · first batch's) + (1 - m) · second batch's
  @Test
  void runningStatisticsMoveOnceForEachApplication() {
    Layer norm = shared(batchNorm().momentum(0.75));
    Built built = Built.training((scope, x) -> norm.apply(scope, x).add(norm.apply(scope, x.multiply(3).add(1))), 1);
    double[] x = built.input(4);
    double mean = (x[0] + x[1] + x[2] + x[3]) / 4;
    double running = built.numbers.get("batchNorm_1/mean")[0];
    Map<Variable, Value> updates = built.scope.updates();
    assertThat(updates).hasSize(2);
    Variable variable = (Variable) built.variables.get("batchNorm_1/mean").op();
    assertThat(built.evaluate(updates.get(variable), 4)[0])
        .isCloseTo(0.75 * (0.75 * running + 0.25 * mean) + 0.25 * (3 * mean + 1), within(1e-12));
  }

  @Test
  void whatIsRandomIsDrawnAnewForEachApplication() {
    Built built = Built.training(twice(dropout(0.5)), 8);
    List<String> streams = Graph.reachable(List.of(built.y)).stream()
        .filter(value -> value.op() instanceof Random).map(value -> ((Random) value.op()).stream()).toList();
    assertThat(streams).containsExactly("dropout_1/random_1", "dropout_1#2/random_1");
  }

  @Test
  void sharedLayersWithinSharedLayersWork() {
    Layer inner = shared(named("inner", dense(3)));
    Layer outer = shared(named("outer", (scope, x) -> inner.apply(scope, tanhOf(scope, inner.apply(scope, x)))));
    Built built = Built.of((scope, x) -> outer.apply(scope, outer.apply(scope, x)), 3);
    assertThat(built.variables.keySet()).containsExactly("outer/inner/kernel", "outer/inner/bias");
    assertThat(built.y.path()).isEqualTo("outer/inner#4");
    Gradient.check(built, 3);
    // One that is made anew in each application of the outer one.
    Layer fresh = shared(named("outer", (scope, x) -> {
      Layer local = shared(dense(3));
      return local.apply(scope, local.apply(scope, x));
    }));
    Built again = Built.of((scope, x) -> fresh.apply(scope, fresh.apply(scope, x)), 3);
    assertThat(again.variables.keySet()).containsExactly("outer/dense_1/kernel", "outer/dense_1/bias");
    assertThat(again.y.path()).isEqualTo("outer#2/dense_1#2");
  }

  private static Value tanhOf(Scope scope, Value x) {
    return tanh().apply(scope, x);
  }

  @Test
  void anotherShapeOrVariableIsRefused() {
    Layer layer = shared(dense(3));
    assertThatThrownBy(() -> Built.of((scope, x) -> layer.apply(scope, layer.apply(scope, x)), 5)).isInstanceOf(ShapeException.class)
        .hasMessage("the shared layer at \"dense_1#2\" needs the variable \"dense_1/kernel\" of shape [3, 3], but its first application made "
            + "it of shape [5, 3]. A shared layer's inputs have the same shape but for the batch axis");
    int[] applications = {0};
    Layer changing = shared((scope, x) -> x.multiply(scope.parameter("w" + applications[0]++, Shape.SCALAR, Initializers.ones())));
    assertThatThrownBy(() -> Built.of((scope, x) -> changing.apply(scope, changing.apply(scope, x)), 5))
        .isExactlyInstanceOf(GradusException.class).hasMessage(
            "the shared layer at \"shared_1#2\" asks for the variable \"shared_1/w1\", which its first application did not make");
    Layer turning = shared((scope, x) -> x.multiply(applications[0]++ % 2 == 0
        ? scope.parameter("w", Shape.SCALAR, Initializers.ones()) : scope.state("w", Shape.SCALAR, Initializers.ones())));
    assertThatThrownBy(() -> Built.of((scope, x) -> turning.apply(scope, turning.apply(scope, x)), 5))
        .hasMessage("the shared layer at \"shared_1#2\" needs the variable \"shared_1/w\" as STATE, but its first application made it as "
            + "PARAMETER");
  }
}
