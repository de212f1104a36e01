package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.loss.Loss;
import dev.gradus.metric.Better;
import dev.gradus.metric.Metric;
import dev.gradus.model.Goal;
import dev.gradus.model.Model;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a trainer has been told of each output, so far.
final class Goals {
  /// A figure that is measured beside the total loss.
  ///
  /// @param name in reports
  /// @param weighted whether it is an output's loss, which counts examples by their weights
  /// @param better which figures are the better ones
  record Measure(String name, boolean weighted, Better better) {}

  private final Model model;
  private final Map<String, Goal> losses = new HashMap<>();
  private final Map<String, List<Metric>> metrics = new HashMap<>();

  Goals(Model model) {
    this.model = model;
  }

  /// The name of the only output.
  ///
  /// @param method that should have been told the output
  String only(String method) {
    if (model.outputs().size() != 1) {
      throw new GradusException("the model has the outputs " + outputs() + ". Say which one, " + method + "(\""
          + model.outputs().keySet().iterator().next() + "\", ...)");
    }
    return model.outputs().keySet().iterator().next();
  }

  void loss(String output, Loss loss, double weight) {
    losses.put(known(output), new Goal(loss, weight, List.of()));
  }

  void metrics(String output, List<Metric> values) {
    metrics.put(known(output), List.copyOf(values));
  }

  private String known(String output) {
    if (!model.outputs().containsKey(output)) {
      throw new GradusException("the model has no output \"" + output + "\": its outputs are " + outputs());
    }
    return output;
  }

  private String outputs() {
    return "\"" + String.join("\", \"", model.outputs().keySet()) + "\"";
  }

  /// The goals by output, in the model's order.
  ///
  /// @throws GradusException if there is no loss, or an output has metrics only
  Map<String, Goal> all() {
    if (losses.isEmpty()) {
      throw new GradusException("a trainer needs a loss. Call loss(...)");
    }
    Map<String, Goal> goals = new LinkedHashMap<>();
    model.outputs().keySet().forEach(output -> {
      Goal goal = losses.get(output);
      if (goal != null) {
        goals.put(output, new Goal(goal.loss(), goal.weight(), metrics.getOrDefault(output, List.of())));
      } else if (metrics.containsKey(output)) {
        throw new GradusException("output \"" + output + "\" has metrics but no loss. Call loss(\"" + output + "\", ...)");
      }
    });
    return goals;
  }

  /// The losses alone, as goals of their own.
  Goals withoutMetrics() {
    Goals copy = new Goals(model);
    copy.losses.putAll(losses);
    return copy;
  }

  /// What is measured beside the total loss, in the order of [Model#outputs].
  List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    model.outputs().keySet().forEach(output -> {
      if (losses.containsKey(output) && !output.equals(Model.OUTPUT)) {
        measures.add(new Measure(Goal.figure(output, Model.LOSS), true, Better.LOWER));
      }
      metrics.getOrDefault(output, List.of())
          .forEach(metric -> measures.add(new Measure(Goal.figure(output, metric.name()), false, metric.better())));
    });
    return measures;
  }
}
