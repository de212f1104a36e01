package dev.gradus.autodiff;

import dev.gradus.graph.Value;
import dev.gradus.op.ArgMax;
import dev.gradus.op.AveragePool2d;
import dev.gradus.op.AveragePool2dGradient;
import dev.gradus.op.Binary;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Cast;
import dev.gradus.op.Concat;
import dev.gradus.op.Constant;
import dev.gradus.op.Conv2d;
import dev.gradus.op.Conv2dFilterGradient;
import dev.gradus.op.Conv2dInputGradient;
import dev.gradus.op.Custom;
import dev.gradus.op.Gather;
import dev.gradus.op.Input;
import dev.gradus.op.Length;
import dev.gradus.op.MatMul;
import dev.gradus.op.MaxPool2d;
import dev.gradus.op.MaxPool2dGather;
import dev.gradus.op.MaxPool2dScatter;
import dev.gradus.op.Narrow;
import dev.gradus.op.OneHot;
import dev.gradus.op.Op;
import dev.gradus.op.Pad;
import dev.gradus.op.Random;
import dev.gradus.op.Reduce;
import dev.gradus.op.ReduceKind;
import dev.gradus.op.Reshape;
import dev.gradus.op.Scan;
import dev.gradus.op.ScatterAdd;
import dev.gradus.op.Select;
import dev.gradus.op.StopGradient;
import dev.gradus.op.ToIndex;
import dev.gradus.op.Transpose;
import dev.gradus.op.Unary;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Variable;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The rule table: for each op, the gradient by its inputs, given the gradient by its result (a vector-Jacobian product).
///
/// Exhaustive: an op without a rule does not compile. An empty entry means that the op has no gradient by that input.
final class GradientRules {
  private GradientRules() {}

  /// The gradient by each input of `y`, where g = ∂loss/∂y.
  static List<Optional<Value>> of(Value y, Value g) {
    return switch (y.op()) {
      case Input _, Variable _, Constant _, Length _ -> List.of();
      case Random _, Cast _, StopGradient _, ArgMax _, OneHot _, ToIndex _ -> none();
      case Unary(UnaryKind kind) -> List.of(unary(kind, y.input(0), y, g));
      case Binary(BinaryKind kind) -> binary(kind, y.input(0), y.input(1), y, g);
      case Select _ -> select(y.input(0), g);
      case Broadcast _ -> one(sumTo(y.input(0).shape(), g));
      case Reshape _ -> one(g.reshape(y.input(0).shape()));
      case Transpose(List<Integer> order) ->
          one(g.transpose(IntStream.range(0, order.size()).map(order::indexOf).toArray()));
      case Narrow(int axis, int start, int length) ->
          one(g.pad(axis, start, y.input(0).shape().length(axis) - start - length));
      case Pad(int axis, int before, int _) -> one(g.narrow(axis, before, y.input(0).shape().length(axis)));
      case Concat(int axis) -> concat(axis, y.inputs(), g);
      case Reduce(ReduceKind kind, int first, int last) -> one(reduce(kind, first, last, y.input(0), y, g));
      case MatMul(boolean left, boolean right) -> matmul(left, right, y.input(0), y.input(1), g);
      case Conv2d(var window, int groups) -> two(
          convInput(window, groups, g, y.input(1), y.input(0).shape()),
          Value.of(new Conv2dFilterGradient(window, groups), List.of(y.input(0), g)));
      // Both gradients of a convolution are linear in each operand, so theirs are convolutions and gradients again.
      case Conv2dInputGradient(var window, int groups, int _, int _) -> two(
          g.conv2d(y.input(1), window, groups),
          Value.of(new Conv2dFilterGradient(window, groups), List.of(g, y.input(0))));
      case Conv2dFilterGradient(var window, int groups) -> two(
          convInput(window, groups, y.input(1), g, y.input(0).shape()),
          y.input(0).conv2d(g, window, groups));
      case MaxPool2d(var window) -> one(Value.of(new MaxPool2dScatter(window), List.of(y.input(0), g)));
      case MaxPool2dScatter(var window) ->
          List.of(Optional.empty(), Optional.of(Value.of(new MaxPool2dGather(window), List.of(y.input(0), g))));
      case MaxPool2dGather(var window) ->
          List.of(Optional.empty(), Optional.of(Value.of(new MaxPool2dScatter(window), List.of(y.input(0), g))));
      case AveragePool2d(var window) -> one(Value.of(
          new AveragePool2dGradient(window, y.input(0).shape().length(1), y.input(0).shape().length(2)), List.of(g)));
      case AveragePool2dGradient(var window, int _, int _) -> one(g.averagePool(window));
      case Scan _ -> ScanGradient.of(java.util.Map.of(y, g));
      case Gather _ -> List.of(
          Optional.of(Value.of(new ScatterAdd(y.input(0).shape().length(0)), List.of(g, y.input(1)))), Optional.empty());
      case ScatterAdd _ -> List.of(Optional.of(g.gather(y.input(1))), Optional.empty());
      case Custom(var op) -> op.gradient(y.inputs(), y, g).stream().map(Optional::of).toList();
    };
  }

  private static Optional<Value> unary(UnaryKind kind, Value x, Value y, Value g) {
    return switch (kind) {
      case NEGATE -> Optional.of(g.negate());
      case ABS -> Optional.of(g.multiply(x.unary(UnaryKind.SIGN)));
      case SIGN, FLOOR -> Optional.empty();
      case SQRT -> Optional.of(g.multiply(0.5).divide(y));
      case EXP -> Optional.of(g.multiply(y));
      case EXPM1 -> Optional.of(g.multiply(y.add(1)));
      case LOG -> Optional.of(g.divide(x));
      case LOG1P -> Optional.of(g.divide(x.add(1)));
      case SIGMOID -> Optional.of(g.multiply(y.multiply(Value.constant(1).subtract(y))));
      case TANH -> Optional.of(g.multiply(Value.constant(1).subtract(y.square())));
      case ERF -> Optional.of(g.multiply(x.square().negate().exp().multiply(2 / Math.sqrt(Math.PI))));
      case SIN -> Optional.of(g.multiply(x.unary(UnaryKind.COS)));
      case COS -> Optional.of(g.multiply(x.unary(UnaryKind.SIN)).negate());
    };
  }

  private static List<Optional<Value>> binary(BinaryKind kind, Value a, Value b, Value y, Value g) {
    return switch (kind) {
      case ADD -> two(g, g);
      case SUBTRACT -> two(g, g.negate());
      case MULTIPLY -> two(g.multiply(b), g.multiply(a));
      case DIVIDE -> two(g.divide(b), g.multiply(y).divide(b).negate());
      // The mask is told from the result, so that a ReLU need not keep its input.
      case MAXIMUM -> choose(y.greater(b), g);
      case MINIMUM -> choose(b.greater(y), g);
      case GREATER, EQUAL -> List.of(Optional.empty(), Optional.empty());
    };
  }

  private static List<Optional<Value>> choose(Value mask, Value g) {
    Value zero = Value.constant(0);
    return two(mask.select(g, zero), mask.select(zero, g));
  }

  private static List<Optional<Value>> select(Value mask, Value g) {
    Value zero = Value.constant(0);
    return List.of(Optional.empty(), Optional.of(mask.select(g, zero)), Optional.of(mask.select(zero, g)));
  }

  /// Undoes a broadcast from `shape`: sums over what was repeated.
  private static Value sumTo(Shape shape, Value g) {
    int added = g.shape().rank() - shape.rank();
    int[] axes = IntStream.range(0, g.shape().rank())
        .filter(i -> i < added || shape.dim(i - added).equals(Dim.of(1)) && !g.shape().dim(i).equals(Dim.of(1)))
        .toArray();
    return axes.length == 0 ? g.reshape(shape) : g.sumKeep(axes).reshape(shape);
  }

  private static List<Optional<Value>> concat(int axis, List<Value> parts, Value g) {
    List<Optional<Value>> gradients = new ArrayList<>();
    int start = 0;
    for (Value part : parts) {
      int length = part.shape().length(axis);
      gradients.add(Optional.of(g.narrow(axis, start, length)));
      start += length;
    }
    return gradients;
  }

  private static Value reduce(ReduceKind kind, int first, int last, Value x, Value y, Value g) {
    return switch (kind) {
      case SUM -> g.broadcast(x.shape());
      case MAX -> {
        Value winners = x.equalTo(y);
        int[] axes = IntStream.rangeClosed(first, last).toArray();
        yield winners.multiply(g.divide(winners.sumKeep(axes)));
      }
    };
  }

  private static List<Optional<Value>> matmul(boolean left, boolean right, Value a, Value b, Value g) {
    Value da = left ? b.matmul(g, new MatMul(right, true)) : g.matmul(b, new MatMul(false, !right));
    Value db = right ? g.matmul(a, new MatMul(true, left)) : a.matmul(g, new MatMul(!left, false));
    return two(da, db);
  }

  private static Value convInput(dev.gradus.op.Window window, int groups, Value dy, Value filter, Shape x) {
    Op op = new Conv2dInputGradient(window, groups, x.length(1), x.length(2));
    return Value.of(op, List.of(dy, filter));
  }

  private static List<Optional<Value>> none() {
    return List.of(Optional.empty());
  }

  private static List<Optional<Value>> one(Value gradient) {
    return List.of(Optional.of(gradient));
  }

  private static List<Optional<Value>> two(Value first, Value second) {
    return List.of(Optional.of(first), Optional.of(second));
  }
}
