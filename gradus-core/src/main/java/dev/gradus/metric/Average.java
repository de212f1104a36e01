package dev.gradus.metric;

/// How the figures of several classes become one.
public enum Average {
  /// Every class counts alike: the mean of the classes' figures. A class that neither occurs nor is predicted is left out;
  /// a figure 0 / 0 counts as 0.
  MACRO,
  /// Every example counts alike: the figure of the counts summed over all classes. For one class of several, precision,
  /// recall and F1 are then all the accuracy.
  MICRO
}
