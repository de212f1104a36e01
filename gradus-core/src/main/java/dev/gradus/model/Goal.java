package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Metric;
import java.util.List;
import java.util.Map;

/// What an output is trained for.
///
/// @param loss what training makes small
/// @param weight how much that counts beside the losses of other outputs, at least 0; usually 1
/// @param metrics what else to measure
public record Goal(Loss loss, double weight, List<Metric> metrics) {
  public Goal {
    metrics = List.copyOf(metrics);
    if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new GradusException("the weight of a loss must be at least 0 and finite, not " + weight);
    }
    if (metrics.stream().anyMatch(metric -> metric.name().equals(Model.LOSS))) {
      throw new GradusException("a metric can't be named \"loss\": that is the loss's name in reports");
    }
  }

  /// How reports name a figure of an output: `digit/accuracy`; plainly `accuracy` for the one output of a model that has one.
  public static String figure(String output, String what) {
    return output.equals(Model.OUTPUT) ? what : output + "/" + what;
  }

  /// The total loss: Σ weight · loss, in the order of the losses.
  ///
  /// @param goals what is learnt, by output
  /// @param losses the loss of each output, of each example or as a mean
  public static Value total(Map<String, Goal> goals, Map<String, Value> losses) {
    return losses.entrySet().stream().map(entry -> {
      double weight = goals.get(entry.getKey()).weight();
      // A factor of 1 would change no bit, but a step.
      return weight == 1 ? entry.getValue() : entry.getValue().multiply(weight);
    }).reduce(Value::add).orElseThrow();
  }
}
