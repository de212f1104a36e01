package dev.gradus.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What each op says about inputs that don't fit: the whole message.
class OpErrorsTest {
  private static final Window TWO = new Window(2, 2, 1, 1, 0, 0, 0, 0, 1, 1);
  private static final Value IMAGES = x(1, 4, 4, 6);
  private static final Value LABELS = Value.input("labels", DType.I32, Shape.of(3));

  private static Value x(int... lengths) {
    return Value.input("x", DType.F32, Shape.of(lengths));
  }

  private static Arguments error(String message, Supplier<Value> build) {
    return Arguments.of(message, build);
  }

  private static Value of(Op op, Value... inputs) {
    return Value.of(op, List.of(inputs));
  }

  static Stream<Arguments> errors() {
    Value batched = Value.input("b", DType.F32, Shape.of(3).batched());
    return Stream.of(
        error("TANH: expected an F32 input, got I32 [3]", () -> LABELS.tanh()),
        error("ADD: expected an F32 input, got I32 [3]", () -> LABELS.add(x(3))),
        error("ADD: shapes differ: left [2, 3], right [3, 2]", () -> of(new Binary(BinaryKind.ADD), x(2, 3), x(3, 2))),
        error("MULTIPLY: shapes don't broadcast: left [2, 3], right [4, 1, 2]: lengths 2 and 3 of axis 2 differ and neither is 1",
            () -> x(2, 3).multiply(x(4, 1, 2))),
        error("DIVIDE: shapes don't broadcast: left [N, 3], right [4, 3]: lengths N and 4 of axis 0 differ and neither is 1",
            () -> batched.divide(x(4, 3))),
        error("Select: shapes differ: mask [2], first [3], second [2]", () -> of(new Select(), x(2), x(3), x(2))),
        error("Select: shapes don't broadcast: left [2], right [3]: lengths 2 and 3 of axis 0 differ and neither is 1",
            () -> x(2).select(x(3), x(2))),
        error("Select: expected an F32 input, got I32 [3]", () -> LABELS.select(x(3), x(3))),
        error("Cast: expected an I32 input, got F32 [2]", () -> of(new Cast(), x(2))),
        error("StopGradient: expected an F32 input, got I32 [3]", LABELS::stopGradient),
        error("Broadcast: can't broadcast [2, 3] to [3], which has fewer axes", () -> x(2, 3).broadcast(Shape.of(3))),
        error("Broadcast: can't broadcast [2, 3] to [4, 5, 3]: axis 0 = 2 is neither 1 nor 5", () -> x(2, 3).broadcast(Shape.of(4, 5, 3))),
        error("Broadcast: expected an F32 input, got I32 [3]", () -> LABELS.broadcast(Shape.of(2, 3))),
        error("Reshape: can't reshape [2, 3] with 6 elements to [4] with 4", () -> x(2, 3).reshape(Shape.of(4))),
        error("Reshape: can't reshape [N, 3] with 3N elements to [3] with 3", () -> batched.reshape(Shape.of(3))),
        error("Transpose: the order [0, 0] doesn't name each of the axes of [2, 3] once", () -> x(2, 3).transpose(0, 0)),
        error("Transpose: the order [1] doesn't name each of the axes of [2, 3] once", () -> x(2, 3).transpose(1)),
        error("Narrow: places 2 to 4 are outside axis 1 = 4 of [2, 4]", () -> x(2, 4).narrow(1, 2, 3)),
        error("Narrow: places -1 to 0 are outside axis 1 = 4 of [2, 4]", () -> x(2, 4).narrow(1, -1, 2)),
        error("Narrow: axis 0 of [N, 3] must be a fixed length, not N", () -> batched.narrow(0, 0, 1)),
        error("Narrow: axis 2 is outside the 2 axes of [2, 4]", () -> x(2, 4).narrow(2, 0, 1)),
        error("Pad: can't pad axis 0 of [2] by -1 before and 0 after", () -> x(2).pad(0, -1, 0)),
        error("Pad: axis 0 of [N, 3] must be a fixed length, not N", () -> batched.pad(0, 1, 0)),
        error("Pad: axis -3 is outside the 2 axes of [2, 4]", () -> x(2, 4).pad(-3, 0, 1)),
        error("Concat: nothing to concatenate", () -> Value.concat(0, List.of())),
        error("Concat: shapes differ in an axis other than 1: first [2, 3], number 2 [4, 3]",
            () -> Value.concat(1, List.of(x(2, 3), x(4, 3)))),
        error("Concat: shapes differ in an axis other than 0: first [2, 3], number 3 [2]",
            () -> Value.concat(0, List.of(x(2, 3), x(2, 3), x(2)))),
        error("Concat: axis 0 of [N, 3] must be a fixed length, not N", () -> Value.concat(0, List.of(batched, batched))),
        error("Concat: axis 5 is outside the 1 axes of [2]", () -> Value.concat(5, List.of(x(2)))),
        error("ReduceSum: expected an F32 input, got I32 [3]", LABELS::sum),
        error("ReduceMax: axis 3 is outside the 2 axes of [2, 3]", () -> x(2, 3).max(3)),
        error("ReduceSum: axis 2 is outside the 2 axes of [2, 3]", () -> x(2, 3).mean(0, 2)),
        error("ArgMax: the last axis of [3, 0] is empty, so it has no largest number", () -> x(3, 0).argMax()),
        error("ArgMax: axis -1 of [N] must be a fixed length, not N", () -> batched.sum(1).argMax()),
        error("ArgMax: axis -1 is outside the 0 axes of []", () -> Value.constant(1).argMax()),
        error("OneHot: expected I32 labels, got F32 [3]", () -> x(3).oneHot(4)),
        error("OneHot: an axis can't have the negative length -1", () -> LABELS.oneHot(-1)),
        error("ToIndex: expected an F32 input, got I32 [3]", () -> of(new ToIndex(), LABELS)),
        error("Gather: expected I32 indices, got F32 [3]", () -> x(5, 2).gather(x(3))),
        error("Gather: expected an F32 input, got I32 [3]", () -> LABELS.gather(LABELS)),
        error("Gather: expected a table [rows, columns], got [5]", () -> x(5).gather(LABELS)),
        error("Gather: axis 0 of [N, 3] must be a fixed length, not N", () -> batched.gather(LABELS)),
        error("ScatterAdd: the rows [4, 2] are not one for each of the indices [3]", () -> of(new ScatterAdd(5), x(4, 2), LABELS)),
        error("ScatterAdd: the rows [3] are not one for each of the indices [3]", () -> of(new ScatterAdd(5), x(3), LABELS)),
        error("ScatterAdd: expected I32 indices, got F32 [3]", () -> of(new ScatterAdd(5), x(3, 2), x(3))),
        error("ScatterAdd: an axis can't have the negative length -1", () -> of(new ScatterAdd(-1), x(3, 2), LABELS)),
        error("MatMul: both operands need at least 2 axes: left [3], right [3, 4]", () -> x(3).matmul(x(3, 4))),
        error("MatMul: leading axes differ: left [2, 3, 4], right [4, 5]", () -> x(2, 3, 4).matmul(x(4, 5))),
        error("MatMul: inner axes differ: left [32, 64] axis 1 = 64, right [128, 64] axis 0 = 128. Transpose the right operand?",
            () -> x(32, 64).matmul(x(128, 64))),
        error("MatMul: inner axes differ: left [32, 64] axis 0 = 32, right [64, 5] axis 1 = 5.",
            () -> x(32, 64).matmul(x(64, 5), new MatMul(true, true))),
        error("Conv2d: expected images [n, height, width, channels] and filters [height, width, channels / groups, filters], "
            + "got [4, 4, 6] and [2, 2, 6, 8]", () -> x(4, 4, 6).conv2d(x(2, 2, 6, 8), TWO, 1)),
        error("Conv2d: channels (=6) must be divisible by groups (=4)", () -> IMAGES.conv2d(x(2, 2, 6, 8), TWO, 4)),
        error("Conv2d: channels (=6) must be divisible by groups (=0)", () -> IMAGES.conv2d(x(2, 2, 6, 8), TWO, 0)),
        error("Conv2d: filters (=8) must be divisible by groups (=3)", () -> IMAGES.conv2d(x(2, 2, 2, 8), TWO, 3)),
        error("Conv2d: channels differ: images [1, 4, 4, 6] axis 3 = 6, filters [2, 2, 5, 8] axis 2 = 5",
            () -> IMAGES.conv2d(x(2, 2, 5, 8), TWO, 1)),
        error("Conv2d: channels differ: images [1, 4, 4, 6] axis 3 = 6 in 2 groups, filters [2, 2, 6, 8] axis 2 = 6",
            () -> IMAGES.conv2d(x(2, 2, 6, 8), TWO, 2)),
        error("Conv2d: filters [3, 2, 6, 8] don't have the window's size 2 x 2", () -> IMAGES.conv2d(x(3, 2, 6, 8), TWO, 1)),
        error("Conv2d: a window of 3 x 2 (dilation 2 x 1) doesn't fit the padded image of 4 x 5",
            () -> IMAGES.conv2d(x(3, 2, 6, 8), new Window(3, 2, 1, 1, 0, 0, 1, 0, 2, 1), 1)),
        error("Conv2dInputGradient: the output's gradient [1, 2, 3, 8] is not of the output's shape [1, 3, 3, 8]",
            () -> of(new Conv2dInputGradient(TWO, 1, 4, 4), x(1, 2, 3, 8), x(2, 2, 6, 8))),
        error("Conv2dFilterGradient: the output's gradient [1, 2, 3, 8] is not of the output's shape [1, 3, 3, 8]",
            () -> of(new Conv2dFilterGradient(TWO, 1), IMAGES, x(1, 2, 3, 8))),
        error("Conv2dFilterGradient: channels (=6) must be divisible by groups (=4)",
            () -> of(new Conv2dFilterGradient(TWO, 4), IMAGES, x(1, 3, 3, 8))),
        error("MaxPool2d: expected images [n, height, width, channels], got [4, 4]", () -> x(4, 4).maxPool(TWO)),
        error("MaxPool2d: expected an F32 input, got I32 [3]", () -> LABELS.maxPool(TWO)),
        error("MaxPool2d: a window of 2 x 2 (dilation 1 x 1) doesn't fit the padded image of 1 x 4", () -> x(1, 1, 4, 1).maxPool(TWO)),
        error("AveragePool2d: expected images [n, height, width, channels], got [4, 4]", () -> x(4, 4).averagePool(TWO)),
        error("MaxPool2dScatter: the output's gradient [1, 2, 2, 6] is not of the output's shape [1, 3, 3, 6]",
            () -> of(new MaxPool2dScatter(TWO), IMAGES, x(1, 2, 2, 6))),
        error("MaxPool2dGather: shapes differ: left [1, 4, 4, 6], right [1, 3, 3, 6]",
            () -> of(new MaxPool2dGather(TWO), IMAGES, x(1, 3, 3, 6))),
        error("AveragePool2dGradient: the output's gradient [1, 2, 2, 6] is not of the output's shape [1, 3, 3, 6]",
            () -> of(new AveragePool2dGradient(TWO, 4, 4), x(1, 2, 2, 6))),
        error("UNIFORM: the random counter must be I32 [4], not I32 [3]".replace("UNIFORM", "Random"),
            () -> of(new Random(Random.Distribution.UNIFORM, "s", Shape.of(2)), LABELS)),
        error("Reshape: an axis of 65536 x 65536 elements is longer than 2^31 - 1", () -> x(65536, 1).reshape(Shape.of(65536, 65536))));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void saysWhatDoesNotFit(String message, Supplier<Value> build) {
    assertThatThrownBy(build::get).isInstanceOf(ShapeException.class).hasMessage(message);
  }

  /// At a path the same message names it, after the op's name.
  @ParameterizedTest
  @MethodSource("errors")
  void saysWhere(String message, Supplier<Value> build) {
    int colon = message.indexOf(':');
    assertThatThrownBy(() -> Path.at("encoder/dense_1", build))
        .isInstanceOf(ShapeException.class)
        .hasMessage(message.substring(0, colon) + " at \"encoder/dense_1\"" + message.substring(colon));
  }

  @Test
  void aCustomOpSaysItInItsOwnName() {
    CustomOp op = new CustomOp() {
      @Override
      public String name() {
        return "Mine";
      }

      @Override
      public Shape infer(List<Shape> inputs) {
        throw new ShapeException("I take nothing, got " + inputs);
      }

      @Override
      public void compute(List<int[]> shapes, List<float[]> inputs, float[] output) {}

      @Override
      public void compute(List<int[]> shapes, List<double[]> inputs, double[] output) {}

      @Override
      public List<Value> gradient(List<Value> inputs, Value result, Value gradient) {
        return List.of();
      }
    };
    assertThatThrownBy(() -> Value.custom(op, x(2))).isInstanceOf(ShapeException.class).hasMessage("Mine: I take nothing, got [[2]]");
    assertThatThrownBy(() -> Value.custom(op, LABELS)).isInstanceOf(ShapeException.class)
        .hasMessage("Mine: expected an F32 input, got I32 [3]");
  }

  @Test
  void anUpdateMustHaveItsVariablesShape() {
    Variable variable = new Variable("w", Shape.of(2), Variable.Role.STATE);
    assertThatThrownBy(() -> new Graph(Map.of(), Map.of(variable, x(3))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("the new value of variable \"w\" has shape [3], not [2]");
  }

  @Test
  void aWrongNumberOfInputsIsADefect() {
    for (Op op : List.of(
        new Unary(UnaryKind.EXP), new Binary(BinaryKind.ADD), new Select(), new Cast(), new StopGradient(), new Broadcast(Shape.of(1)),
        new Reshape(Shape.of(1)), new Transpose(List.of(0)), new Narrow(0, 0, 1), new Pad(0, 1, 1), new ArgMax(), new OneHot(2),
        new Reduce(ReduceKind.SUM, 0, 0), new MatMul(false, false), new Conv2d(TWO, 1), new Conv2dInputGradient(TWO, 1, 4, 4),
        new Conv2dFilterGradient(TWO, 1), new MaxPool2d(TWO), new MaxPool2dScatter(TWO), new MaxPool2dGather(TWO),
        new AveragePool2d(TWO), new AveragePool2dGradient(TWO, 4, 4), new ToIndex(), new Gather(), new ScatterAdd(2), new Random(Random.Distribution.NORMAL, "s", Shape.of(Dim.BATCH)))) {
      assertThatThrownBy(() -> Value.of(op, List.of())).as(op.name()).isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("expected [123] inputs, got 0");
    }
    for (Op op : List.of(
        new Constant(1), new Length(Dim.BATCH), new Input("i", Type.f32(Shape.of(1))),
        new Variable("v", Shape.of(1), Variable.Role.STATE))) {
      assertThatThrownBy(() -> Value.of(op, List.of(LABELS))).as(op.name()).isInstanceOf(IllegalArgumentException.class)
          .hasMessage("expected 0 inputs, got 1");
    }
  }
}
