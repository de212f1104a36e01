package dev.gradus.metric;

/// Which of two figures of a metric tells of the better network.
public enum Better {
  /// The larger one, as for the accuracy.
  HIGHER,
  /// The smaller one, as for an error.
  LOWER;

  /// Whether `figure` is better than `other` by more than `least`; never if either is NaN.
  public boolean prefers(double figure, double other, double least) {
    return switch (this) {
      case HIGHER -> figure - other > least;
      case LOWER -> other - figure > least;
    };
  }
}
