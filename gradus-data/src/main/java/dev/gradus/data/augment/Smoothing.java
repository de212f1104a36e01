package dev.gradus.data.augment;

import dev.gradus.data.augment.Change.Picture;
import dev.gradus.random.RandomStream;

/// Gaussian blur, and what is made with it. Beyond the edge counts the pixel at the edge.
final class Smoothing {
  private Smoothing() {}

  /// How many pixels to each side a kernel has: three deviations.
  static int radius(double deviation, Picture picture) {
    return Math.min((int) Math.ceil(3 * deviation), Math.max(picture.height(), picture.width()));
  }

  /// Writes the 2 · radius + 1 numbers of a Gaussian of sum 1.
  static void kernel(double deviation, int radius, float[] into, int at) {
    double sum = 0;
    for (int i = -radius; i <= radius; i++) {
      sum += StrictMath.exp(-i * i / (2 * deviation * deviation));
    }
    for (int i = -radius; i <= radius; i++) {
      into[at + i + radius] = (float) (StrictMath.exp(-i * i / (2 * deviation * deviation)) / sum);
    }
  }

  /// Blurs `values[at ...]` along rows, then along columns.
  ///
  /// @param between room for one picture
  static void blur(Picture picture, float[] kernel, int kernelAt, int radius, float[] values, int at, float[] between, int betweenAt) {
    along(picture.height(), picture.row(), picture.width(), picture.channels(), picture.channels(), kernel, kernelAt, radius, values, at, between, betweenAt);
    // Columns of all channels at once: one line's step is a row, and each number of a row is a line.
    along(1, 0, picture.height(), picture.row(), picture.row(), kernel, kernelAt, radius, between, betweenAt, values, at);
  }

  /// Smooths lines of `length` points `step` apart, of which `lanes` lie side by side.
  private static void along(
      int blocks, int blockStep, int length, int step, int lanes, float[] kernel, int kernelAt, int radius, float[] from, int fromAt,
      float[] into, int intoAt) {
    for (int block = 0; block < blocks; block++) {
      int base = block * blockStep;
      for (int point = 0; point < length; point++) {
        for (int lane = 0; lane < lanes; lane++) {
          float sum = 0;
          for (int i = -radius; i <= radius; i++) {
            int near = Math.max(0, Math.min(length - 1, point + i));
            sum += kernel[kernelAt + i + radius] * from[fromAt + base + near * step + lane];
          }
          into[intoAt + base + point * step + lane] = sum;
        }
      }
    }
  }

  /// A change that moves each pixel by smooth random fields.
  static Change elastic(Picture picture, double strength, double deviation) {
    int radius = radius(deviation, picture);
    float[] kernel = new float[2 * radius + 1];
    kernel(deviation, radius, kernel, 0);
    Picture field = new Picture(picture.height(), picture.width(), 1);
    return (random, values, at, scratch) -> {
      if (strength == 0) {
        return;
      }
      int right = picture.size();
      int down = right + field.size();
      int between = down + field.size();
      field(field, random, kernel, radius, scratch, right, between);
      field(field, random, kernel, radius, scratch, down, between);
      System.arraycopy(values, at, scratch, 0, picture.size());
      int pixel = 0;
      for (int y = 0; y < picture.height(); y++) {
        for (int x = 0; x < picture.width(); x++, pixel++) {
          Moves.sample(picture, x + strength * scratch[right + pixel], y + strength * scratch[down + pixel], scratch, values,
              at + pixel * picture.channels());
        }
      }
    };
  }

  private static void field(Picture field, RandomStream random, float[] kernel, int radius, float[] scratch, int at, int between) {
    for (int i = 0; i < field.size(); i++) {
      scratch[at + i] = (random.nextBits() >> 8) * 0x1p-23f;
    }
    blur(field, kernel, 0, radius, scratch, at, scratch, between);
  }
}
