package dev.gradus.data.augment;

import dev.gradus.data.augment.Change.Picture;

/// Changes of pixels' values, where 0 is black and 1 is white: what would leave this range is cut off.
final class Colours {
  private Colours() {}

  private static float cut(float value) {
    return Math.max(0, Math.min(1, value));
  }

  static void brightness(Picture picture, float factor, float[] values, int at) {
    if (factor == 1) {
      return;
    }
    for (int i = at; i < at + picture.size(); i++) {
      values[i] = cut(factor * values[i]);
    }
  }

  static void contrast(Picture picture, float factor, float[] values, int at) {
    if (factor == 1) {
      return;
    }
    double sum = 0;
    for (int i = at; i < at + picture.size(); i += picture.channels()) {
      sum += grey(picture, values, i);
    }
    float mean = (1 - factor) * (float) (sum / (picture.height() * picture.width()));
    for (int i = at; i < at + picture.size(); i++) {
      values[i] = cut(factor * values[i] + mean);
    }
  }

  static void saturation(Picture picture, float factor, float[] values, int at) {
    if (factor == 1) {
      return;
    }
    for (int i = at; i < at + picture.size(); i += 3) {
      float grey = (1 - factor) * grey(picture, values, i);
      for (int c = 0; c < 3; c++) {
        values[i + c] = cut(factor * values[i + c] + grey);
      }
    }
  }

  /// How bright a pixel is: of red, green and blue by ITU-R BT.601, of other channels their mean.
  private static float grey(Picture picture, float[] values, int at) {
    if (picture.channels() == 3) {
      return 0.299f * values[at] + 0.587f * values[at + 1] + 0.114f * values[at + 2];
    }
    float sum = 0;
    for (int c = 0; c < picture.channels(); c++) {
      sum += values[at + c];
    }
    return sum / picture.channels();
  }

  /// Turns the hue by a part of a full turn, by way of hue, saturation and value.
  static void hue(Picture picture, float turn, float[] values, int at) {
    if (turn == 0) {
      return;
    }
    for (int i = at; i < at + picture.size(); i += 3) {
      float red = values[i];
      float green = values[i + 1];
      float blue = values[i + 2];
      float value = Math.max(red, Math.max(green, blue));
      float chroma = value - Math.min(red, Math.min(green, blue));
      if (chroma == 0) {
        continue;
      }
      float sixth = value == red ? (green - blue) / chroma : value == green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma;
      float turned = sixth + 6 * turn;
      values[i] = channel(value, chroma, turned + 5);
      values[i + 1] = channel(value, chroma, turned + 3);
      values[i + 2] = channel(value, chroma, turned + 1);
    }
  }

  /// One of red, green and blue by its distance in sixths of a turn.
  private static float channel(float value, float chroma, float sixths) {
    float place = sixths - 6 * (float) Math.floor(sixths / 6);
    return value - chroma * cut(Math.min(place, 4 - place));
  }

  /// Keeps the upper bits of eight.
  static void posterize(Picture picture, int bits, float[] values, int at) {
    if (bits >= 8) {
      return;
    }
    int levels = 1 << bits;
    for (int i = at; i < at + picture.size(); i++) {
      values[i] = Math.min(levels - 1, (int) (cut(values[i]) * levels)) / (float) levels;
    }
  }

  /// Turns over what is brighter than a threshold.
  static void solarize(Picture picture, float threshold, float[] values, int at) {
    for (int i = at; i < at + picture.size(); i++) {
      values[i] = values[i] > threshold ? cut(1 - values[i]) : values[i];
    }
  }
}
