package dev.gradus.data.table;

import java.util.Arrays;

/// Linear regression with a penalty on large weights: w = (XᵀX / n + λI)⁻¹ Xᵀy / n over centred x and y, the intercept without
/// penalty.
///
/// Shapes: x [n, features], y [n, outputs] -> weights [features, outputs], intercepts [outputs]
/// λ is the one of 10⁻⁶, 10⁻⁵·⁵ … 10² with the smallest squared error on parts of the rows, each predicted from the others. Of more
/// than 128 features, whose systems take long, it is a whole power of ten from 10⁻⁴ on, and of more than 1024 one part alone is predicted.
/// Source: Hoerl and Kennard 1970, doi:10.1080/00401706.1970.10488634. Deviation: the mean over rows, so that λ has one scale.
final class Ridge {
  private static final int MANY_FEATURES = 128;
  private static final int VERY_MANY = 1024;
  private static final int MOST = 4;
  private static final int LEAST = -12;
  private static final int LEAST_OF_MANY = -8;

  /// Rows of features and outputs, read one at a time.
  interface Rows {
    int count();

    /// Which part a row is in, from 0.
    int part(int row);

    void read(int row, double[] features, double[] outputs);
  }

  private Ridge() {}

  /// @param parts how many parts there are, at least 2
  static Line.Crossed fit(Rows rows, int parts, int features, int outputs) {
    Sums[] sums = new Sums[parts];
    Arrays.setAll(sums, _ -> new Sums(features, outputs));
    double[] x = new double[features];
    double[] y = new double[outputs];
    for (int row = 0; row < rows.count(); row++) {
      rows.read(row, x, y);
      sums[rows.part(row)].add(x, y);
    }
    Sums all = new Sums(features, outputs);
    Sums[] others = new Sums[parts];
    Arrays.setAll(others, _ -> new Sums(features, outputs));
    for (int part = 0; part < parts; part++) {
      all.add(sums[part]);
      for (int other = 0; other < parts; other++) {
        if (other != part) {
          others[part].add(sums[other]);
        }
      }
    }
    boolean many = features > MANY_FEATURES;
    double least = Double.POSITIVE_INFINITY;
    double chosen = 1;
    for (int halves = MOST; halves >= (many ? LEAST_OF_MANY : LEAST); halves -= many ? 2 : 1) {
      double lambda = StrictMath.pow(10, halves / 2.0);
      double error = 0;
      for (int part = 0; part < (features > VERY_MANY ? 1 : parts); part++) {
        error += sums[part].error(others[part].solve(lambda));
      }
      if (error < least) {
        least = error;
        chosen = lambda;
      }
    }
    Line[] without = new Line[parts];
    for (int part = 0; part < parts; part++) {
      without[part] = others[part].solve(chosen);
    }
    return new Line.Crossed(all.solve(chosen), without);
  }

  /// Sums of products of [features, outputs, 1], from which any ridge follows, and its error.
  private static final class Sums {
    private final int features;
    private final int outputs;
    // On and above the diagonal.
    private final double[][] products;

    Sums(int features, int outputs) {
      this.features = features;
      this.outputs = outputs;
      int all = features + outputs + 1;
      products = new double[all][all];
    }

    void add(double[] x, double[] y) {
      int all = products.length;
      double[] row = new double[all];
      System.arraycopy(x, 0, row, 0, features);
      System.arraycopy(y, 0, row, features, outputs);
      row[all - 1] = 1;
      int[] places = new int[all];
      int count = 0;
      for (int i = 0; i < all; i++) {
        if (row[i] != 0) {
          places[count++] = i;
        }
      }
      for (int a = 0; a < count; a++) {
        double[] into = products[places[a]];
        double factor = row[places[a]];
        for (int b = a; b < count; b++) {
          into[places[b]] += factor * row[places[b]];
        }
      }
    }

    void add(Sums other) {
      for (int i = 0; i < products.length; i++) {
        for (int j = i; j < products.length; j++) {
          products[i][j] += other.products[i][j];
        }
      }
    }

    Line solve(double lambda) {
      int one = products.length - 1;
      double n = Math.max(1, products[one][one]);
      double[][] a = new double[features][features];
      double[][] b = new double[features][outputs];
      for (int i = 0; i < features; i++) {
        for (int j = i; j < features; j++) {
          a[i][j] = products[i][j] / n - products[i][one] / n * products[j][one] / n;
        }
        a[i][i] += lambda;
        for (int o = 0; o < outputs; o++) {
          b[i][o] = products[i][features + o] / n - products[i][one] / n * products[features + o][one] / n;
        }
      }
      Cholesky.solve(a, b);
      double[] intercepts = new double[outputs];
      for (int o = 0; o < outputs; o++) {
        intercepts[o] = products[features + o][one] / n;
        for (int f = 0; f < features; f++) {
          intercepts[o] -= b[f][o] * products[f][one] / n;
        }
      }
      return new Line(b, intercepts, lambda);
    }

    /// Σ (y - ŷ)², as a quadratic form of the sums.
    double error(Line line) {
      int one = products.length - 1;
      double error = 0;
      for (int o = 0; o < outputs; o++) {
        double[] v = new double[products.length];
        for (int f = 0; f < features; f++) {
          v[f] = -line.weights()[f][o];
        }
        v[features + o] = 1;
        v[one] = -line.intercepts()[o];
        for (int i = 0; i < v.length; i++) {
          double[] row = products[i];
          double sum = v[i] * row[i];
          for (int j = i + 1; j < v.length; j++) {
            sum += 2 * v[j] * row[j];
          }
          error += v[i] * sum;
        }
      }
      return error;
    }
  }
}
