package dev.gradus.optimizer;

import dev.gradus.GradusException;

/// What the constants of optimizers and schedules may be.
final class Limits {
  private Limits() {}

  /// A number in [0, 1).
  static double belowOne(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new GradusException(what + " must be in [0, 1), not " + value);
    }
    return value;
  }

  /// A finite number above 0.
  static double positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new GradusException(what + " must be positive, not " + value);
    }
    return value;
  }

  /// A finite number, 0 or above.
  static double atLeastZero(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new GradusException(what + " must be at least 0, not " + value);
    }
    return value;
  }

  /// A whole number, 1 or above.
  static long atLeastOne(String what, long value) {
    if (value < 1) {
      throw new GradusException(what + " must be at least 1, not " + value);
    }
    return value;
  }
}
