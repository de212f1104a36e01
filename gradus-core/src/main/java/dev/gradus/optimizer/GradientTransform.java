package dev.gradus.optimizer;

import dev.gradus.graph.Value;
import java.util.List;

/// One link of an optimizer: from the parameters' gradients (or what an earlier link made of them) to something better to
/// step by. It is an expression: the whole training step is one graph.
@FunctionalInterface
public interface GradientTransform {
  /// Builds the transformed directions, one for each parameter, of its shape.
  List<Value> apply(UpdateScope scope, List<Value> parameters, List<Value> directions);

  /// This link and then another.
  default GradientTransform then(GradientTransform next) {
    return (scope, parameters, directions) -> next.apply(scope, parameters, apply(scope, parameters, directions));
  }

  /// A link that treats each parameter by itself.
  static GradientTransform each(Rule rule) {
    return (scope, parameters, directions) ->
        java.util.stream.IntStream.range(0, parameters.size())
            .mapToObj(i -> rule.apply(scope, parameters.get(i), directions.get(i)))
            .toList();
  }

  /// What happens to one parameter's direction.
  @FunctionalInterface
  interface Rule {
    /// The transformed direction, of the parameter's shape.
    Value apply(UpdateScope scope, Value parameter, Value direction);
  }
}
