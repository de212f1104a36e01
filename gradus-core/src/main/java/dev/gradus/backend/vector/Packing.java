package dev.gradus.backend.vector;

import java.util.Arrays;

/// Copies of parts of matrices into the order in which a tile reads them: rows `width` floats wide, filled up with +0.
final class Packing {
  private Packing() {}

  /// Copies `count` rows of `columns` elements, `fromStep` apart.
  static void rows(float[] from, int fromBase, int fromStep, int columns, float[] to, int toBase, int width, int count) {
    for (int s = 0; s < count; s++) {
      int at = toBase + s * width;
      // Short rows: a loop, since a call costs more than the copy.
      if (columns < 16) {
        for (int j = 0; j < columns; j++) {
          to[at + j] = from[fromBase + s * fromStep + j];
        }
      } else {
        System.arraycopy(from, fromBase + s * fromStep, to, at, columns);
      }
      for (int j = columns; j < width; j++) {
        to[at + j] = 0;
      }
    }
  }

  /// Copies `columns` columns of `count` elements each, one column after another at `fromStep`, as `count` rows.
  static void transposed(
      float[] from, int fromBase, int fromStep, int columns, float[] to, int toBase, int width, int count) {
    if (columns < width) {
      Arrays.fill(to, toBase, toBase + count * width, 0);
    }
    for (int j = 0; j < columns; j++) {
      int at = fromBase + j * fromStep;
      for (int s = 0; s < count; s++) {
        to[toBase + s * width + j] = from[at + s];
      }
    }
  }
}
