package dev.gradus.optimizer;

/// How the learning rate moves as training goes: a factor of the optimizer's rate for each step.
///
/// It is plain code on the host, fed to the compiled step as an input; see docs/decisions/0006.
@FunctionalInterface
public interface Schedule {
  /// The factor for one step.
  ///
  /// @param step the number of updates made before it, from 0
  /// @param steps how many updates the whole training will make, at least 1
  double factor(long step, long steps);
}
