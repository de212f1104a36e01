package dev.gradus.optimizer;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How gradients become new weights: w' = w - η · direction, where the direction is what a chain of transforms makes of
/// the gradient.
///
/// @param name the name in reports
/// @param learningRate η, above 0
/// @param transform the chain
public record Optimizer(String name, double learningRate, GradientTransform transform) {
  public Optimizer {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new GradusException("the learning rate must be a positive number, not " + learningRate);
    }
  }

  /// The same optimizer with another learning rate.
  public Optimizer learningRate(double other) {
    return new Optimizer(name, other, transform);
  }

  /// The new value of each parameter and of each slot.
  public Map<Variable, Value> updates(UpdateScope scope, List<Value> parameters, List<Value> gradients) {
    List<Value> directions = transform.apply(scope, parameters, gradients);
    Map<Variable, Value> updates = new LinkedHashMap<>(scope.updates());
    for (int i = 0; i < parameters.size(); i++) {
      Value parameter = parameters.get(i);
      updates.put((Variable) parameter.op(), parameter.subtract(directions.get(i).multiply(scope.learningRate())));
    }
    return updates;
  }
}
