package dev.gradus.pass;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Binary;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Constant;
import dev.gradus.op.Op;
import dev.gradus.op.Reshape;
import dev.gradus.op.StopGradient;
import dev.gradus.op.Unary;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Variable;
import dev.gradus.tensor.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Removes work that changes no bit: constants computed ahead, equal values computed once, moves that cancel, factors of 1.
///
/// Only exact rewrites: x + 0 stays (it turns -0 into 0), x · 0 stays (it may be NaN), no sum is reordered. Run it after
/// differentiation: it takes out [StopGradient].
public final class Simplify {
  private record Key(Op op, List<Value> inputs) {}

  private final Map<Value, Value> replaced = new HashMap<>();
  private final Map<Key, Value> known = new HashMap<>();

  private Simplify() {}

  /// The same function with less work.
  public static Graph run(Graph graph) {
    Simplify pass = new Simplify();
    for (Value value : graph.values()) {
      pass.replaced.put(value, pass.rewrite(value));
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, pass.replaced.get(value)));
    Map<Variable, Value> updates = new LinkedHashMap<>();
    graph.updates().forEach((variable, value) -> updates.put(variable, pass.replaced.get(value)));
    return new Graph(outputs, updates);
  }

  private Value rewrite(Value value) {
    List<Value> inputs = value.inputs().stream().map(replaced::get).toList();
    return once(value.op(), inputs, value);
  }

  /// The value of an op on rewritten inputs, reusing what is known.
  private Value once(Op op, List<Value> inputs, Value origin) {
    return known.computeIfAbsent(new Key(op, inputs), _ -> {
      Optional<Value> simpler = simpler(op, inputs, origin);
      if (simpler.isPresent()) {
        return simpler.get();
      }
      return op.equals(origin.op()) && inputs.equals(origin.inputs()) ? origin : Value.of(op, inputs, origin.path());
    });
  }

  private Optional<Value> simpler(Op op, List<Value> inputs, Value origin) {
    return switch (op) {
      case StopGradient _ -> Optional.of(inputs.getFirst());
      case Reshape(Shape shape) -> move(inputs.getFirst(), shape, origin);
      case Broadcast(Shape shape) when inputs.getFirst().shape().equals(shape) -> Optional.of(inputs.getFirst());
      case Broadcast _ when inputs.getFirst().op() instanceof Broadcast ->
          Optional.of(Value.of(op, inputs.getFirst().inputs(), origin.path()));
      case Unary(UnaryKind kind) -> foldUnary(kind, inputs.getFirst(), origin);
      case Binary(BinaryKind kind) -> foldBinary(kind, inputs.get(0), inputs.get(1), origin);
      default -> Optional.empty();
    };
  }

  /// A reshape of a reshape is one; a reshape to the same shape is none; a repeated constant has no order to keep.
  private Optional<Value> move(Value input, Shape shape, Value origin) {
    Value source = input.op() instanceof Reshape ? input.input(0) : input;
    if (source.shape().equals(shape)) {
      return Optional.of(source);
    }
    if (source.op() instanceof Broadcast && source.input(0).op() instanceof Constant) {
      return Optional.of(Value.of(new Broadcast(shape), source.inputs(), origin.path()));
    }
    return source == input ? Optional.empty() : Optional.of(Value.of(new Reshape(shape), List.of(source), origin.path()));
  }

  private static Optional<Value> foldUnary(UnaryKind kind, Value x, Value origin) {
    if (kind == UnaryKind.NEGATE && constant(x).isPresent()) {
      return Optional.of(number(-constant(x).get(), origin));
    }
    return Optional.empty();
  }

  private static Optional<Value> foldBinary(BinaryKind kind, Value a, Value b, Value origin) {
    Optional<Float> left = constant(a);
    Optional<Float> right = constant(b);
    if (left.isPresent() && right.isPresent()) {
      float x = left.get();
      float y = right.get();
      return switch (kind) {
        case ADD -> Optional.of(number(x + y, origin));
        case SUBTRACT -> Optional.of(number(x - y, origin));
        case MULTIPLY -> Optional.of(number(x * y, origin));
        case DIVIDE -> Optional.of(number(x / y, origin));
        case MAXIMUM, MINIMUM, GREATER, EQUAL -> Optional.empty();
      };
    }
    boolean factor = kind == BinaryKind.MULTIPLY;
    if ((factor || kind == BinaryKind.DIVIDE) && right.isPresent() && right.get() == 1f) {
      return Optional.of(a);
    }
    return factor && left.isPresent() && left.get() == 1f ? Optional.of(b) : Optional.empty();
  }

  /// The number, in float32 as the backends compute, if the value is one number everywhere.
  private static Optional<Float> constant(Value value) {
    Value source = value.op() instanceof Broadcast ? value.input(0) : value;
    return source.op() instanceof Constant(double number) ? Optional.of((float) number) : Optional.empty();
  }

  private static Value number(float number, Value origin) {
    Value constant = Value.of(new Constant(number), List.of(), origin.path());
    return origin.shape().equals(Shape.SCALAR) ? constant : Value.of(new Broadcast(origin.shape()), List.of(constant), origin.path());
  }
}
