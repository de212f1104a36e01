package dev.gradus.data.augment;

import dev.gradus.data.augment.Change.Picture;
import java.util.Arrays;

/// Changes of where a picture's pixels are. What comes from outside is 0.
final class Moves {
  private Moves() {}

  /// Moves by whole pixels: copies of rows.
  static void shift(Picture picture, int down, int right, float[] values, int at, float[] scratch) {
    if (down == 0 && right == 0) {
      return;
    }
    System.arraycopy(values, at, scratch, 0, picture.size());
    int row = picture.row();
    int kept = Math.max(0, picture.width() - Math.abs(right)) * picture.channels();
    int from = Math.max(0, -right) * picture.channels();
    int to = Math.max(0, right) * picture.channels();
    for (int y = 0; y < picture.height(); y++) {
      int target = at + y * row;
      int source = y - down;
      if (source < 0 || source >= picture.height() || kept == 0) {
        Arrays.fill(values, target, target + row, 0);
      } else {
        Arrays.fill(values, target, target + to, 0);
        System.arraycopy(scratch, source * row + from, values, target + to, kept);
        Arrays.fill(values, target + to + kept, target + row, 0);
      }
    }
  }

  static void flipColumns(Picture picture, float[] values, int at) {
    int channels = picture.channels();
    for (int y = 0; y < picture.height(); y++) {
      int left = at + y * picture.row();
      int right = left + (picture.width() - 1) * channels;
      for (; left < right; left += channels, right -= channels) {
        for (int c = 0; c < channels; c++) {
          float kept = values[left + c];
          values[left + c] = values[right + c];
          values[right + c] = kept;
        }
      }
    }
  }

  static void flipRows(Picture picture, float[] values, int at, float[] scratch) {
    int row = picture.row();
    for (int top = 0, bottom = picture.height() - 1; top < bottom; top++, bottom--) {
      System.arraycopy(values, at + top * row, scratch, 0, row);
      System.arraycopy(values, at + bottom * row, values, at + top * row, row);
      System.arraycopy(scratch, 0, values, at + bottom * row, row);
    }
  }

  /// Where a pixel of the changed picture comes from: x = xx · x' + xy · y', y likewise, both from the picture's middle.
  record Affine(double xx, double xy, double yx, double yy) {
    boolean same() {
      return xx == 1 && xy == 0 && yx == 0 && yy == 1;
    }
  }

  /// Each pixel from where `affine` says, plus a shift, between pixels bilinear.
  static void affine(Picture picture, Affine affine, double right, double down, float[] values, int at, float[] scratch) {
    if (affine.same() && right == 0 && down == 0) {
      return;
    }
    System.arraycopy(values, at, scratch, 0, picture.size());
    double middleX = (picture.width() - 1) / 2.0;
    double middleY = (picture.height() - 1) / 2.0;
    int target = at;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++, target += picture.channels()) {
        double ownX = x - middleX - right;
        double ownY = y - middleY - down;
        sample(picture, affine.xx() * ownX + affine.xy() * ownY + middleX, affine.yx() * ownX + affine.yy() * ownY + middleY, scratch,
            values, target);
      }
    }
  }

  /// The pixel at a place between pixels, bilinear; beyond the edge is 0.
  static void sample(Picture picture, double x, double y, float[] from, float[] into, int target) {
    int channels = picture.channels();
    if (!(x > -1 && y > -1 && x < picture.width() && y < picture.height())) {
      Arrays.fill(into, target, target + channels, 0);
      return;
    }
    // Above -1 adding one before the cut makes it a floor.
    int left = (int) (x + 1) - 1;
    int top = (int) (y + 1) - 1;
    float across = (float) (x - left);
    float along = (float) (y - top);
    for (int c = 0; c < channels; c++) {
      float above = pixel(picture, from, top, left, c) * (1 - across) + pixel(picture, from, top, left + 1, c) * across;
      float below = pixel(picture, from, top + 1, left, c) * (1 - across) + pixel(picture, from, top + 1, left + 1, c) * across;
      into[target + c] = above * (1 - along) + below * along;
    }
  }

  private static float pixel(Picture picture, float[] from, int y, int x, int channel) {
    return x < 0 || y < 0 || x >= picture.width() || y >= picture.height() ? 0 : from[y * picture.row() + x * picture.channels() + channel];
  }
}
