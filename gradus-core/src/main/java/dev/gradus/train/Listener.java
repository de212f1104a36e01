package dev.gradus.train;

import dev.gradus.diagnose.Diagnosis;

/// Follows a training, and may stop it. Called by the thread that trains.
public interface Listener {
  /// After each update of the weights.
  default void stepFinished(Training training) {}

  /// After each epoch and its validation.
  default void epochFinished(Training training, EpochReport report) {}

  /// Before that, if something is wrong that does not end the training: layers of dead units while the loss no longer falls.
  default void warned(Training training, Diagnosis diagnosis) {}
}
