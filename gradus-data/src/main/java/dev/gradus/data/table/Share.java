package dev.gradus.data.table;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/// How much of what members add to a linear model to believe: one of 0, 0.1 … 1.
final class Share {
  private Share() {}

  /// The share that makes the errors of rows that weren't learned from least, if it is better than none.
  ///
  /// @param errors those of a share, row by row
  static double best(DoubleFunction<double[]> errors) {
    double[] alone = errors.apply(0);
    double[] least = alone;
    double best = 0;
    for (int tenths = 1; tenths <= 10; tenths++) {
      double[] some = errors.apply(tenths / 10.0);
      if (Arrays.stream(some).sum() < Arrays.stream(least).sum()) {
        least = some;
        best = tenths / 10.0;
      }
    }
    return best > 0 && better(least, alone) ? best : 0;
  }

  /// Whether errors are less by more than two standard errors of their difference.
  static boolean better(double[] errors, double[] than) {
    double mean = 0;
    for (int i = 0; i < errors.length; i++) {
      mean += (than[i] - errors[i]) / errors.length;
    }
    double squares = 0;
    for (int i = 0; i < errors.length; i++) {
      double far = than[i] - errors[i] - mean;
      squares += far * far;
    }
    return mean > 2 * Math.sqrt(squares) / errors.length;
  }
}
