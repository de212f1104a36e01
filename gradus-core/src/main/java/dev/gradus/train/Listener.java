package dev.gradus.train;

/// Follows a training, and may stop it. Called by the thread that trains.
public interface Listener {
  /// After each update of the weights.
  default void stepFinished(Training training) {}

  /// After each epoch and its validation.
  default void epochFinished(Training training, EpochReport report) {}
}
