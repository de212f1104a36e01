package dev.gradus;

/// A failure that the caller can understand and act on. Its message names what, rule, values, where and the remedy.
///
/// Everything that Gradus throws on purpose is one of these; anything else is a defect of ours.
public class GradusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// An error with its whole story in `message`.
  public GradusException(String message) {
    super(message);
  }

  /// An error that another caused.
  public GradusException(String message, Throwable cause) {
    super(message, cause);
  }
}
