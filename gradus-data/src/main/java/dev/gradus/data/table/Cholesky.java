package dev.gradus.data.table;

/// Solves A · X = B for a symmetric positive definite A: A = L · Lᵀ, then two triangular systems.
final class Cholesky {
  private Cholesky() {}

  /// @param a overwritten with L
  /// @param b overwritten with X
  static void solve(double[][] a, double[][] b) {
    int n = a.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= a[i][k] * a[j][k];
        }
        a[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j][j];
      }
    }
    int columns = n == 0 ? 0 : b[0].length;
    for (int o = 0; o < columns; o++) {
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < i; k++) {
          b[i][o] -= a[i][k] * b[k][o];
        }
        b[i][o] /= a[i][i];
      }
      for (int i = n - 1; i >= 0; i--) {
        for (int k = i + 1; k < n; k++) {
          b[i][o] -= a[k][i] * b[k][o];
        }
        b[i][o] /= a[i][i];
      }
    }
  }
}
