package dev.gradus.layer;

import dev.gradus.GradusException;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.tensor.ShapeException;

/// The checks that layers share.
final class Require {
  private Require() {}

  static void positive(String what, int value) {
    if (value < 1) {
      throw new GradusException(what + " must be at least 1, not " + value);
    }
  }

  static void within(String what, double value, double low, double high) {
    if (!(value >= low && value < high)) {
      throw new GradusException(what + " must be in [" + low + ", " + high + "), not " + value);
    }
  }

  static void finite(String what, double value) {
    if (!Double.isFinite(value)) {
      throw new GradusException(what + " must be a finite number, not " + value);
    }
  }

  /// Finite and above 0.
  static void above(String what, double value) {
    if (!(value > 0) || value == Double.POSITIVE_INFINITY) {
      throw new GradusException(what + " must be positive, not " + value);
    }
  }

  /// At least `rank` axes.
  static void rank(Scope scope, Value x, int rank, String expected) {
    if (x.shape().rank() < rank) {
      throw new ShapeException("layer" + Path.phrase(scope.path()) + " expects an input " + expected + ", got " + x.shape());
    }
  }

  /// Images [N, height, width, channels].
  static void images(Scope scope, Value x) {
    if (x.shape().rank() != 4) {
      throw new ShapeException(
          "layer" + Path.phrase(scope.path()) + " expects images [N, height, width, channels], got " + x.shape());
    }
  }
}
