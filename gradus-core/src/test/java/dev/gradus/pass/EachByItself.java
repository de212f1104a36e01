package dev.gradus.pass;

import dev.gradus.Trial;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Input;
import dev.gradus.op.Op;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An interpreter of one op at a time: each value is a graph of its own whose inputs are given, so no pass and no plan
/// ever sees more than one op.
final class EachByItself {
  private EachByItself() {}

  static Trial.Outcome outcome(Graph graph, Trial trial, Workers workers) {
    Map<Value, float[]> floats = new HashMap<>();
    Map<Value, int[]> integers = new HashMap<>();
    for (Value value : graph.values()) {
      switch (value.op()) {
        case Input(var label, var type) when type.dtype() == DType.F32 -> floats.put(value, trial.floats().get(label));
        case Input(var label, var _) -> integers.put(value, trial.integers().get(label));
        case Variable variable -> floats.put(value, trial.variables().get(variable.path()));
        case Op op -> {
          List<Value> inputs = new ArrayList<>();
          Map<String, float[]> given = new HashMap<>();
          Map<String, int[]> givenIntegers = new HashMap<>();
          for (Value input : value.inputs()) {
            String name = "input " + inputs.size();
            inputs.add(Value.input(name, input.dtype(), input.shape()));
            if (input.dtype() == DType.F32) {
              given.put(name, floats.get(input));
            } else {
              givenIntegers.put(name, integers.get(input));
            }
          }
          Trial.Outcome outcome = new Trial(trial.sizes(), given, givenIntegers, Map.of())
              .run(new Graph(Map.of("y", Value.of(op, inputs))), Backend.SCALAR, workers);
          if (value.dtype() == DType.F32) {
            floats.put(value, outcome.floats().get("y"));
          } else {
            integers.put(value, outcome.integers().get("y"));
          }
        }
      }
    }
    Map<String, float[]> outputs = new LinkedHashMap<>();
    Map<String, int[]> intOutputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> {
      if (value.dtype() == DType.F32) {
        outputs.put(name, floats.get(value));
      } else {
        intOutputs.put(name, integers.get(value));
      }
    });
    Map<String, float[]> variables = new LinkedHashMap<>(trial.variables());
    graph.updates().forEach((variable, value) -> variables.put(variable.path(), floats.get(value)));
    return new Trial.Outcome(outputs, intOutputs, variables);
  }
}
