package dev.gradus.backend;

/// The sizes of a product of matrices, c [batch, m, n] = op(a) · op(b), all row-major.
///
/// @param batch how many products, each of matrices that follow one another in memory
/// @param m rows of c
/// @param n columns of c
/// @param k the length of each sum
/// @param transposeA whether a is stored [k, m] instead of [m, k]
/// @param transposeB whether b is stored [n, k] instead of [k, n]
public record MatMulSize(int batch, int m, int n, int k, boolean transposeA, boolean transposeB) {
  public MatMulSize {
    assert batch >= 0 && m >= 0 && n >= 0 && k >= 0;
  }

  /// One product of matrices stored as they are.
  public static MatMulSize of(int m, int n, int k) {
    return new MatMulSize(1, m, n, k, false, false);
  }

  /// Multiply-adds of the whole.
  public long work() {
    return (long) batch * m * n * k;
  }
}
