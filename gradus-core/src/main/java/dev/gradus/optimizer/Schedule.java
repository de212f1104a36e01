package dev.gradus.optimizer;

import java.util.OptionalDouble;

/// How the learning rate moves as training goes: a factor of the optimizer's rate for each step.
///
/// It is plain code on the host, fed to the compiled step as an input; see docs/decisions/0006. A schedule never changes:
/// what it learns from an epoch is in the schedule that [#afterEpoch] gives, so one can serve many trainings.
@FunctionalInterface
public interface Schedule {
  /// The factor for one step.
  ///
  /// @param step the number of updates made before it, from 0
  /// @param steps how many updates the whole training will make, at least 1
  double factor(long step, long steps);

  /// The schedule to go on with after an epoch; by default this one.
  ///
  /// @param validationLoss how good the model is at its end, if there are validation data
  default Schedule afterEpoch(OptionalDouble validationLoss) {
    return this;
  }

  /// This schedule for the first `count` steps, as if they were the whole training; then `next`, as if the training began
  /// there. A linear warm-up and then a cosine: `linearWarmUp().then(500, cosine())`
  ///
  /// @param count how many steps, at least 1; if the training has fewer, this schedule is cut off, not squeezed
  default Schedule then(long count, Schedule next) {
    return new Schedules.Chained(this, Limits.atLeastOne("the number of steps before the next schedule", count), next);
  }
}
