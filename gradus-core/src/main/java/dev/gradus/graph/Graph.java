package dev.gradus.graph;

import dev.gradus.op.Input;
import dev.gradus.op.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A function from named inputs and variables to named outputs and the variables' new values.
///
/// @param outputs what is computed, by name
/// @param updates the new value of each variable that a run changes; all take effect at the end of the run
public record Graph(Map<String, Value> outputs, Map<Variable, Value> updates) {
  public Graph {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    updates = Collections.unmodifiableMap(new LinkedHashMap<>(updates));
    updates.forEach((variable, value) -> {
      if (!variable.shape().equals(value.shape())) {
        throw new dev.gradus.tensor.ShapeException(
            "the new value of variable \"" + variable.path() + "\" has shape " + value.shape() + ", not " + variable.shape());
      }
    });
  }

  /// A graph that changes no variable.
  public Graph(Map<String, Value> outputs) {
    this(outputs, Map.of());
  }

  /// Everything that is computed, each value after its inputs.
  public List<Value> values() {
    List<Value> roots = new ArrayList<>(outputs.values());
    roots.addAll(updates.values());
    return reachable(roots);
  }

  /// The inputs that the outputs and updates need, by name.
  public Map<String, Value> inputs() {
    Map<String, Value> inputs = new LinkedHashMap<>();
    for (Value value : values()) {
      if (value.op() instanceof Input input) {
        inputs.put(input.label(), value);
      }
    }
    return inputs;
  }

  /// The variables that are read or changed, in the order in which they were made.
  public List<Variable> variables() {
    Set<Variable> variables = new java.util.LinkedHashSet<>();
    for (Value value : values()) {
      if (value.op() instanceof Variable variable) {
        variables.add(variable);
      }
    }
    variables.addAll(updates.keySet());
    return List.copyOf(variables);
  }

  /// The values that `roots` are computed from, and the roots, each after its inputs.
  public static List<Value> reachable(Collection<Value> roots) {
    Set<Value> seen = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>();
    for (Value root : roots) {
      if (seen.add(root)) {
        open.push(root);
      }
    }
    while (!open.isEmpty()) {
      for (Value input : open.pop().inputs()) {
        if (seen.add(input)) {
          open.push(input);
        }
      }
    }
    List<Value> ordered = new ArrayList<>(seen);
    ordered.sort(Comparator.comparingLong(Value::id));
    return ordered;
  }
}
