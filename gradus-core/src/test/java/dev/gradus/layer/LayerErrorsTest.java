package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a wrong network is told: the whole message, with the layer's path.
class LayerErrorsTest {
  private static Arguments wrong(String message, Layer layer, int... input) {
    return Arguments.of(message, layer, Shape.of(input));
  }

  static Stream<Arguments> wrongShapes() {
    return Stream.of(
        wrong("layer at \"conv2d_1\" expects images [N, height, width, channels], got [N, 784]",
            Layers.sequential(Layers.flatten(), Layers.conv2d(8, 3)), 28, 28, 1),
        wrong("layer at \"encoder/conv2d_2\" expects images [N, height, width, channels], got [N, 32]",
            Layers.named("encoder", Layers.sequential(Layers.conv2d(2, 3), Layers.flatten(), Layers.conv2d(8, 3))), 4, 4, 1),
        wrong("layer at \"maxPool_1\" expects images [N, height, width, channels], got [N, 5]", Layers.maxPool(2), 5),
        wrong("layer at \"averagePool_1\" expects images [N, height, width, channels], got [N, 5]", Layers.averagePool(2), 5),
        wrong("layer at \"globalAveragePool_1\" expects images [N, height, width, channels], got [N, 5]", Layers.globalAveragePool(), 5),
        wrong("layer at \"globalMaxPool_1\" expects images [N, height, width, channels], got [N, 5, 5]", Layers.globalMaxPool(), 5, 5),
        wrong("layer at \"dense_1\" expects an input [N, ..., features], got [N]", Layers.dense(3)),
        wrong("layer at \"batchNorm_1\" expects an input [N, ..., channels], got [N]", Layers.batchNorm()),
        wrong("Conv2d at \"conv2d_1\": channels (=3) must be divisible by groups (=2)", Layers.conv2d(4, 3).groups(2), 8, 8, 3),
        wrong("Conv2d at \"conv2d_1\": filters (=3) must be divisible by groups (=2)", Layers.conv2d(3, 3).groups(2), 8, 8, 4),
        wrong("Conv2d at \"conv2d_1\": a window of 5 x 5 (dilation 1 x 1) doesn't fit the padded image of 4 x 4",
            Layers.conv2d(3, 5).padding(Padding.VALID), 4, 4, 1),
        wrong("MaxPool2d at \"sequential_1/maxPool_2\": a window of 2 x 2 (dilation 1 x 1) doesn't fit the padded image of 1 x 1",
            Layers.sequential(Layers.sequential(Layers.maxPool(2), Layers.maxPool(2))), 2, 2, 1),
        wrong("Reshape at \"reshape_1\": can't reshape [N, 6] with 6N elements to [N, 4] with 4N", Layers.reshape(4), 6),
        wrong("Reshape at \"flatten_1\": axis 1 is outside the 1 axes of [N]", Layers.flatten()),
        wrong("residual at \"residual_1\": shapes differ: block [N, 4], shortcut [N, 3]. Give the shortcut a 1x1 convolution?",
            Layers.residual(Layers.dense(4)), 3),
        wrong("Concat at \"concat_1\": shapes differ in an axis other than 2: first [N, 2, 3], number 2 [N, 6]",
            Layers.concat(Layers.relu(), Layers.flatten()), 2, 3),
        wrong("ADD at \"layer_1\": shapes don't broadcast: left [N, 3], right [4]: lengths 3 and 4 of axis 1 differ and neither is 1",
            Layers.sequential((s, x) -> x.add(s.parameter("shift", Shape.of(4), Initializers.zeros()))), 3));
  }

  @ParameterizedTest
  @MethodSource("wrongShapes")
  void saysWhatDoesNotFitAndWhere(String message, Layer layer, Shape input) {
    for (Mode mode : Mode.values()) {
      assertThatThrownBy(() -> new Built(layer, mode, input)).isExactlyInstanceOf(ShapeException.class).hasMessage(message);
    }
  }

  private static void refused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }

  @Test
  void aVariableIsMadeOnce() {
    refused("variable \"layer_1/w\" is made twice. Give each layer a scope of its own: scope.in(\"name\", s -> …)",
        () -> Built.of(Layers.sequential((s, x) -> x.multiply(s.parameter("w", Shape.of(2), Initializers.ones()))
            .add(s.state("w", Shape.of(2), Initializers.zeros()))), 2));
    Layer twin = Layers.named("twin", Layers.dense(3));
    refused("variable \"twin/kernel\" is made twice. Give each layer a scope of its own: scope.in(\"name\", s -> …)",
        () -> Built.of(Layers.sequential(twin, twin), 3));
  }

  @Test
  void aVariableIsTheSameInBothTraces() {
    Map<String, Value> variables = new LinkedHashMap<>();
    Scope.root(Mode.TRAINING, variables, new HashMap<>()).named("mine", s -> s.parameter("w", Shape.of(2), Initializers.ones()));
    refused("variable \"mine/w\" differs between training and inference: Variable[path=mine/w, shape=[2], role=PARAMETER] and "
            + "Variable[path=mine/w, shape=[3], role=PARAMETER]",
        () -> Scope.root(Mode.INFERENCE, variables, new HashMap<>()).named("mine", s -> s.parameter("w", Shape.of(3), Initializers.ones())));
  }

  @Test
  void onlyAStateIsUpdated() {
    Scope root = Scope.root(Mode.TRAINING, new LinkedHashMap<>(), new HashMap<>());
    refused("only a state can be updated at \"mine\", not Variable[path=mine/w, shape=[2], role=PARAMETER] F32 [2] mine",
        () -> root.named("mine", s -> {
          Value w = s.parameter("w", Shape.of(2), Initializers.ones());
          s.update(w, w);
          return w;
        }));
    Value x = Value.input("x", DType.F32, Shape.of(2));
    refused("only a state can be updated, not Input[label=x, type=F32 [2]] F32 [2]", () -> root.update(x, x));
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    refused("units must be at least 1, not 0", () -> Layers.dense(0));
    refused("filters must be at least 1, not -1", () -> Layers.conv2d(-1, 3));
    refused("a filter's height must be at least 1, not 0", () -> Layers.conv2d(1, 0, 3));
    refused("a filter's width must be at least 1, not 0", () -> Layers.conv2d(1, 3, 0));
    refused("stride must be at least 1, not 0", () -> Layers.conv2d(1, 3).stride(0));
    refused("dilation must be at least 1, not 0", () -> Layers.conv2d(1, 3).dilation(0));
    refused("groups must be at least 1, not 0", () -> Layers.conv2d(1, 3).groups(0));
    refused("a pool's size must be at least 1, not 0", () -> Layers.maxPool(0));
    refused("stride must be at least 1, not -2", () -> Layers.averagePool(2).stride(-2));
    refused("the dropout rate must be in [0.0, 1.0), not 1.0", () -> Layers.dropout(1));
    refused("the dropout rate must be in [0.0, 1.0), not -0.1", () -> Layers.dropout(-0.1));
    refused("the dropout rate must be in [0.0, 1.0), not NaN", () -> Layers.dropout(Double.NaN));
    refused("momentum must be in [0.0, 1.0), not 1.0", () -> Layers.batchNorm().momentum(1));
    refused("epsilon must be positive, not 0.0", () -> Layers.batchNorm().epsilon(0));
    refused("padding can't be negative: top -1, bottom -1, left -1, right -1", () -> Padding.of(-1));
  }
}
