package dev.gradus.plan;

import dev.gradus.Trial;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.Broadcast;
import dev.gradus.op.MatMul;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Variable;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Graphs at random: all kinds of steps on small shapes, variables that are updated from one another, and outputs that
/// are inputs, variables, constants or views of anything.
public final class RandomGraphs {
  private static final Dim N = Dim.BATCH;
  private static final int MOST_ELEMENTS = 600;
  private static final UnaryKind[] UNARY = {
    UnaryKind.NEGATE, UnaryKind.ABS, UnaryKind.SIGN, UnaryKind.TANH, UnaryKind.SIGMOID, UnaryKind.SIN, UnaryKind.SQRT
  };

  private final RandomStream random;
  private final List<Value> pool = new ArrayList<>();
  private final Map<Variable, Value> variables = new LinkedHashMap<>();

  private RandomGraphs(long seed) {
    random = new RandomStream(seed, "graph");
  }

  /// The graph of a seed.
  public static Graph of(long seed) {
    return new RandomGraphs(seed).make();
  }

  /// Numbers for any graph of this class.
  public static Trial trial(long seed, int batch) {
    RandomStream stream = new RandomStream(seed, "numbers");
    Map<String, float[]> floats = new LinkedHashMap<>();
    floats.put("x", numbers(stream, batch * 3));
    floats.put("y", numbers(stream, 3));
    floats.put("z", numbers(stream, batch * 6));
    floats.put("s", numbers(stream, 1));
    int[] labels = new int[batch];
    for (int i = 0; i < batch; i++) {
      labels[i] = stream.nextInt(4);
    }
    Map<String, float[]> state = new LinkedHashMap<>();
    state.put("a", numbers(stream, 3));
    state.put("b", numbers(stream, 3));
    state.put("c", numbers(stream, 6));
    state.put("d", numbers(stream, 6));
    state.put("e", numbers(stream, 1));
    state.put("f", numbers(stream, 6));
    return new Trial(Map.of('N', batch), floats, Map.of("labels", labels), state);
  }

  private static float[] numbers(RandomStream stream, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      // Zeros of both signs now and then: what is rewritten wrongly often shows only there.
      numbers[i] = switch (stream.nextInt(12)) {
        case 0 -> 0f;
        case 1 -> -0f;
        default -> (float) stream.nextGaussian();
      };
    }
    return numbers;
  }

  private Graph make() {
    pool.add(Value.input("x", DType.F32, Shape.of(N, Dim.of(3))));
    pool.add(Value.input("y", DType.F32, Shape.of(3)));
    pool.add(Value.input("z", DType.F32, Shape.of(N, Dim.of(2), Dim.of(3))));
    pool.add(Value.input("s", DType.F32, Shape.SCALAR));
    Value labels = Value.input("labels", DType.I32, Shape.of(N));
    pool.add(labels.oneHot(4));
    pool.add(labels.toFloat());
    variable("a", Shape.of(3));
    variable("b", Shape.of(3));
    variable("c", Shape.of(2, 3));
    variable("d", Shape.of(2, 3));
    variable("e", Shape.SCALAR);
    variable("f", Shape.of(6));
    int size = 3 + random.nextInt(random.nextInt(5) == 0 ? 120 : 35);
    for (int i = 0; i < size; i++) {
      Value next = grow();
      if (next.shape().elements().resolve(Map.of('N', 7)) <= MOST_ELEMENTS) {
        pool.add(next);
      }
    }
    Map<Variable, Value> updates = new LinkedHashMap<>();
    variables.forEach((variable, value) -> {
      if (random.nextInt(3) > 0) {
        updates.put(variable, ofShape(variable.shape()));
      }
    });
    Map<String, Value> outputs = new LinkedHashMap<>();
    int results = 1 + random.nextInt(4);
    for (int i = 0; i < results; i++) {
      outputs.put("out" + i, random.nextInt(4) == 0 ? pool.get(random.nextInt(pool.size())) : recent());
    }
    if (random.nextInt(4) == 0) {
      outputs.put("labels", labels);
    }
    Value last = recent();
    if (last.shape().rank() > 0 && last.shape().dim(-1).isFixed()) {
      outputs.put("largest", last.argMax());
    }
    return new Graph(outputs, updates);
  }

  private void variable(String path, Shape shape) {
    Variable variable = new Variable(path, shape, Variable.Role.STATE);
    Value value = Value.of(variable, List.of());
    variables.put(variable, value);
    pool.add(value);
  }

  private Value recent() {
    int window = Math.min(pool.size(), 8);
    return random.nextInt(3) == 0 ? pool.get(random.nextInt(pool.size())) : pool.get(pool.size() - 1 - random.nextInt(window));
  }

  /// A value of a given shape: one that is there, or one made from one that is there.
  private Value ofShape(Shape shape) {
    List<Value> fitting = pool.stream().filter(value -> value.shape().equals(shape)).toList();
    return switch (random.nextInt(6)) {
      case 0 -> Value.constant(random.nextInt(3) - 1).broadcast(shape);
      case 1 -> recent().mean().broadcast(shape);
      case 2 -> {
        Value same = fitting.get(random.nextInt(fitting.size()));
        yield same.multiply(0.9).add(fitting.get(random.nextInt(fitting.size())).multiply(0.1));
      }
      case 3 -> {
        List<Value> alike = pool.stream().filter(value -> value.shape().elements().equals(shape.elements())).toList();
        yield alike.get(random.nextInt(alike.size())).reshape(shape);
      }
      default -> fitting.get(random.nextInt(fitting.size()));
    };
  }

  private Value grow() {
    Value x = recent();
    int rank = x.shape().rank();
    int axis = rank == 0 ? 0 : random.nextInt(rank);
    boolean fixed = rank > 0 && x.shape().dim(axis).isFixed();
    return switch (random.nextInt(16)) {
      case 0, 1 -> x.unary(UNARY[random.nextInt(UNARY.length)]);
      case 2, 3, 4, 5 -> binary(x);
      case 6 -> x.greater(0).select(x, x.multiply(0.5));
      case 7 -> x.multiply(random.nextInt(3)).add(random.nextInt(2));
      case 8 -> rank == 0 ? x.negate() : random.nextInt(2) == 0 ? x.sumKeep(axis) : x.maxKeep(axis);
      case 9 -> rank == 0 ? x.broadcast(Shape.of(2, 3)) : random.nextInt(2) == 0 ? x.sum(axis) : x.mean();
      case 10 -> x.reshape(random.nextInt(2) == 0 ? Shape.of(x.shape().elements()) : x.shape().append(Dim.of(1)));
      case 11 -> x.broadcast(x.shape().prepend(random.nextInt(2) == 0 ? N : Dim.of(2)));
      case 12 -> rank < 2 ? x.abs() : x.transpose(turned(rank));
      case 13 -> fixed && x.shape().length(axis) > 1 ? x.narrow(axis, 1, x.shape().length(axis) - 1) : x.stopGradient();
      case 14 -> fixed ? random.nextInt(2) == 0 ? x.pad(axis, 1, 0) : Value.concat(axis, List.of(x, x.negate())) : x.negate();
      default -> rank < 2 ? x.square() : x.matmul(x, new MatMul(false, true)).multiply(0.2);
    };
  }

  private Value binary(Value x) {
    BinaryKind kind = BinaryKind.values()[random.nextInt(BinaryKind.values().length)];
    for (int attempt = 0; attempt < 5; attempt++) {
      Value other = recent();
      try {
        Broadcast.common(x.shape(), other.shape());
      } catch (ShapeException doesNotFit) {
        continue;
      }
      return x.binary(kind, other);
    }
    return x.binary(kind, Value.length(N));
  }

  private int[] turned(int rank) {
    int[] order = new int[rank];
    int by = 1 + random.nextInt(rank - 1);
    for (int i = 0; i < rank; i++) {
      order[i] = (i + by) % rank;
    }
    return order;
  }
}
