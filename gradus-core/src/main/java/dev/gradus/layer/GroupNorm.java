package dev.gradus.layer;

import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;

/// Group normalisation: the channels are cut into groups of neighbours, and each example's group is normalised over all its
/// pixels and channels: y = (x - mean) / √(variance + epsilon) · gamma + beta
///
/// The same while training and at inference. Good for: images in batches too small for batch normalisation.
///
/// Shapes: x [N, ..., c], gamma, beta [c] -> y [N, ..., c]
/// Numerics: biased variance, epsilon inside the root, two passes (mean first)
/// Parameters: 2 · c
/// Throws ShapeException if c can't be divided by the groups
/// Source: Wu and He 2018, arXiv:1803.08494. Deviation: none.
///
/// @param groups the paper's G; default 32
/// @param epsilon default 1e-5
public record GroupNorm(int groups, double epsilon) implements NamedLayer {
  public GroupNorm {
    Require.positive("groups", groups);
    Require.above("epsilon", epsilon);
  }

  GroupNorm(int groups) {
    this(groups, 1e-5);
  }

  /// The same layer with another epsilon.
  public GroupNorm epsilon(double other) {
    return new GroupNorm(groups, other);
  }

  @Override
  public String name() {
    return "groupNorm";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.rank(scope, x, 2, "[N, ..., channels]");
    int channels = x.shape().length(-1);
    if (channels % groups != 0) {
      throw new ShapeException(
          "GroupNorm" + Path.phrase(scope.path()) + ": channels (=" + channels + ") must be divisible by groups (=" + groups
              + ")");
    }
    Dim pixels = x.shape().product(1, x.shape().rank() - 1);
    Value grouped = x.reshape(Shape.of(x.shape().dim(0), pixels, Dim.of(groups), Dim.of(channels / groups)));
    return Normalisation.scaleAndShift(scope, Normalisation.of(grouped, epsilon, 1, 3).reshape(x.shape()));
  }
}
