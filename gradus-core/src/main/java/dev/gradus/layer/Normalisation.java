package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Shape;

/// What the normalisations of single examples share.
final class Normalisation {
  private Normalisation() {}

  /// (x - mean) / √(variance + epsilon) over the axes, with the biased variance, mean first.
  static Value of(Value x, double epsilon, int... axes) {
    Value centred = x.subtract(x.meanKeep(axes));
    Value variance = centred.square().meanKeep(axes);
    return centred.divide(variance.add(epsilon).sqrt());
  }

  /// x · gamma + beta with learned numbers for each channel of the last axis, at first 1 and 0.
  static Value scaleAndShift(Scope scope, Value x) {
    Shape channels = Shape.of(x.shape().length(-1));
    Value gamma = scope.parameter("gamma", channels, Initializers.ones());
    Value beta = scope.parameter("beta", channels, Initializers.zeros());
    return x.multiply(gamma).add(beta);
  }
}
