package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.tensor.Shape;

/// What the layers with random masks share.
final class Noise {
  private Noise() {}

  /// 0 with probability `rate`, else 1.
  static Value kept(Scope scope, Shape shape, double rate) {
    // There is no op for u ≥ rate: equal numbers must be kept, so that a rate of 0 drops none.
    Value dropped = Value.constant(rate).broadcast(shape).greater(scope.uniform(shape));
    return Value.constant(1).subtract(dropped);
  }
}
