package dev.gradus.backend.reference;

import dev.gradus.op.MatMul;

/// The matrix product in double precision.
final class Products {
  private Products() {}

  static double[] matmul(MatMul op, double[] a, int[] aDims, double[] b, int[] cDims) {
    int rank = cDims.length;
    int m = cDims[rank - 2];
    int n = cDims[rank - 1];
    int k = aDims[op.transposeLeft() ? rank - 2 : rank - 1];
    double[] c = new double[dev.gradus.backend.Strides.size(cDims)];
    for (int at = 0; at < c.length; at++) {
      int batch = at / (m * n);
      int i = at / n % m;
      int j = at % n;
      double sum = 0;
      for (int l = 0; l < k; l++) {
        double left = a[batch * m * k + (op.transposeLeft() ? l * m + i : i * k + l)];
        double right = b[batch * k * n + (op.transposeRight() ? j * k + l : l * n + j)];
        sum += left * right;
      }
      c[at] = sum;
    }
    return c;
  }
}
