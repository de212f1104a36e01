package dev.gradus.layer;

import dev.gradus.Trial;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.op.Variable;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A layer applied to an input x, as a model does it, with random numbers for its variables.
final class Built {
  final Map<String, Value> variables = new LinkedHashMap<>();
  final Map<String, Initializer> initializers = new HashMap<>();
  final Map<String, double[]> numbers = new LinkedHashMap<>();
  final Scope scope;
  final Value x;
  final Value y;

  Built(Layer layer, Mode mode, Shape input) {
    scope = Scope.root(mode, variables, initializers);
    x = Value.input("x", DType.F32, input.batched());
    y = Sequential.inline(layer, scope, x);
    variables.forEach((path, value) -> {
      // Above 0, as a variance must be.
      numbers.put(path, numbers(path, value.shape().size(), 0.2, 1.5));
    });
  }

  static Built of(Layer layer, int... input) {
    return new Built(layer, Mode.INFERENCE, Shape.of(input));
  }

  static Built training(Layer layer, int... input) {
    return new Built(layer, Mode.TRAINING, Shape.of(input));
  }

  static double[] numbers(String name, int length, double from, double to) {
    RandomStream random = new RandomStream(20261123, name);
    double[] numbers = new double[length];
    for (int i = 0; i < length; i++) {
      // Float32 numbers, so that every backend can be given the same.
      numbers[i] = (float) random.uniform(from, to);
    }
    return numbers;
  }

  long parameters() {
    return variables.values().stream()
        .filter(value -> ((Variable) value.op()).role() == Variable.Role.PARAMETER)
        .mapToLong(value -> value.shape().size())
        .sum();
  }

  double[] input(int batch) {
    return numbers("x", x.shape().elements().resolve(Map.of('N', batch)), -1, 1);
  }

  /// x, and a random counter for what is random.
  Map<String, double[]> inputs(int batch) {
    return Map.of("x", input(batch), Scope.RANDOM_INPUT, new double[] {1, 2, 3, 0});
  }

  double[] output(int batch) {
    return evaluate(y, batch);
  }

  double[] evaluate(Value value, int batch) {
    return Reference.evaluateAll(List.of(value), Map.of('N', batch), inputs(batch), numbers).getFirst();
  }

  /// The output in float32 for a given random counter.
  float[] random(float[] input, int batch, int... counter) {
    return new Trial(Map.of('N', batch), Map.of("x", input), Map.of(Scope.RANDOM_INPUT, counter), Map.of()).values(List.of(y)).getFirst();
  }
}
