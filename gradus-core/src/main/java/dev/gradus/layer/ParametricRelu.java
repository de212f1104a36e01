package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Shape;

/// Parametric ReLU: y = max(0, x) + a · min(0, x), where a is learned
///
/// Shapes: x [N, ..., c], slope a [] or [c] -> y [N, ..., c]
/// Range: (-∞, ∞) for a > 0. Derivative by x: 1 or a (a at 0), at most max(1, a); by a: min(0, x)
/// Parameters: 1, or c
/// Good for: large networks, where the slope below 0 is worth learning; don't decay it, or it goes to ReLU's 0
/// Source: He, Zhang, Ren and Sun 2015, arXiv:1502.01852. Deviation: one slope for all units by default, as in the paper's
/// channel-shared variant.
///
/// @param sharing which units have a slope in common; default all
/// @param initial the slope at first, the paper's a; default 0.25
public record ParametricRelu(Sharing sharing, double initial) implements NamedLayer {
  /// Which units have a slope in common.
  public enum Sharing {
    /// All.
    ALL,
    /// Those of the same channel, along the last axis.
    CHANNEL
  }

  public ParametricRelu {
    Require.finite("the initial slope", initial);
  }

  ParametricRelu() {
    this(Sharing.ALL, 0.25);
  }

  /// The same layer with a slope for each channel.
  public ParametricRelu perChannel() {
    return new ParametricRelu(Sharing.CHANNEL, initial);
  }

  /// The same layer with another slope at first.
  public ParametricRelu initial(double slope) {
    return new ParametricRelu(sharing, slope);
  }

  @Override
  public String name() {
    return "parametricRelu";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Shape shape = switch (sharing) {
      case ALL -> Shape.SCALAR;
      case CHANNEL -> {
        Require.rank(scope, x, 2, "[N, ..., channels]");
        yield Shape.of(x.shape().length(-1));
      }
    };
    Value slope = scope.parameter("slope", shape, Initializers.constant(initial));
    return x.greater(0).select(x, x.multiply(slope));
  }
}
