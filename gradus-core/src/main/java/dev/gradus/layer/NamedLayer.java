package dev.gradus.layer;

import dev.gradus.graph.Value;

/// A layer that opens a scope of its own each time it is applied: `dense_1`, `dense_2` and so on.
public interface NamedLayer extends Layer {
  /// The name of its kind, such as `dense`.
  String name();

  /// Builds the output inside the layer's own scope.
  Value build(Scope scope, Value input);

  @Override
  default Value apply(Scope scope, Value input) {
    return scope.in(name(), inner -> build(inner, input));
  }
}
