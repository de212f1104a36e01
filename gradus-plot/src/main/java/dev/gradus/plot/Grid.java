package dev.gradus.plot;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/// A function of x and y at evenly spaced points: `values[row][column]`, row 0 at the lowest y, column 0 at the lowest x.
public record Grid(double xLow, double xHigh, double yLow, double yHigh, double[][] values) {
  /// @throws IllegalArgumentException if it has less than 2 × 2 points
  public Grid {
    if (values.length < 2 || values[0].length < 2) {
      throw new IllegalArgumentException("a grid has at least 2 × 2 points");
    }
  }

  /// A function at `count` × `count` points.
  public static Grid of(double xLow, double xHigh, double yLow, double yHigh, int count, DoubleBinaryOperator function) {
    double[][] values = new double[count][count];
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < count; column++) {
        values[row][column] =
            function.applyAsDouble(xLow + (xHigh - xLow) * column / (count - 1), yLow + (yHigh - yLow) * row / (count - 1));
      }
    }
    return new Grid(xLow, xHigh, yLow, yHigh, values);
  }

  int rows() {
    return values.length;
  }

  int columns() {
    return values[0].length;
  }

  double least() {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).min().orElse(0);
  }

  double largest() {
    return Arrays.stream(values).flatMapToDouble(Arrays::stream).filter(Double::isFinite).max().orElse(1);
  }

  /// Between its points, along straight lines; outside, as at the edge.
  double at(double x, double y) {
    double column = Math.clamp((x - xLow) / (xHigh - xLow) * (columns() - 1), 0, columns() - 1);
    double row = Math.clamp((y - yLow) / (yHigh - yLow) * (rows() - 1), 0, rows() - 1);
    int c = Math.min(columns() - 2, (int) column);
    int r = Math.min(rows() - 2, (int) row);
    double right = column - c;
    double up = row - r;
    double lower = (1 - right) * values[r][c] + right * values[r][c + 1];
    double upper = (1 - right) * values[r + 1][c] + right * values[r + 1][c + 1];
    return (1 - up) * lower + up * upper;
  }
}
