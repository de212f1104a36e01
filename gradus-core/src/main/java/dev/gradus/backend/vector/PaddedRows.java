package dev.gradus.backend.vector;

import dev.gradus.backend.Slice;
import java.util.Arrays;

/// Copies of some rows of an image, with zeros where they reach over its edges.
final class PaddedRows {
  private PaddedRows() {}

  /// Copies rows top .. of image n, from column `left` on, as `rows` rows of `rowFloats` floats.
  static void copy(
      Slice images, int n, int height, int width, int channels, int top, int left, int rows, float[] to, int at,
      int rowFloats) {
    int before = Math.clamp(-left * (long) channels, 0, rowFloats);
    int after = Math.clamp((width - left) * (long) channels, before, rowFloats);
    for (int r = 0; r < rows; r++) {
      int row = at + r * rowFloats;
      int h = top + r;
      if (h < 0 || h >= height) {
        Arrays.fill(to, row, row + rowFloats, 0);
        continue;
      }
      int from = images.offset() + ((n * height + h) * width + left) * channels;
      Arrays.fill(to, row, row + before, 0);
      System.arraycopy(images.array(), from + before, to, row + before, after - before);
      Arrays.fill(to, row + after, row + rowFloats, 0);
    }
  }
}
