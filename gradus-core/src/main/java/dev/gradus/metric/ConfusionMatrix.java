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

  /// The fraction of those taken for a class that are of it; NaN if none was.
  public double precision(int predicted) {
    int total = 0;
    for (int[] row : counts) {
      total += row[predicted];
    }
    return counts[predicted][predicted] / (double) total;
  }

  /// The harmonic mean of a class's precision and recall; NaN if it neither occurs nor was predicted.
  public double f1(int label) {
    int total = 0;
    for (int other = 0; other < counts.length; other++) {
      total += counts[label][other] + counts[other][label];
    }
    return 2 * counts[label][label] / (double) total;
  }
}
