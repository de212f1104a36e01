package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.autodiff.Gradients;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.layer.Mode;
import dev.gradus.model.Goal;
import dev.gradus.model.Model;
import dev.gradus.op.Variable;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.UpdateScope;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// One whole training step as one graph: forward, loss, metrics, backward, update.
final class TrainingStep {
  static final String LEARNING_RATE = "learning rate";
  static final String STEP = "step";
  private static final String NORM = "gradient norm of ";

  private TrainingStep() {}

  /// The mean over the batch: Σ L / N, or Σ w · L / Σ w where examples have weights.
  private static Value mean(Value losses, Optional<Value> weights) {
    // Should all be 0, then so is the sum above, and the batch teaches nothing.
    return weights.map(w -> w.multiply(losses).sum().divide(w.sum().maximum(Float.MIN_NORMAL))).orElseGet(losses::mean);
  }

  /// The output with the norm of a parameter's gradient: sqrt(Σ g²) over all its elements.
  static String norm(String parameter) {
    return NORM + parameter;
  }

  /// Whether an output is such a norm.
  static boolean isNorm(String output) {
    return output.startsWith(NORM);
  }

  /// Adds each parameter's gradient norm to a step's outputs.
  private static void addNorms(List<Value> values, List<Value> gradients, Map<String, Value> outputs) {
    for (int i = 0; i < values.size(); i++) {
      Value gradient = gradients.get(i);
      outputs.put(norm(((Variable) values.get(i).op()).path()), Path.at("gradient norm", () -> gradient.square().sum().sqrt()));
    }
  }

  /// The graph for goals by output, and for data with such targets, and weights or none.
  static Graph build(Model model, Map<String, Goal> goals, Optimizer optimizer, Examples like, OptionalDouble averageDecay, boolean norms) {
    Optional<Value> weights =
        like.hasWeights() ? Optional.of(Value.input(Model.WEIGHT, DType.F32, Shape.SCALAR.batched())) : Optional.empty();
    Map<String, Value> losses = new LinkedHashMap<>();
    Map<String, Value> figures = new LinkedHashMap<>();
    goals.forEach((name, goal) -> {
      Value output = model.output(Mode.TRAINING, name);
      Value target = Model.target(target(like, name));
      Value mean = Path.at("loss", () -> mean(goal.loss().perExample(output, target), weights));
      losses.put(name, mean);
      if (!name.equals(Model.OUTPUT)) {
        figures.put(Goal.figure(name, Model.LOSS), mean);
      }
      goal.metrics().forEach(metric -> figures.put(
          Goal.figure(name, metric.name()), Path.at("metric", () -> metric.perExample(output, target).mean())));
    });
    Value total = Path.at("loss", () -> Goal.total(goals, losses));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put(Model.LOSS, total);
    outputs.putAll(figures);
    // What only an output without a loss depends on is not trained.
    List<Value> parameters = Graph.reachable(List.of(total)).stream()
        .filter(value -> value.op() instanceof Variable variable && variable.role() == Variable.Role.PARAMETER)
        .toList();
    List<Value> gradients = Gradients.of(total, parameters);
    if (norms) {
      addNorms(parameters, gradients, outputs);
    }
    UpdateScope scope = new UpdateScope(
        Value.input(STEP, DType.F32, Shape.SCALAR), Value.input(LEARNING_RATE, DType.F32, Shape.SCALAR));
    Map<Variable, Value> updates = new LinkedHashMap<>(model.graph(Mode.TRAINING).updates());
    Map<Variable, Value> optimized = Path.at("optimizer", () -> optimizer.updates(scope, parameters, gradients));
    updates.putAll(optimized);
    averageDecay.ifPresent(decay -> updates.putAll(Path.at("average", () -> WeightAverages.updates(decay, scope.step(), optimized))));
    return new Graph(outputs, updates);
  }

  private static Field target(Examples data, String output) {
    return data.targets().stream().filter(field -> field.name().equals(output)).findFirst()
        .orElseThrow(() -> new GradusException("the data set has no target \"" + output + "\""));
  }
}
