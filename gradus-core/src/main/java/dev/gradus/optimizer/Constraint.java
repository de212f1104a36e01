package dev.gradus.optimizer;

import dev.gradus.graph.Value;

/// What new weights must keep to: the last word on a step, after the optimizer's.
@FunctionalInterface
public interface Constraint {
  /// The weights to take in place of `next`, of the same shape.
  ///
  /// @param path the parameter's, such as `"conv2d_1/filter"`
  Value apply(String path, Value next);
}
