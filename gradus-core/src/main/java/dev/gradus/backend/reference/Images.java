package dev.gradus.backend.reference;

import dev.gradus.op.Window;

/// Convolution and pooling in double precision, all by one walk over (output pixel, tap) pairs.
///
/// Images [n, h, w, c], outputs [n, oh, ow, o], filters [kh, kw, c / groups, o].
final class Images {
  private final Window window;
  private final int batch;
  private final int height;
  private final int width;
  private final int channels;
  private final int outHeight;
  private final int outWidth;
  private final int outChannels;

  Images(Window window, int[] image, int[] output) {
    this.window = window;
    batch = image[0];
    height = image[1];
    width = image[2];
    channels = image[3];
    outHeight = output[1];
    outWidth = output[2];
    outChannels = output[3];
  }

  /// One meeting of an output pixel with a pixel inside the image under tap (p, q).
  @FunctionalInterface
  private interface Meeting {
    /// `output` and `pixel` are pixel numbers, batch included; `tap` = p * kernel width + q.
    void at(int output, int pixel, int tap);
  }

  private void forEach(Meeting meeting) {
    for (int n = 0; n < batch; n++) {
      for (int oh = 0; oh < outHeight; oh++) {
        for (int ow = 0; ow < outWidth; ow++) {
          for (int p = 0; p < window.height(); p++) {
            for (int q = 0; q < window.width(); q++) {
              int h = oh * window.strideY() + p * window.dilationY() - window.padTop();
              int w = ow * window.strideX() + q * window.dilationX() - window.padLeft();
              if (h >= 0 && h < height && w >= 0 && w < width) {
                meeting.at((n * outHeight + oh) * outWidth + ow, (n * height + h) * width + w, p * window.width() + q);
              }
            }
          }
        }
      }
    }
  }

  /// One meeting of an output number with an input number and the filter weight between them.
  @FunctionalInterface
  private interface Product {
    void at(int output, int input, int weight);
  }

  private void forEachProduct(int groups, Product product) {
    int inGroup = channels / groups;
    int outGroup = outChannels / groups;
    forEach((output, pixel, tap) -> {
      for (int c = 0; c < inGroup; c++) {
        for (int o = 0; o < outChannels; o++) {
          int channel = o / outGroup * inGroup + c;
          product.at(output * outChannels + o, pixel * channels + channel, (tap * inGroup + c) * outChannels + o);
        }
      }
    });
  }

  double[] convolve(double[] x, double[] filter, int groups) {
    double[] y = new double[batch * outHeight * outWidth * outChannels];
    forEachProduct(groups, (output, input, weight) -> y[output] += x[input] * filter[weight]);
    return y;
  }

  double[] inputGradient(double[] dy, double[] filter, int groups) {
    double[] dx = new double[batch * height * width * channels];
    forEachProduct(groups, (output, input, weight) -> dx[input] += dy[output] * filter[weight]);
    return dx;
  }

  double[] filterGradient(double[] x, double[] dy, int groups) {
    double[] dfilter = new double[window.height() * window.width() * (channels / groups) * outChannels];
    forEachProduct(groups, (output, input, weight) -> dfilter[weight] += x[input] * dy[output]);
    return dfilter;
  }

  /// For each output number the place in x that wins its window; -1 if the window lies in the padding.
  private int[] winners(double[] x) {
    int[] winners = new int[batch * outHeight * outWidth * channels];
    java.util.Arrays.fill(winners, -1);
    forEach((output, pixel, _) -> {
      for (int c = 0; c < channels; c++) {
        int best = winners[output * channels + c];
        int challenger = pixel * channels + c;
        if (best < 0 || !Double.isNaN(x[best]) && !(x[challenger] <= x[best])) {
          winners[output * channels + c] = challenger;
        }
      }
    });
    return winners;
  }

  double[] max(double[] x) {
    return gather(x, x, Double.NEGATIVE_INFINITY);
  }

  double[] gather(double[] x, double[] v) {
    return gather(x, v, 0);
  }

  private double[] gather(double[] x, double[] v, double none) {
    int[] winners = winners(x);
    double[] y = new double[winners.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = winners[i] < 0 ? none : v[winners[i]];
    }
    return y;
  }

  double[] scatter(double[] x, double[] dy) {
    int[] winners = winners(x);
    double[] dx = new double[x.length];
    for (int i = 0; i < dy.length; i++) {
      if (winners[i] >= 0) {
        dx[winners[i]] += dy[i];
      }
    }
    return dx;
  }

  private int[] counts() {
    int[] counts = new int[batch * outHeight * outWidth];
    forEach((output, _, _) -> counts[output]++);
    return counts;
  }

  double[] average(double[] x) {
    int[] counts = counts();
    double[] y = new double[batch * outHeight * outWidth * channels];
    forEach((output, pixel, _) -> {
      for (int c = 0; c < channels; c++) {
        y[output * channels + c] += x[pixel * channels + c] / counts[output];
      }
    });
    return y;
  }

  double[] averageGradient(double[] dy) {
    int[] counts = counts();
    double[] dx = new double[batch * height * width * channels];
    forEach((output, pixel, _) -> {
      for (int c = 0; c < channels; c++) {
        dx[pixel * channels + c] += dy[output * channels + c] / counts[output];
      }
    });
    return dx;
  }
}
