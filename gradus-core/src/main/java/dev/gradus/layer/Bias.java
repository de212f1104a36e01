package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Shape;

/// Whether a linear layer adds a learned number to each of its outputs.
public enum Bias {
  /// It does, starting at 0.
  YES,
  /// It does not.
  NO;

  Value add(Scope scope, Value y, int outputs) {
    return switch (this) {
      case YES -> y.add(scope.parameter("bias", Shape.of(outputs), Initializers.zeros()));
      case NO -> y;
    };
  }
}
