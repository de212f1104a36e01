package dev.gradus.layer;

import dev.gradus.graph.Value;

/// Layer normalisation over the last axis: y = (x - mean) / √(variance + epsilon) · gamma + beta
///
/// The same while training and at inference. Good for: sequences and attention, and batches too small for batch
/// normalisation.
///
/// Shapes: x [N, ..., d], gamma, beta [d] -> y [N, ..., d]
/// Numerics: biased variance, epsilon inside the root, two passes (mean first)
/// Parameters: 2 · d
/// Throws ShapeException if x has no axis beside the batch
/// Source: Ba, Kiros and Hinton 2016, arXiv:1607.06450. Deviation: epsilon, which the paper has not.
///
/// @param epsilon default 1e-5
public record LayerNorm(double epsilon) implements NamedLayer {
  public LayerNorm {
    Require.above("epsilon", epsilon);
  }

  LayerNorm() {
    this(1e-5);
  }

  /// The same layer with another epsilon.
  public LayerNorm epsilon(double other) {
    return new LayerNorm(other);
  }

  @Override
  public String name() {
    return "layerNorm";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.rank(scope, x, 2, "[N, ..., features]");
    return Normalisation.scaleAndShift(scope, Normalisation.of(x, epsilon, -1));
  }
}
