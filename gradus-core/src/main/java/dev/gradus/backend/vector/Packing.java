package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.PANEL;
import static dev.gradus.backend.vector.Lanes.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Copies of parts of matrices into the order in which a tile reads them: rows `width` floats wide, filled up with +0.
final class Packing {
  /// Elements of a column to copy before the next columns': so few that their rows are still in the first cache.
  private static final int PIECE = 64;

  /// Columns that are copied together.
  private static final int GROUP = 8;

  private Packing() {}

  /// Copies `count` rows of `columns` elements, `fromStep` apart.
  static void rows(float[] from, int fromBase, int fromStep, int columns, float[] to, int toBase, int width, int count) {
    if (columns == PANEL && width == PANEL) {
      panelRows(from, fromBase, fromStep, to, toBase, count);
      return;
    }
    for (int s = 0; s < count; s++) {
      int at = toBase + s * width;
      for (int j = 0; j < columns; j++) {
        to[at + j] = from[fromBase + s * fromStep + j];
      }
      for (int j = columns; j < width; j++) {
        to[at + j] = 0;
      }
    }
  }

  private static void panelRows(float[] from, int fromBase, int fromStep, float[] to, int toBase, int count) {
    for (int s = 0; s < count; s++) {
      FloatVector left = FloatVector.fromArray(SPECIES, from, fromBase + s * fromStep);
      FloatVector right = FloatVector.fromArray(SPECIES, from, fromBase + s * fromStep + LANES);
      left.intoArray(to, toBase + s * PANEL);
      right.intoArray(to, toBase + s * PANEL + LANES);
    }
  }

  /// Copies `columns` columns of `count` elements each, one column after another at `fromStep`, as `count` rows.
  static void transposed(
      float[] from, int fromBase, int fromStep, int columns, float[] to, int toBase, int width, int count) {
    if (columns < width) {
      Arrays.fill(to, toBase, toBase + count * width, 0);
    }
    for (int first = 0; first < count; first += PIECE) {
      int length = Math.min(PIECE, count - first);
      int at = fromBase + first;
      int toAt = toBase + first * width;
      int j = 0;
      for (; j <= columns - GROUP; j += GROUP) {
        group(from, at + j * fromStep, fromStep, to, toAt + j, width, length);
      }
      for (; j < columns; j++) {
        for (int s = 0; s < length; s++) {
          to[toAt + s * width + j] = from[at + j * fromStep + s];
        }
      }
    }
  }

  /// Eight columns at once, so that stores go to neighbouring places.
  private static void group(float[] from, int at, int step, float[] to, int toAt, int width, int count) {
    int at4 = at + 4 * step;
    for (int s = 0; s < count; s++) {
      int row = toAt + s * width;
      to[row] = from[at + s];
      to[row + 1] = from[at + step + s];
      to[row + 2] = from[at + 2 * step + s];
      to[row + 3] = from[at + 3 * step + s];
      to[row + 4] = from[at4 + s];
      to[row + 5] = from[at4 + step + s];
      to[row + 6] = from[at4 + 2 * step + s];
      to[row + 7] = from[at4 + 3 * step + s];
    }
  }
}
