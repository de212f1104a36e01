package dev.gradus.backend.reference;

import dev.gradus.backend.Indices;
import dev.gradus.backend.Strides;
import dev.gradus.graph.Value;

/// Rows of a table by their numbers, in double precision.
final class Rows {
  private Rows() {}

  static double[] toIndex(Value y, double[] x, int[] dims) {
    for (int i = 0; i < x.length; i++) {
      if (!Indices.isWhole(x[i])) {
        throw Indices.notWhole(y, dims, i, x[i]);
      }
    }
    return x.clone();
  }

  static double[] gather(Value y, double[] table, int[] tableDims, double[] indices, int[] dims) {
    check(y, indices, dims, tableDims[0]);
    int width = tableDims[1];
    double[] rows = new double[indices.length * width];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = table[(int) indices[i / width] * width + i % width];
    }
    return rows;
  }

  static double[] scatterAdd(Value y, double[] rows, double[] indices, int[] dims, int[] tableDims) {
    check(y, indices, dims, tableDims[0]);
    int width = tableDims[1];
    double[] table = new double[Strides.size(tableDims)];
    for (int i = 0; i < rows.length; i++) {
      table[(int) indices[i / width] * width + i % width] += rows[i];
    }
    return table;
  }

  private static void check(Value y, double[] indices, int[] dims, int rows) {
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= rows) {
        throw Indices.outside(y, dims, i, (int) indices[i], rows);
      }
    }
  }
}
