package dev.gradus.plan;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Input;
import dev.gradus.op.Reshape;
import dev.gradus.op.Variable;
import dev.gradus.pass.Simplify;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a backend reads: steps in order, and which values may share memory. It holds for every batch size.
///
/// Values have one of four homes: inputs and variables are outside, integers have arrays of their own, an update may be
/// computed right into its variable, and everything else lives in the arena for as long as it is needed.
public final class Plan {
  private final Graph graph;
  private final List<Step> steps;
  private final Map<Value, Integer> born = new HashMap<>();
  private final Map<Value, Integer> dies = new HashMap<>();
  private final Map<Value, Variable> inPlace = new LinkedHashMap<>();
  private final Map<Value, Value> reuses = new LinkedHashMap<>();
  private final Map<Variable, Value> copies = new LinkedHashMap<>();

  private Plan(Graph graph, boolean fuse) {
    this.graph = keepOldValues(Simplify.run(graph));
    this.steps = Lowering.steps(this.graph, fuse);
    findLifetimes();
    placeUpdates();
    findReuse();
  }

  /// Plans a graph, with elementwise chains fused.
  public static Plan of(Graph graph) {
    return new Plan(graph, true);
  }

  /// Plans a graph with one step for each op, as the readable backend and tests of fusion want it.
  public static Plan unfused(Graph graph) {
    return new Plan(graph, false);
  }

  /// The graph, simplified.
  public Graph graph() {
    return graph;
  }

  /// The steps, each after those whose results it reads.
  public List<Step> steps() {
    return steps;
  }

  /// The stored values that are computed right into their variable's memory.
  public Map<Value, Variable> inPlace() {
    return inPlace;
  }

  /// The updates that are copied into their variables once all steps are done.
  public Map<Variable, Value> copies() {
    return copies;
  }

  /// The stored values that take over the memory of a value that dies as they are made.
  public Map<Value, Value> reuses() {
    return reuses;
  }

  /// The number of the step that makes a stored value.
  public int born(Value value) {
    return born.get(value);
  }

  /// The number of the last step that reads a stored value; the number of steps if it outlives them all.
  public int dies(Value value) {
    return dies.get(value);
  }

  /// The value whose memory holds `value`.
  public static Value stored(Value value) {
    return Fusion.stored(value);
  }

  /// An output or an update that is an updated variable's old value gets a copy of it, or the new value would overwrite
  /// it first: as in a swap, where each of two variables becomes the other.
  private static Graph keepOldValues(Graph graph) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> outputs.put(name, changes(graph, value) ? copy(value) : value));
    Map<Variable, Value> updates = new LinkedHashMap<>();
    graph.updates().forEach((variable, value) -> {
      boolean itself = stored(value).op().equals(variable);
      updates.put(variable, !itself && changes(graph, value) ? copy(value) : value);
    });
    return new Graph(outputs, updates);
  }

  /// Whether a value is read from the memory of a variable that a run changes.
  private static boolean changes(Graph graph, Value value) {
    return stored(value).op() instanceof Variable variable
        && graph.updates().containsKey(variable)
        && stored(graph.updates().get(variable)) != stored(value);
  }

  /// A broadcast to the same shape is a step of its own, with memory of its own.
  private static Value copy(Value value) {
    Value source = stored(value);
    Value copy = Value.of(new Broadcast(source.shape()), List.of(source), value.path());
    return value == source ? copy : Value.of(new Reshape(value.shape()), List.of(copy), value.path());
  }

  private void findLifetimes() {
    for (int i = 0; i < steps.size(); i++) {
      int now = i;
      for (Value write : steps.get(i).writes()) {
        born.put(write, now);
        dies.put(write, now);
      }
      steps.get(i).reads().forEach(read -> dies.put(read, now));
    }
    List<Value> results = new ArrayList<>(graph.outputs().values());
    results.addAll(graph.updates().values());
    results.forEach(result -> dies.put(stored(result), steps.size()));
  }

  /// An update may be written straight into its variable if nobody reads the old value any more, or only the very step
  /// that writes it does so place by place.
  private void placeUpdates() {
    Map<Variable, Value> variables = new HashMap<>();
    for (Value value : graph.values()) {
      if (value.op() instanceof Variable variable) {
        variables.put(variable, value);
      }
    }
    graph.updates().forEach((variable, value) -> {
      Value update = stored(value);
      Value old = variables.get(variable);
      boolean made = born.containsKey(update) && !inPlace.containsKey(update);
      if (made && update.dtype() == dev.gradus.tensor.DType.F32 && (old == null || mayOverwrite(update, old))) {
        inPlace.put(update, variable);
      } else if (update != old) {
        copies.put(variable, update);
      }
    });
  }

  private boolean mayOverwrite(Value made, Value old) {
    int step = born.get(made);
    Integer last = dies.get(old);
    return last == null || last < step || last == step && readsInStep(steps.get(step), old, made);
  }

  /// Whether a step reads `old` only at the place that it writes of `made`.
  private static boolean readsInStep(Step step, Value old, Value made) {
    return step instanceof Step.Elementwise elementwise
        && old.shape().elements().equals(made.shape().elements())
        && elementwise.views().stream().filter(view -> view.stored() == old).allMatch(view -> view.shape().equals(elementwise.space()));
  }

  private void findReuse() {
    Set<Value> taken = new HashSet<>();
    for (int i = 0; i < steps.size(); i++) {
      if (!(steps.get(i) instanceof Step.Elementwise step)) {
        continue;
      }
      for (Value write : step.writes()) {
        if (inPlace.containsKey(write)) {
          continue;
        }
        for (View view : step.views()) {
          Value read = view.stored();
          if (born.containsKey(read) && dies.get(read) == i && !inPlace.containsKey(read) && readsInStep(step, read, write)
              && taken.add(read)) {
            reuses.put(write, read);
            break;
          }
        }
      }
    }
  }

  /// The variables' and inputs' values that steps read from outside.
  public boolean isOutside(Value value) {
    return value.op() instanceof Input || value.op() instanceof Variable;
  }

  /// One line a step, for people.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String what = switch (step) {
        case Step.Elementwise e -> "elementwise " + e.program().code().size() + " ops over " + e.space();
        case Step.Reduction r -> r.kind() + " of " + r.source().code().size() + " ops over " + r.space();
        case Step.Loop l -> "loop of " + l.body().steps().size() + " steps over " + l.loop().steps();
        case Step.Call c -> c.value().op().name() + " -> " + c.value().shape();
      };
      text.append(i).append("  ").append(what).append(step.path().isEmpty() ? "" : "  at " + step.path()).append('\n');
    }
    return text.toString();
  }
}
