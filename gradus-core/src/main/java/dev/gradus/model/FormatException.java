package dev.gradus.model;

import dev.gradus.GradusException;

/// A file that is not what it should be. The message names the file, what is wrong and where.
public final class FormatException extends GradusException {
  private static final long serialVersionUID = 1L;

  FormatException(String message) {
    super(message);
  }
}
