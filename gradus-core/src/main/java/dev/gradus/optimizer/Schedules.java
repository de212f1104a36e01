package dev.gradus.optimizer;

/// The learning-rate schedules, for static import.
public final class Schedules {
  private Schedules() {}

  /// The same rate throughout.
  public static Schedule constant() {
    return (_, _) -> 1;
  }

  /// From the full rate down to 0 along half a cosine: factor = (1 + cos(π · step / steps)) / 2
  ///
  /// Source: Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts. Deviation: none.
  public static Schedule cosine() {
    return (step, steps) -> (1 + StrictMath.cos(Math.PI * Math.min(step, steps) / steps)) / 2;
  }
}
