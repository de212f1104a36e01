package dev.gradus.backend;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Type;
import dev.gradus.op.Variable;
import dev.gradus.plan.Plan;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// Runs a graph a single time on tensors: for looking at what a graph does, not for speed.
final class OneRun {
  private OneRun() {}

  static Map<String, Tensor> run(Backend backend, Graph graph, Map<String, Tensor> inputs, Map<String, Tensor> variables) {
    Map<Character, Integer> sizes = new HashMap<>();
    graph.inputs().forEach((name, value) -> unify(name, value, given(inputs, "input", name), sizes));
    Map<String, float[]> arrays = new LinkedHashMap<>();
    for (Variable variable : graph.variables()) {
      Tensor tensor = given(variables, "variable", variable.path());
      if (tensor.dtype() != DType.F32 || !tensor.shape().equals(variable.shape())) {
        throw wrong("variable", variable.path(), Type.f32(variable.shape()), tensor);
      }
      arrays.put(variable.path(), tensor.floats());
    }
    Plan plan = backend.plan(graph);
    try (Workers workers = new Workers(1)) {
      Executable executable = backend.bind(plan, sizes, arrays, workers, new Arena());
      plan.graph().inputs().forEach((name, value) -> {
        Tensor tensor = inputs.get(name);
        if (value.dtype() == DType.F32) {
          Slice slot = executable.input(name);
          System.arraycopy(tensor.floats(), 0, slot.array(), slot.offset(), tensor.size());
        } else {
          System.arraycopy(tensor.ints(), 0, executable.intInput(name), 0, tensor.size());
        }
      });
      executable.run();
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      graph.outputs().forEach((name, value) -> outputs.put(name, output(executable, name, value, sizes)));
      return outputs;
    }
  }

  private static Tensor given(Map<String, Tensor> tensors, String kind, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ShapeException("the graph needs " + kind + " \"" + name + "\", but only " + tensors.keySet() + " are given");
    }
    return tensor;
  }

  /// Finds what the symbols of an input's shape stand for, and checks the rest.
  private static void unify(String name, Value value, Tensor tensor, Map<Character, Integer> sizes) {
    Shape expected = value.shape();
    if (tensor.dtype() != value.dtype() || tensor.shape().rank() != expected.rank()) {
      throw wrong("input", name, value.type(), tensor);
    }
    for (int axis = 0; axis < expected.rank(); axis++) {
      Dim dim = expected.dim(axis);
      int length = tensor.shape().length(axis);
      if (dim.symbols().length() == 1 && dim.factor() == 1) {
        sizes.putIfAbsent(dim.symbols().charAt(0), length);
      }
    }
    if (!tensor.shape().equals(Shape.of(expected.resolve(sizes)))) {
      throw wrong("input", name, value.type(), tensor);
    }
  }

  private static ShapeException wrong(String kind, String name, Type type, Tensor tensor) {
    return new ShapeException(kind + " \"" + name + "\" is " + type + ", but given " + tensor.dtype() + " " + tensor.shape());
  }

  private static Tensor output(Executable executable, String name, Value value, Map<Character, Integer> sizes) {
    Shape shape = Shape.of(value.shape().resolve(sizes));
    if (value.dtype() != DType.F32) {
      return Tensor.of(shape, executable.intOutput(name).clone());
    }
    Slice from = executable.output(name);
    return Tensor.of(shape, java.util.Arrays.copyOfRange(from.array(), from.offset(), from.offset() + shape.size()));
  }
}
