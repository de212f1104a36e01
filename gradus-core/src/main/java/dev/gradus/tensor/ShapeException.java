package dev.gradus.tensor;

import dev.gradus.GradusException;

/// Shapes that don't fit one another, found as the graph is built wherever possible.
public final class ShapeException extends GradusException {
  private static final long serialVersionUID = 1L;

  /// The message names the op, its path in the model, the axes and both shapes.
  public ShapeException(String message) {
    super(message);
  }
}
