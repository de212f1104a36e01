package dev.gradus.lab;

/// From `low` to `high`, both included.
public record Interval(double low, double high) {
  /// 97.5% quantiles of Student's t for 1 to 30 degrees of freedom.
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093,
    2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
  };
  /// Beyond the table, slightly too wide rather than too narrow.
  private static final double T_BEYOND = 2.042;

  /// Student's 95% interval for the mean of what the values are drawn from: mean ± t · s / √n, with n - 1 degrees of freedom.
  /// One value alone says nothing: everything from -∞ to ∞.
  ///
  /// Not a bootstrap: of five values it would be too narrow.
  ///
  /// Source: Student 1908, doi:10.1093/biomet/6.1.1. Deviation: beyond 30 degrees of freedom t stays at 2.042.
  static Interval student(double mean, double deviation, int count) {
    if (count < 2) {
      return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double t = count - 2 < T.length ? T[count - 2] : T_BEYOND;
    double half = t * deviation / Math.sqrt(count);
    return new Interval(mean - half, mean + half);
  }
}
