package dev.gradus.train;

import java.util.List;
import java.util.Optional;

/// What became of a training.
///
/// @param history its epochs in order; an epoch that was stopped midway is not among them
/// @param steps how many updates of the weights were made
/// @param seconds how long it took
/// @param examplesPerSecond training examples per second, validation not counted
/// @param stopped why it ended before its last epoch, if it did
public record TrainingReport(
    List<EpochReport> history, long steps, double seconds, double examplesPerSecond, Optional<String> stopped) {
  public TrainingReport {
    history = List.copyOf(history);
  }
}
