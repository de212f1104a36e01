package dev.gradus.layer;

import dev.gradus.graph.Value;

/// Normal noise on each number while training: y = x + deviation · z; at inference nothing happens.
///
/// Good for: more from few examples, as the input's layer; for mean squared error it acts as a penalty on steep outputs.
///
/// Shapes: x [N, ...] -> y [N, ...]
/// Source: Bishop 1995, "Training with noise is equivalent to Tikhonov regularization". Deviation: none.
///
/// @param deviation the noise's standard deviation σ, at least 0, in the units of x
public record GaussianNoise(double deviation) implements NamedLayer {
  public GaussianNoise {
    Require.within("the deviation", deviation, 0, Double.POSITIVE_INFINITY);
  }

  @Override
  public String name() {
    return "gaussianNoise";
  }

  @Override
  public Value build(Scope scope, Value x) {
    return switch (scope.mode()) {
      case INFERENCE -> x;
      case TRAINING -> x.add(scope.normal(x.shape()).multiply(deviation));
    };
  }
}
