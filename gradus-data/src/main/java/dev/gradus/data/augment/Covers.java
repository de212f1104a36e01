package dev.gradus.data.augment;

import dev.gradus.data.augment.Change.Picture;
import dev.gradus.random.RandomStream;
import java.util.Arrays;

/// Changes that hide a part of a picture.
final class Covers {
  private static final int TRIES = 10;

  private Covers() {}

  /// Sets rows `top` to below `bottom` and columns `left` to below `right` to 0, as much of them as lies inside.
  static void clear(Picture picture, int top, int left, int bottom, int right, float[] values, int at) {
    int from = Math.max(0, left) * picture.channels();
    int to = Math.max(0, Math.min(picture.width(), right)) * picture.channels();
    for (int y = Math.max(0, top); y < Math.min(picture.height(), bottom) && from < to; y++) {
      int row = at + y * picture.row();
      Arrays.fill(values, row + from, row + to, 0);
    }
  }

  /// A box of a random size and place inside the picture, filled with uniform noise.
  static void erase(Picture picture, double smallest, double largest, RandomStream random, float[] values, int at) {
    int area = picture.height() * picture.width();
    for (int i = 0; i < TRIES; i++) {
      double wanted = area * random.uniform(smallest, largest);
      double ratio = random.uniform(0.3, 1 / 0.3);
      int height = (int) StrictMath.rint(StrictMath.sqrt(wanted * ratio));
      int width = (int) StrictMath.rint(StrictMath.sqrt(wanted / ratio));
      if (height < picture.height() && width < picture.width()) {
        int top = random.nextInt(picture.height() - height + 1);
        int left = random.nextInt(picture.width() - width + 1);
        for (int y = top; y < top + height; y++) {
          int row = at + y * picture.row() + left * picture.channels();
          for (int j = 0; j < width * picture.channels(); j++) {
            values[row + j] = (random.nextBits() >>> 8) * 0x1p-24f;
          }
        }
        return;
      }
    }
  }
}
