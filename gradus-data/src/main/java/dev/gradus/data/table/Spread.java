package dev.gradus.data.table;

import java.util.Arrays;

/// How the present numbers of a column are spread over some rows. Quantiles are those of at most [#MOST] of them, evenly chosen.
///
/// @param sorted the numbers that quantiles are taken from
record Spread(long present, double mean, double deviation, double least, double most, double[] sorted) {
  private static final int MOST = 20_000;

  static Spread of(Table table, int slot, int[] rows) {
    long present = 0;
    double sum = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (int row : rows) {
      float x = table.at(row, slot);
      if (!Float.isNaN(x)) {
        sum += x;
        present++;
        least = Math.min(least, x);
        most = Math.max(most, x);
      }
    }
    if (present == 0) {
      return new Spread(0, 0, 0, 0, 0, new double[1]);
    }
    double mean = sum / present;
    double squares = 0;
    int step = Math.ceilDiv(rows.length, MOST);
    double[] some = new double[Math.ceilDiv(rows.length, step)];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      float x = table.at(rows[i], slot);
      if (!Float.isNaN(x)) {
        squares += (x - mean) * (x - mean);
        if (i % step == 0) {
          some[count++] = x;
        }
      }
    }
    double[] sorted = count == 0 ? new double[] {mean} : Arrays.copyOf(some, count);
    Arrays.sort(sorted);
    return new Spread(present, mean, Math.sqrt(squares / present), least, most, sorted);
  }

  /// The number below which a part of the numbers lies.
  double quantile(double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /// Whether the numbers differ by factors rather than by sums: none is below 0, few are 0, and the upper tail is much the longer
  /// by Kelly's skewness (q90 + q10 - 2 · q50) / (q90 - q10) > 0.3.
  boolean skewed() {
    double low = quantile(0.1);
    double high = quantile(0.9);
    return present > 0 && least >= 0 && low > 0 && (high + low - 2 * quantile(0.5)) > 0.3 * (high - low);
  }

  /// A part of the numbers' absolute values above 0.
  double magnitude(double part) {
    double[] magnitudes = Arrays.stream(sorted).map(Math::abs).filter(x -> x > 0).sorted().toArray();
    return magnitudes.length == 0 ? 1 : magnitudes[(int) (part * (magnitudes.length - 1))];
  }
}
