package dev.gradus.data.table;

/// Linear regression with a penalty on large weights: w = (XᵀX / n + λI)⁻¹ Xᵀy / n, the intercept without penalty.
///
/// Shapes: x [n, features], y [n, outputs] -> weights [features, outputs], intercepts [outputs]
/// λ is the one of 10⁻⁴ … 10, in steps of 10, with the smallest squared error on every fifth row, learned from the others; then all rows
/// are learned from.
/// Source: Hoerl and Kennard 1970, doi:10.1080/00401706.1970.10488634. Deviation: the mean over rows, so that λ has one scale.
record Ridge(double[][] weights, double[] intercepts, double lambda) {
  private static final double[] LAMBDAS = {1e-4, 1e-3, 1e-2, 1e-1, 1, 10};

  /// Rows of features and outputs, read one at a time.
  interface Rows {
    int count();

    void read(int row, double[] features, double[] outputs);
  }

  static Ridge fit(Rows rows, int features, int outputs) {
    Sums kept = new Sums(features, outputs);
    Sums held = new Sums(features, outputs);
    double[] x = new double[features];
    double[] y = new double[outputs];
    for (int row = 0; row < rows.count(); row++) {
      rows.read(row, x, y);
      (row % 5 == 4 ? held : kept).add(x, y);
    }
    double best = Double.POSITIVE_INFINITY;
    double chosen = LAMBDAS[LAMBDAS.length - 1];
    for (double lambda : LAMBDAS) {
      double error = held.error(kept.solve(lambda));
      if (error < best) {
        best = error;
        chosen = lambda;
      }
    }
    kept.add(held);
    return kept.solve(chosen);
  }

  void predict(double[] x, double[] into) {
    for (int o = 0; o < into.length; o++) {
      double sum = intercepts[o];
      for (int f = 0; f < x.length; f++) {
        sum += x[f] * weights[f][o];
      }
      into[o] = sum;
    }
  }

  /// Sums of products of [features, outputs, 1], from which any ridge follows, and its error.
  private static final class Sums {
    private final int features;
    private final int outputs;
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
      for (int i = 0; i < all; i++) {
        if (row[i] != 0) {
          for (int j = 0; j < all; j++) {
            products[i][j] += row[i] * row[j];
          }
        }
      }
    }

    void add(Sums other) {
      for (int i = 0; i < products.length; i++) {
        for (int j = 0; j < products.length; j++) {
          products[i][j] += other.products[i][j];
        }
      }
    }

    Ridge solve(double lambda) {
      int one = products.length - 1;
      double n = Math.max(1, products[one][one]);
      double[][] a = new double[features][features];
      double[][] b = new double[features][outputs];
      for (int i = 0; i < features; i++) {
        for (int j = 0; j < features; j++) {
          a[i][j] = products[i][j] / n - products[i][one] * products[j][one] / n / n;
        }
        a[i][i] += lambda;
        for (int o = 0; o < outputs; o++) {
          b[i][o] = products[i][features + o] / n - products[i][one] * products[features + o][one] / n / n;
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
      return new Ridge(b, intercepts, lambda);
    }

    /// Σ (y - ŷ)², as a quadratic form of the sums.
    double error(Ridge ridge) {
      int one = products.length - 1;
      double error = 0;
      for (int o = 0; o < outputs; o++) {
        double[] v = new double[products.length];
        for (int f = 0; f < features; f++) {
          v[f] = -ridge.weights[f][o];
        }
        v[features + o] = 1;
        v[one] = -ridge.intercepts[o];
        for (int i = 0; i < v.length; i++) {
          for (int j = 0; j < v.length; j++) {
            error += v[i] * products[i][j] * v[j];
          }
        }
      }
      return error;
    }
  }
}
