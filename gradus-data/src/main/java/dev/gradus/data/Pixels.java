package dev.gradus.data;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/// A decoded picture's values: grey or colour, over white paper.
final class Pixels {
  private Pixels() {}

  /// `[height, width, channels]`, 0 to 1.
  static float[] values(BufferedImage picture, int channels) {
    int height = picture.getHeight();
    int width = picture.getWidth();
    float[] values = new float[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
    if (isPlainGrey(picture.getColorModel())) {
      grey(picture, values, channels);
      return values;
    }
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      picture.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        double alpha = (row[x] >>> 24) / 255.0;
        double red = over(alpha, (row[x] >> 16 & 0xff) / 255.0);
        double green = over(alpha, (row[x] >> 8 & 0xff) / 255.0);
        double blue = over(alpha, (row[x] & 0xff) / 255.0);
        int at = (y * width + x) * channels;
        if (channels == 1) {
          values[at] = (float) luma(red, green, blue);
        } else {
          values[at] = (float) red;
          values[at + 1] = (float) green;
          values[at + 2] = (float) blue;
        }
      }
    }
    return values;
  }

  /// Grey files are read sample by sample: getRGB would take their values for linear light and brighten them.
  private static boolean isPlainGrey(ColorModel model) {
    return model instanceof ComponentColorModel
        && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && !model.isAlphaPremultiplied()
        && (model.getTransferType() == DataBuffer.TYPE_BYTE || model.getTransferType() == DataBuffer.TYPE_USHORT);
  }

  private static void grey(BufferedImage picture, float[] values, int channels) {
    Raster raster = picture.getRaster();
    ColorModel model = picture.getColorModel();
    double full = (1 << model.getComponentSize(0)) - 1;
    double opaque = model.hasAlpha() ? (1 << model.getComponentSize(1)) - 1 : 1;
    int width = picture.getWidth();
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        double alpha = model.hasAlpha() ? raster.getSample(x, y, 1) / opaque : 1;
        float value = (float) over(alpha, raster.getSample(x, y, 0) / full);
        for (int c = 0; c < channels; c++) {
          values[(y * width + x) * channels + c] = value;
        }
      }
    }
  }

  private static double over(double alpha, double value) {
    return alpha * value + (1 - alpha);
  }

  private static double luma(double red, double green, double blue) {
    // Rounding must not lift white above 1.
    return Math.min(1, 0.299 * red + 0.587 * green + 0.114 * blue);
  }

  /// The mean brightness of the outermost pixels.
  static double border(float[] values, int height, int width) {
    int channels = values.length / (height * width);
    double sum = 0;
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (y == 0 || x == 0 || y == height - 1 || x == width - 1) {
          int at = (y * width + x) * channels;
          sum += channels == 1 ? values[at] : luma(values[at], values[at + 1], values[at + 2]);
          count++;
        }
      }
    }
    return sum / count;
  }
}
