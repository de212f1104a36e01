package dev.gradus.train;

import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Executable;
import dev.gradus.diagnose.StepFigures;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.model.Model;
import dev.gradus.op.Variable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Takes steps of a training again, one by one, and measures gradients and updates as it goes. Same seed, same bits: they are the
/// steps that there were.
final class Replay {
  private final Map<String, Value> norms = new LinkedHashMap<>();
  private final Graph graph;
  private final Rerun rerun;
  private final Map<String, float[]> variables;
  private final List<float[]> weights;
  private final Map<String, float[]> before = new LinkedHashMap<>();
  private final Map<Integer, Executable> bound = new HashMap<>();

  Replay(Graph step, Rerun rerun, Map<String, float[]> variables) {
    this.rerun = rerun;
    this.variables = variables;
    Value loss = step.outputs().get(Model.LOSS);
    List<Value> parameters = Graph.reachable(List.of(loss)).stream()
        .filter(value -> value.op() instanceof Variable variable && variable.role() == Variable.Role.PARAMETER).toList();
    weights = parameters.stream().map(parameter -> variables.get(path(parameter))).toList();
    // The same gradients as the step's own: they are computed once.
    List<Value> gradients = Gradients.of(loss, parameters);
    for (int i = 0; i < gradients.size(); i++) {
      norms.put(path(parameters.get(i)), gradients.get(i).square().sum());
    }
    Map<String, Value> outputs = new LinkedHashMap<>(Map.of(Model.LOSS, loss));
    norms.forEach((path, norm) -> outputs.put("norm/" + path, norm));
    graph = new Graph(outputs, step.updates());
    variables.forEach((path, numbers) -> before.put(path, new float[numbers.length]));
  }

  private static String path(Value parameter) {
    return ((Variable) parameter.op()).path();
  }

  /// Takes one step. [#back] takes it back.
  StepFigures step(Rerun.Batch batch) {
    copy(variables, before);
    Executable executable = bound.computeIfAbsent(batch.count(), count -> rerun.bind(graph, count, variables));
    rerun.run(executable, batch);
    Map<String, Double> squares = new LinkedHashMap<>();
    norms.keySet().forEach(path -> squares.merge(
        path.substring(0, Math.max(0, path.lastIndexOf('/'))), (double) Rerun.number(executable, "norm/" + path), Double::sum));
    squares.replaceAll((_, square) -> Math.sqrt(square));
    return new StepFigures(batch.step(), Rerun.number(executable, Model.LOSS), batch.rate(), relativeUpdate(), squares);
  }

  private double relativeUpdate() {
    double change = 0;
    double size = 0;
    for (var entry : before.entrySet()) {
      float[] now = variables.get(entry.getKey());
      if (weights.contains(now)) {
        for (int i = 0; i < now.length; i++) {
          double old = entry.getValue()[i];
          change += (now[i] - old) * (now[i] - old);
          size += old * old;
        }
      }
    }
    return size == 0 ? Double.NaN : Math.sqrt(change / size);
  }

  /// Gives the variables the numbers from before the last step.
  void back() {
    copy(before, variables);
  }

  static void copy(Map<String, float[]> from, Map<String, float[]> to) {
    to.forEach((path, numbers) -> System.arraycopy(from.get(path), 0, numbers, 0, numbers.length));
  }

  /// Whether all numbers are finite.
  static boolean finite(Map<String, float[]> variables) {
    return variables.values().stream().allMatch(Replay::finite);
  }

  /// Whether all numbers are finite.
  static boolean finite(float[] numbers) {
    for (float number : numbers) {
      if (!Float.isFinite(number)) {
        return false;
      }
    }
    return true;
  }
}
