package dev.gradus.layer;

import dev.gradus.graph.Value;

/// A piece of a network: given a scope for its parameters, it builds values from a value.
///
/// A layer of your own is a lambda; a residual block is `(s, x) -> x.add(block.apply(s, x))`. It runs when a model is
/// created, once for training and once for inference; what it builds is what is kept.
@FunctionalInterface
public interface Layer {
  /// Builds the layer's output.
  ///
  /// @param scope where to make parameters, and what the graph is for
  /// @param input what the layer is applied to, batch axis first
  Value apply(Scope scope, Value input);
}
