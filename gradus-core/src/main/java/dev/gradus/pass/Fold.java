package dev.gradus.pass;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.op.Binary;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Conv2d;
import dev.gradus.op.MatMul;
import dev.gradus.op.Reshape;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Moves the scales and shifts that follow a convolution or matrix product into its weights, where all are known before
/// any input is: ((x * w + b) - mean) · scale + beta becomes x * (w · scale) + (((b - mean) · scale) + beta).
///
/// So batch normalisation costs nothing at inference. It is no exact rewrite like the others: a product is rounded elsewhere. What it
/// makes of a model's inference graph is therefore the definition of what the model computes, on every float backend and wherever
/// the model is asked: what depends on the graph's values, such as a prediction, is rewritten with them by [#apply].
///
/// Only chains with a scale are folded; every value between has the next one as its only reader.
public final class Fold {
  private final Map<Value, Value> replaced = new HashMap<>();

  private Fold() {}

  /// One value of a chain after the convolution or product.
  ///
  /// @param value the value
  /// @param kind what it does to the one before; none if it is a reshape
  /// @param channels what it does it with: shape [c], or a single number
  private record Link(Value value, Optional<BinaryKind> kind, Optional<Value> channels) {}

  /// Folds a model's inference graph.
  public static Fold of(Graph inference) {
    Fold fold = new Fold();
    List<Value> values = inference.values();
    if (!hasScale(values)) {
      return fold;
    }
    Map<Value, List<Value>> readers = new HashMap<>();
    values.forEach(value -> value.inputs().forEach(input -> readers.computeIfAbsent(input, _ -> new ArrayList<>()).add(value)));
    // An output is read from outside as well.
    inference.outputs().values().forEach(output -> readers.computeIfAbsent(output, _ -> new ArrayList<>()).add(output));
    Set<Value> steady = Steady.among(inference);
    Map<Value, Value> startOf = new HashMap<>();
    Map<Value, List<Link>> chainOf = new HashMap<>();
    for (Value value : values) {
      if (isLinear(value) && steady.contains(value.input(1))) {
        List<Link> chain = chain(value, readers, steady);
        if (chain.stream().anyMatch(link -> link.kind.equals(Optional.of(BinaryKind.MULTIPLY)))) {
          startOf.put(chain.getLast().value, value);
          chainOf.put(chain.getLast().value, chain);
        }
      }
    }
    for (Value value : values) {
      List<Link> chain = chainOf.get(value);
      fold.replaced.put(value, chain == null
          ? rebuilt(value, fold.replaced)
          : Path.at(value.path(), () -> folded(startOf.get(value), chain, fold.replaced)));
    }
    return fold;
  }

  /// Without a multiplication there is nothing to fold, and a first prediction need not wait for this class's rest.
  private static boolean hasScale(List<Value> values) {
    for (Value value : values) {
      if (value.op() instanceof Binary binary && binary.kind() == BinaryKind.MULTIPLY) {
        return true;
      }
    }
    return false;
  }

  /// The value to compute for one of the inference graph's.
  public Value of(Value value) {
    return replaced.getOrDefault(value, value);
  }

  /// A graph that shares values with the inference graph, with those replaced.
  public Graph apply(Graph graph) {
    if (replaced.isEmpty()) {
      return graph;
    }
    Map<Value, Value> all = new HashMap<>(replaced);
    for (Value value : graph.values()) {
      if (!all.containsKey(value)) {
        all.put(value, rebuilt(value, all));
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, all.get(value)));
    return new Graph(outputs);
  }

  private static Value rebuilt(Value value, Map<Value, Value> replaced) {
    List<Value> inputs = value.inputs().stream().map(replaced::get).toList();
    return inputs.equals(value.inputs()) ? value : Value.of(value.op(), inputs, value.path());
  }

  /// Whether the last axis of the second operand is that of the result, and no other.
  private static boolean isLinear(Value value) {
    return switch (value.op()) {
      case Conv2d _ -> true;
      case MatMul(boolean _, boolean transposeRight) -> !transposeRight && value.input(1).shape().rank() == 2;
      default -> false;
    };
  }

  private static List<Link> chain(Value start, Map<Value, List<Value>> readers, Set<Value> steady) {
    List<Link> chain = new ArrayList<>();
    for (Value at = start; readers.getOrDefault(at, List.of()).size() == 1; ) {
      Value reader = readers.get(at).getFirst();
      Optional<Link> link = reader == at ? Optional.empty() : link(at, reader, steady);
      if (link.isEmpty()) {
        break;
      }
      chain.add(link.get());
      at = reader;
    }
    return chain;
  }

  private static Optional<Link> link(Value at, Value reader, Set<Value> steady) {
    Shape shape = at.shape();
    return switch (reader.op()) {
      case Reshape(Shape to) when to.rank() > 0 && to.dim(-1).equals(shape.dim(-1)) ->
          Optional.of(new Link(reader, Optional.empty(), Optional.empty()));
      case Binary(BinaryKind kind) -> {
        boolean first = reader.input(0) == at;
        boolean known = switch (kind) {
          case ADD, MULTIPLY -> true;
          case SUBTRACT -> first;
          case DIVIDE, MAXIMUM, MINIMUM, GREATER, EQUAL -> false;
        };
        Value other = reader.input(first ? 1 : 0);
        if (!known || !(other.op() instanceof Broadcast) || !steady.contains(other.input(0))) {
          yield Optional.empty();
        }
        Value operand = other.input(0);
        int channels = shape.length(-1);
        int size = operand.shape().size();
        boolean each = size == channels && operand.shape().rank() > 0 && operand.shape().length(-1) == channels;
        yield each || size == 1
            ? Optional.of(new Link(reader, Optional.of(kind), Optional.of(operand)))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Value folded(Value start, List<Link> chain, Map<Value, Value> replaced) {
    Optional<Value> scale = Optional.empty();
    Optional<Value> shift = Optional.empty();
    for (Link link : chain) {
      if (link.kind.isEmpty()) {
        continue;
      }
      Value operand = replaced.get(link.channels.orElseThrow());
      Value by = operand.reshape(Shape.of(operand.shape().size()));
      switch (link.kind.get()) {
        case ADD -> shift = Optional.of(shift.map(so -> so.add(by)).orElse(by));
        case SUBTRACT -> shift = Optional.of(shift.map(so -> so.subtract(by)).orElseGet(by::negate));
        case MULTIPLY -> {
          scale = Optional.of(scale.map(so -> so.multiply(by)).orElse(by));
          shift = shift.map(so -> so.multiply(by));
        }
        case DIVIDE, MAXIMUM, MINIMUM, GREATER, EQUAL -> throw new IllegalStateException("no link of a chain: " + link);
      }
    }
    Value weights = replaced.get(start.input(1)).multiply(scale.orElseThrow());
    Value result = Value.of(start.op(), List.of(replaced.get(start.input(0)), weights)).reshape(chain.getLast().value.shape());
    return shift.map(result::add).orElse(result);
  }
}
