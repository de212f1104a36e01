package dev.gradus.train;

import dev.gradus.diagnose.Diagnosis;
import java.util.Optional;

/// Follows a training, and may stop it. Called by the thread that trains.
public interface Listener {
  /// Before the first step.
  ///
  /// @param resumed from what the training goes on, if it does
  default void trainingBegins(Training training, Optional<Resumption> resumed) {}

  /// After each update of the weights.
  default void stepFinished(Training training) {}

  /// After each epoch and its validation.
  default void epochFinished(Training training, EpochReport report) {}

  /// Before that, if something is wrong that does not end the training: layers of dead units while the loss no longer falls.
  default void warned(Training training, Diagnosis diagnosis) {}

  /// Before a checkpoint is written. What the listener writes elsewhere has to be on the disk when this returns, if a training resumed
  /// from the checkpoint is to find it there; and it may [Training#note] what it has to know again.
  default void checkpointing(Training training) {}
}
