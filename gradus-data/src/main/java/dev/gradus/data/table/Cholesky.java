package dev.gradus.data.table;

/// Solves A · X = B for a symmetric positive definite A: A = Uᵀ · U, then two triangular systems.
final class Cholesky {
  private Cholesky() {}

  /// @param a its part on and above the diagonal is read, and overwritten with U
  /// @param b overwritten with X
  static void solve(double[][] a, double[][] b) {
    int n = a.length;
    // Rows are taken from rows below them, so that the innermost loop goes along memory.
    for (int k = 0; k < n; k++) {
      double[] pivot = a[k];
      double root = Math.sqrt(Math.max(pivot[k], 1e-12));
      for (int j = k; j < n; j++) {
        pivot[j] = j == k ? root : pivot[j] / root;
      }
      for (int i = k + 1; i < n; i++) {
        subtract(a[i], pivot[i], pivot, i);
      }
    }
    for (int k = 0; k < n; k++) {
      scale(b[k], 1 / a[k][k]);
      for (int i = k + 1; i < n; i++) {
        subtract(b[i], a[k][i], b[k], 0);
      }
    }
    for (int k = n - 1; k >= 0; k--) {
      for (int i = k + 1; i < n; i++) {
        subtract(b[k], a[k][i], b[i], 0);
      }
      scale(b[k], 1 / a[k][k]);
    }
  }

  private static void subtract(double[] from, double factor, double[] row, int start) {
    if (factor == 0) {
      return;
    }
    for (int j = start; j < from.length; j++) {
      from[j] -= factor * row[j];
    }
  }

  private static void scale(double[] row, double factor) {
    for (int j = 0; j < row.length; j++) {
      row[j] *= factor;
    }
  }
}
