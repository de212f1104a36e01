package dev.gradus.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What became of a training.
///
/// @param history its epochs in order; an epoch that was stopped midway is not among them
/// @param steps how many updates of the weights were made
/// @param seconds how long it took
/// @param examplesPerSecond training examples per second, validation not counted
/// @param stopped why it ended before its last epoch, if it did
/// @param stoppedEarly whether that was [EarlyStopping]
/// @param bestEpoch the epoch whose weights the model has now, if early stopping chose one
public record TrainingReport(
    List<EpochReport> history, long steps, double seconds, double examplesPerSecond, Optional<String> stopped, boolean stoppedEarly,
    OptionalInt bestEpoch) {
  public TrainingReport {
    history = List.copyOf(history);
  }
}
