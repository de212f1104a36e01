package dev.gradus.data.table;

import java.util.Arrays;

/// A linear model: y = x · weights + intercepts.
///
/// Shapes: x [features], weights [features, outputs], intercepts [outputs] -> y [outputs]
///
/// @param lambda how large weights were punished
record Line(double[][] weights, double[] intercepts, double lambda) {
  /// One learned from all rows, and for each part of them one from the others.
  record Crossed(Line all, Line[] without) {
    /// Those without a part as one line, whose outputs are the first's, then the second's, and so on.
    Line sideBySide() {
      double[][] weights = new double[all.weights.length][];
      Arrays.setAll(weights, f -> Arrays.stream(without).flatMapToDouble(line -> Arrays.stream(line.weights[f])).toArray());
      return new Line(weights, Arrays.stream(without).flatMapToDouble(line -> Arrays.stream(line.intercepts)).toArray(), all.lambda);
    }
  }

  double predict(double[] x, int output) {
    double sum = intercepts[output];
    for (int f = 0; f < x.length; f++) {
      sum += x[f] * weights[f][output];
    }
    return sum;
  }

  double[] predict(double[] x) {
    double[] y = intercepts.clone();
    for (int f = 0; f < x.length; f++) {
      if (x[f] != 0) {
        double[] row = weights[f];
        for (int o = 0; o < y.length; o++) {
          y[o] += x[f] * row[o];
        }
      }
    }
    return y;
  }
}
