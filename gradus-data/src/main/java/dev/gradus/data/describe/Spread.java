package dev.gradus.data.describe;

import java.util.Arrays;
import java.util.List;

/// How numbers are spread.
///
/// @param deviation the standard deviation, with n in the denominator
/// @param quartiles the 25th, 50th and 75th percentile, of a sample if there are many numbers
/// @param bins how many numbers of that sample lie in each of equally wide parts of the range
public record Spread(double least, double mean, double greatest, double deviation, List<Double> quartiles, List<Integer> bins) {
  static final int BINS = 20;

  public Spread {
    quartiles = List.copyOf(quartiles);
    bins = List.copyOf(bins);
  }

  /// Sums up numbers one after another.
  static final class Counting {
    private static final int FIRST = 32;

    private final int most;
    private double[] sample;
    private final java.util.SplittableRandom random = new java.util.SplittableRandom(1);
    private long count;
    private double least = Double.POSITIVE_INFINITY;
    private double greatest = Double.NEGATIVE_INFINITY;
    private double mean;
    private double squares;

    Counting(int most) {
      this.most = most;
      sample = new double[Math.min(FIRST, most)];
    }

    /// Source: Welford 1962, doi:10.1080/00401706.1962.10490022, for the mean and the deviation; Vitter 1985, doi:10.1145/3147.3165,
    /// algorithm R, for the sample. Deviation: none.
    void add(double number) {
      if (count < most) {
        if (count == sample.length) {
          sample = Arrays.copyOf(sample, Math.min(2 * sample.length, most));
        }
        sample[(int) count] = number;
      } else {
        long at = random.nextLong(count + 1);
        if (at < most) {
          sample[(int) at] = number;
        }
      }
      count++;
      least = Math.min(least, number);
      greatest = Math.max(greatest, number);
      double from = number - mean;
      mean += from / count;
      squares += from * (number - mean);
    }

    long count() {
      return count;
    }

    Spread spread() {
      double[] sorted = Arrays.copyOf(sample, (int) Math.min(count, sample.length));
      Arrays.sort(sorted);
      Integer[] bins = new Integer[BINS];
      Arrays.fill(bins, 0);
      for (double number : sorted) {
        bins[greatest == least ? 0 : Math.clamp((int) (BINS * ((number - least) / (greatest - least))), 0, BINS - 1)]++;
      }
      return new Spread(least, mean, greatest, Math.sqrt(squares / count),
          List.of(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)), List.of(bins));
    }

    /// Between the two nearest, as R's type 7.
    private static double quantile(double[] sorted, double part) {
      double at = part * (sorted.length - 1);
      int below = (int) at;
      double above = sorted[Math.min(below + 1, sorted.length - 1)];
      return sorted[below] + (at - below) * (above - sorted[below]);
    }
  }
}
