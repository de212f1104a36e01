package dev.gradus.train;

import dev.gradus.autodiff.Gradients;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.layer.Mode;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Metric;
import dev.gradus.model.Model;
import dev.gradus.op.Variable;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.optimizer.UpdateScope;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// One whole training step as one graph: forward, loss, metrics, backward, update.
final class TrainingStep {
  static final String LEARNING_RATE = "learning rate";
  static final String STEP = "step";

  private TrainingStep() {}

  /// The mean over the batch: Σ L / N, or Σ w · L / Σ w where examples have weights.
  private static Value mean(Value losses, Dataset like) {
    if (!like.hasWeights()) {
      return losses.mean();
    }
    Value weights = Value.input(Model.WEIGHT, DType.F32, losses.shape());
    // Should all be 0, then so is the sum above, and the batch teaches nothing.
    return weights.multiply(losses).sum().divide(weights.sum().maximum(Float.MIN_NORMAL));
  }

  static Graph build(
      Model model, Loss loss, Optimizer optimizer, List<Metric> metrics, Dataset like, OptionalDouble averageDecay) {
    Graph forward = model.graph(Mode.TRAINING);
    Value output = forward.outputs().get(Model.OUTPUT);
    Value target = Model.target(like);
    Map<String, Value> outputs = new LinkedHashMap<>();
    Value mean = Path.at("loss", () -> mean(loss.perExample(output, target), like));
    outputs.put(Model.LOSS, mean);
    metrics.forEach(metric -> outputs.put(metric.name(), Path.at("metric", () -> metric.perExample(output, target).mean())));
    List<Value> parameters = forward.values().stream()
        .filter(value -> value.op() instanceof Variable variable && variable.role() == Variable.Role.PARAMETER)
        .toList();
    List<Value> gradients = Gradients.of(mean, parameters);
    UpdateScope scope = new UpdateScope(
        Value.input(STEP, DType.F32, Shape.SCALAR), Value.input(LEARNING_RATE, DType.F32, Shape.SCALAR));
    Map<Variable, Value> updates = new LinkedHashMap<>(forward.updates());
    Map<Variable, Value> optimized = Path.at("optimizer", () -> optimizer.updates(scope, parameters, gradients));
    updates.putAll(optimized);
    averageDecay.ifPresent(decay -> updates.putAll(Path.at("average", () -> WeightAverages.updates(decay, scope.step(), optimized))));
    return new Graph(outputs, updates);
  }
}
