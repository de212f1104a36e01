package dev.gradus.metric;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The examples by falling score of one column, those of equal score together: what threshold-free metrics are made of.
final class Ranking {
  private final float[] scores;
  private final boolean[] yes;
  private final long positives;

  private Ranking(float[] scores, boolean[] yes) {
    this.scores = scores;
    this.yes = yes;
    this.positives = IntStream.range(0, yes.length).filter(i -> yes[i]).count();
  }

  static Ranking of(String metric, Predictions predictions, int column) {
    Integer[] order = IntStream.range(0, predictions.examples()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparing((Integer i) -> predictions.predicted(i, column)).reversed());
    float[] scores = new float[order.length];
    boolean[] yes = new boolean[order.length];
    for (int i = 0; i < order.length; i++) {
      // +0 and -0 are one score.
      scores[i] = predictions.predicted(order[i], column) + 0f;
      yes[i] = predictions.yes(metric, order[i], column);
    }
    return new Ranking(scores, yes);
  }

  /// The fraction of pairs of a yes and a no in which the yes has the higher score; equal scores count half.
  double areaUnderRoc() {
    long negatives = yes.length - positives;
    long above = 0;
    // In halves, so that all is whole numbers.
    double halves = 0;
    for (int start = 0; start < yes.length; ) {
      int end = end(start);
      long hits = hits(start, end);
      long misses = end - start - hits;
      halves += misses * (2.0 * above + hits);
      above += hits;
      start = end;
    }
    return halves / 2 / ((double) positives * negatives);
  }

  /// The sum over thresholds of the rise in recall times the precision.
  double averagePrecision() {
    double sum = 0;
    long above = 0;
    for (int start = 0; start < yes.length; ) {
      int end = end(start);
      long hits = hits(start, end);
      above += hits;
      sum += hits * (above / (double) end);
      start = end;
    }
    return sum / positives;
  }

  private int end(int start) {
    int end = start + 1;
    while (end < scores.length && scores[end] == scores[start]) {
      end++;
    }
    return end;
  }

  private long hits(int start, int end) {
    return IntStream.range(start, end).filter(i -> yes[i]).count();
  }
}
