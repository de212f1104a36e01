package dev.gradus.json;

import dev.gradus.GradusException;

/// A text that is not JSON, or not the JSON that was expected.
public final class JsonException extends GradusException {
  private static final long serialVersionUID = 1L;

  /// The message names the position or what was expected.
  public JsonException(String message) {
    super(message);
  }
}
