package dev.gradus.data;

/// Changes a picture's size, one axis after the other.
///
/// Where an axis shrinks, a new value is the mean of the stretch of old ones that it covers, parts of pixels counted by
/// their part; where it grows, new values lie on straight lines between the old pixels' centres.
final class Resample {
  private Resample() {}

  /// `[fromHeight, fromWidth, channels]` to `[height, width, channels]`.
  static float[] stretch(float[] values, int fromHeight, int fromWidth, int channels, int height, int width) {
    // The order with the smaller step between: then it is never larger than both pictures.
    if ((long) fromHeight * width <= (long) height * fromWidth) {
      return rows(columns(values, fromHeight, fromWidth, channels, width), fromHeight, width * channels, height);
    }
    return columns(rows(values, fromHeight, fromWidth * channels, height), height, fromWidth, channels, width);
  }

  private static float[] rows(float[] values, int from, int inner, int to) {
    return from == to ? values : along(values, 1, from, inner, to);
  }

  private static float[] columns(float[] values, int height, int from, int channels, int to) {
    return from == to ? values : along(values, height, from, channels, to);
  }

  /// The middle axis of `[outer, from, inner]` gets the length `to`.
  private static float[] along(float[] values, int outer, int from, int inner, int to) {
    float[] result = new float[Math.multiplyExact(Math.multiplyExact(outer, to), inner)];
    double scale = (double) from / to;
    for (int i = 0; i < to; i++) {
      if (to < from) {
        double begin = i * scale;
        double end = Math.min(from, (i + 1) * scale);
        int first = (int) begin;
        int last = Math.min(from - 1, (int) Math.ceil(end) - 1);
        for (int o = 0; o < outer; o++) {
          for (int c = 0; c < inner; c++) {
            double sum = 0;
            for (int j = first; j <= last; j++) {
              sum += values[(o * from + j) * inner + c] * (Math.min(end, j + 1) - Math.max(begin, j));
            }
            result[(o * to + i) * inner + c] = (float) Math.min(1, sum / (end - begin));
          }
        }
      } else {
        double place = Math.max(0, Math.min(from - 1, (i + 0.5) * scale - 0.5));
        int first = (int) place;
        int next = Math.min(from - 1, first + 1);
        double part = place - first;
        for (int o = 0; o < outer; o++) {
          for (int c = 0; c < inner; c++) {
            double a = values[(o * from + first) * inner + c];
            double b = values[(o * from + next) * inner + c];
            result[(o * to + i) * inner + c] = (float) (a + (b - a) * part);
          }
        }
      }
    }
    return result;
  }
}
