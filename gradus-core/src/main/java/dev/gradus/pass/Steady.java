package dev.gradus.pass;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Custom;
import dev.gradus.op.Input;
import dev.gradus.op.Length;
import dev.gradus.op.Random;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A graph in two: what follows from variables alone, and the rest, which reads the first part's results as variables of
/// its own. As long as the variables stay as they are, only the rest need be run.
///
/// No bit changes: each value is computed by the same op from the same numbers.
///
/// @param first from the model's variables to the values that the rest wants, by the paths under which it reads them
/// @param rest the graph without what `first` computes
public record Steady(Graph first, Graph rest) {
  /// No layer has a name with a colon.
  private static final String PREFIX = "steady:";

  /// Divides a graph that changes no variable.
  public static Steady of(Graph graph) {
    assert graph.updates().isEmpty() : "variables that a run changes are not steady";
    Graph simple = Simplify.run(graph);
    Set<Value> steady = among(simple);
    Map<String, Value> wanted = new LinkedHashMap<>();
    Map<Value, Value> replaced = new LinkedHashMap<>();
    for (Value value : simple.values()) {
      if (!steady.contains(value)) {
        List<Value> inputs = value.inputs().stream()
            .map(input -> steady.contains(input) ? outside(input, wanted, replaced) : replaced.get(input)).toList();
        replaced.put(value, inputs.equals(value.inputs()) ? value : Value.of(value.op(), inputs, value.path()));
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    simple.outputs().forEach((name, value) -> outputs.put(name, replaced.getOrDefault(value, value)));
    return new Steady(new Graph(wanted), new Graph(outputs));
  }

  /// How the rest reads a steady value. What is only a way to read another stays with the rest.
  private static Value outside(Value value, Map<String, Value> wanted, Map<Value, Value> replaced) {
    Value known = replaced.get(value);
    if (known == null) {
      known = switch (value.op()) {
        case Variable _, dev.gradus.op.Constant _ -> value;
        case dev.gradus.op.Broadcast _, dev.gradus.op.Reshape _ ->
            Value.of(value.op(), List.of(outside(value.input(0), wanted, replaced)), value.path());
        default -> {
          String path = PREFIX + wanted.size();
          wanted.put(path, value);
          yield Value.of(new Variable(path, value.shape(), Variable.Role.STATE), List.of(), value.path());
        }
      };
      replaced.put(value, known);
    }
    return known;
  }

  /// The values of a graph that follow from variables and constants alone.
  static Set<Value> among(Graph graph) {
    Set<Value> steady = new HashSet<>();
    for (Value value : graph.values()) {
      boolean source = value.op() instanceof Input || value.op() instanceof Length || value.op() instanceof Random
          || value.op() instanceof Custom;
      boolean fixed = value.dtype() == DType.F32 && value.shape().dims().stream().allMatch(Dim::isFixed);
      if (!source && fixed && steady.containsAll(value.inputs())) {
        steady.add(value);
      }
    }
    return steady;
  }
}
