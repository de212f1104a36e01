package dev.gradus.layer;

import dev.gradus.graph.Value;
import java.util.stream.IntStream;

/// Instance normalisation: each example's channel over its pixels: y = (x - mean) / √(variance + epsilon) · gamma + beta
///
/// The same while training and at inference. Good for: style transfer and generated images, where contrast should not
/// matter.
///
/// Shapes: x [N, ..., c] with at least one axis between, gamma, beta [c] -> y [N, ..., c]
/// Numerics: biased variance, epsilon inside the root, two passes (mean first)
/// Parameters: 2 · c
/// Throws ShapeException if there are no pixels
/// Source: Ulyanov, Vedaldi and Lempitsky 2016, arXiv:1607.08022. Deviation: none.
///
/// @param epsilon default 1e-5
public record InstanceNorm(double epsilon) implements NamedLayer {
  public InstanceNorm {
    Require.above("epsilon", epsilon);
  }

  InstanceNorm() {
    this(1e-5);
  }

  /// The same layer with another epsilon.
  public InstanceNorm epsilon(double other) {
    return new InstanceNorm(other);
  }

  @Override
  public String name() {
    return "instanceNorm";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.rank(scope, x, 3, "[N, ..., channels] with pixels");
    int[] pixels = IntStream.range(1, x.shape().rank() - 1).toArray();
    return Normalisation.scaleAndShift(scope, Normalisation.of(x, epsilon, pixels));
  }
}
