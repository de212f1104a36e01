package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.layer.Mode;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What a model is trained for, as graphs.
///
/// @param evaluation from inputs and targets to the total loss, the losses and the metrics of each example, and the outputs learnt
/// @param prediction from inputs to what the losses' predictions make of the outputs
/// @param classes the classes' names by output
record Purpose(Graph evaluation, Graph prediction, Map<String, List<String>> classes) {
  /// @throws dev.gradus.GradusException if goals or data don't fit the model
  static Purpose of(Model model, Map<String, Goal> goals, Examples like) {
    if (goals.isEmpty()) {
      throw new GradusException("a model learns at least one of its outputs " + Names.quoted(model.outputs().keySet()));
    }
    Fields.checkInputs(model, like);
    Map<String, Value> losses = new LinkedHashMap<>();
    Map<String, Value> metrics = new LinkedHashMap<>();
    Map<String, Value> outputs = new LinkedHashMap<>();
    Map<String, Value> predictions = new LinkedHashMap<>();
    Map<String, List<String>> classes = new LinkedHashMap<>();
    model.outputs().forEach((name, type) -> {
      Goal goal = goals.get(name);
      if (goal == null) {
        return;
      }
      Value output = model.output(Mode.INFERENCE, name);
      Field field = Fields.target(like, name, new TreeSet<>(goals.keySet()));
      checkClasses(name, type.shape(), field.classes().size());
      Value target = Model.target(field);
      losses.put(name, goal.loss().perExample(output, target));
      goal.metrics().forEach(metric -> metrics.put(
          "metric/" + Goal.figure(name, metric.name()), metric.perExample(output, target)));
      outputs.put(Names.label(Model.OUTPUT, name), output);
      classes.put(name, List.copyOf(field.classes()));
    });
    model.outputs().keySet().forEach(name -> {
      Value output = model.output(Mode.INFERENCE, name);
      Goal goal = goals.get(name);
      predictions.put(Names.label(Model.PREDICTION, name), goal == null ? output : goal.loss().predict(output));
    });
    Map<String, Value> measured = new LinkedHashMap<>();
    measured.put(Model.LOSS, Goal.total(goals, losses));
    losses.forEach((name, loss) -> {
      if (!name.equals(Model.OUTPUT)) {
        measured.put("loss/" + name, loss);
      }
    });
    measured.putAll(metrics);
    measured.putAll(outputs);
    return new Purpose(new Graph(measured), new Graph(predictions), Map.copyOf(classes));
  }

  private static void checkClasses(String name, Shape output, int count) {
    if (count > 2 && !output.equals(Shape.of(count))) {
      throw new ShapeException("the data set has " + count + " classes" + Names.phrase(" for ", name) + ", but the model gives outputs of shape "
          + output + ". End it with dense(" + count + ")?");
    }
  }
}
