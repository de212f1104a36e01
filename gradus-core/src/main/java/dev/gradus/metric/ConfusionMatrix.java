package dev.gradus.metric;

import java.util.List;

/// How often each class was taken for each other.
///
/// @param classes the classes' names
/// @param counts `counts[actual][predicted]`
public record ConfusionMatrix(List<String> classes, int[][] counts) {
  /// The fraction of a class's examples that were recognised; NaN if it has none.
  public double recall(int actual) {
    int total = 0;
    for (int count : counts[actual]) {
      total += count;
    }
    return counts[actual][actual] / (double) total;
  }
}
