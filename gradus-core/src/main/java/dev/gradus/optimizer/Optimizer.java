package dev.gradus.optimizer;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How gradients become new weights: w' = w - η · direction, where the direction is what a chain of transforms makes of
/// the gradient. More links and a constraint can be added:
///
///     adam(1e-3).before(clipByGlobalNorm(1)).constrained(maxNorm(3))
///
/// @param name the name in reports
/// @param learningRate η, above 0
/// @param transform the chain
/// @param constraint what the new weights keep to
public record Optimizer(String name, double learningRate, GradientTransform transform, Constraint constraint) {
  public Optimizer {
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new GradusException("the learning rate must be a positive number, not " + learningRate);
    }
  }

  /// An optimizer that constrains no weights.
  public Optimizer(String name, double learningRate, GradientTransform transform) {
    this(name, learningRate, transform, Constraints.NONE);
  }

  /// The same optimizer with another learning rate.
  public Optimizer learningRate(double other) {
    return new Optimizer(name, other, transform, constraint);
  }

  /// The same optimizer with a link before its own: of what it makes of gradients, such as clipping.
  public Optimizer before(GradientTransform link) {
    return new Optimizer(name, learningRate, link.then(transform), constraint);
  }

  /// The same optimizer with a link after its own: of what it makes of directions, such as decoupled weight decay.
  public Optimizer after(GradientTransform link) {
    return new Optimizer(name, learningRate, transform.then(link), constraint);
  }

  /// The same optimizer by the mean gradient of every `batches` batches: its links see the mean, those added later each
  /// batch. See [Transforms#accumulate].
  public Optimizer accumulating(int batches) {
    return new Optimizer(name, learningRate, Transforms.accumulate(batches, transform), constraint);
  }

  /// The same optimizer with one more constraint, after those that it has.
  public Optimizer constrained(Constraint other) {
    return new Optimizer(name, learningRate, transform, (path, next) -> other.apply(path, constraint.apply(path, next)));
  }

  /// The new value of each parameter and of each slot.
  public Map<Variable, Value> updates(UpdateScope scope, List<Value> parameters, List<Value> gradients) {
    List<Value> directions = transform.apply(scope, parameters, gradients);
    Map<Variable, Value> updates = new LinkedHashMap<>(scope.updates());
    for (int i = 0; i < parameters.size(); i++) {
      Value parameter = parameters.get(i);
      Variable variable = (Variable) parameter.op();
      Value next = parameter.subtract(directions.get(i).multiply(scope.learningRate()));
      updates.put(variable, constraint.apply(variable.path(), next));
    }
    return updates;
  }
}
