package dev.gradus.train;

import dev.gradus.GradusException;

/// A checkpoint that can't be written, can't be read, or is of another training. The message names the file, what is wrong and what
/// can be done.
public final class CheckpointException extends GradusException {
  private static final long serialVersionUID = 1L;

  CheckpointException(String message) {
    super(message);
  }

  CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
