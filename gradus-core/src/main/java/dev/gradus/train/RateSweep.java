package dev.gradus.train;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/// What a [LearningRateFinder] saw.
///
/// @param points one for each step, by rising rate
/// @param diverged whether it ended because the loss had grown out of bounds, rather than at the highest rate
public record RateSweep(List<Point> points, boolean diverged) {
  /// The weight β of what was before in the smoothed loss.
  static final double SMOOTHING = 0.9;

  /// One step.
  ///
  /// @param rate the learning rate
  /// @param loss the batch's loss, before the update with this rate
  /// @param smoothed the running mean s of the losses so far: s' = 0.9 · s + 0.1 · loss, over 1 - 0.9^t for its start at 0
  public record Point(double rate, double loss, double smoothed) {}

  public RateSweep {
    points = List.copyOf(points);
  }

  /// The learning rate to take: a tenth of the one at which the smoothed loss was lowest. None if it never fell below its
  /// first.
  public OptionalDouble proposal() {
    return points.stream().min(Comparator.comparingDouble(Point::smoothed))
        .filter(lowest -> lowest.smoothed() < points.getFirst().smoothed())
        .map(lowest -> OptionalDouble.of(lowest.rate() / 10)).orElse(OptionalDouble.empty());
  }
}
