package dev.gradus.layer;

import dev.gradus.graph.Value;
import java.util.Map;

/// A network of several inputs and outputs, by name: two towers of one set of weights, and two heads, are
///
///     Network net = (scope, in) -> {
///       Layer tower = shared(sequential(dense(32), relu()));
///       Value left = tower.apply(scope, in.get("left"));
///       Value right = tower.apply(scope, in.get("right"));
///       return Map.of(
///           "same", named("same", dense(1)).apply(scope, left.subtract(right).square()),
///           "digit", named("digit", dense(10)).apply(scope, left));
///     };
///
/// Like a [Layer] it runs when a model is created, once for training and once for inference. A network of one input and one
/// output is a layer.
@FunctionalInterface
public interface Network {
  /// Builds the outputs.
  ///
  /// @param scope where to make parameters, and what the graph is for
  /// @param inputs the inputs, batch axis first
  /// @return each output by its name, batch axis first
  Map<String, Value> apply(Scope scope, NamedValues inputs);
}
