package dev.gradus.backend.scalar;

import static dev.gradus.backend.Winograd.IN;
import static dev.gradus.backend.Winograd.POINTS;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import java.util.Arrays;

/// The filter gradient of a convolution with stride 1, summed over tiles as [Winograd] says.
///
/// The order of sums is in the package's notes.
final class ScalarWinogradFilterGradient implements Kernel {
  private final ConvSize size;
  private final Slice x;
  private final Slice dy;
  private final Slice dw;
  private final float[] scratch;
  private final int base;
  private final int taps;
  private final int out;
  private final int workerFloats;
  private final Workers.Task channelTask = this::channel;

  ScalarWinogradFilterGradient(ConvSize size, Slice x, Slice dy, Slice dw, Slice scratch) {
    this.size = size;
    this.x = x;
    this.dy = dy;
    this.dw = dw;
    this.scratch = scratch.array();
    this.base = scratch.offset();
    this.taps = size.window().height();
    this.out = Winograd.out(taps);
    this.workerFloats = POINTS * (size.filters() + 3);
  }

  static long scratch(ConvSize size, int threads) {
    return (long) threads * POINTS * (size.filters() + 3);
  }

  @Override
  public void run(Workers workers) {
    workers.run(size.channels(), size.work(), channelTask);
  }

  /// All gradients of one channel's taps.
  private void channel(int c, int worker) {
    int sums = base + worker * workerFloats;
    int image = sums + POINTS * size.filters();
    int gradient = image + POINTS;
    int between = gradient + POINTS;
    Arrays.fill(scratch, sums, image, 0);
    for (int n = 0; n < size.batch(); n++) {
      for (int top = 0; top < size.outHeight(); top += out) {
        for (int left = 0; left < size.outWidth(); left += out) {
          read(x, n, top - size.window().padTop(), left - size.window().padLeft(), IN, size.height(), size.width(),
              size.channels(), c, image);
          WinogradLines.image(
              WinogradLines::input, scratch, image, IN, 1, IN, scratch, between, IN, scratch, image, IN, 1);
          for (int k = 0; k < size.filters(); k++) {
            read(dy, n, top, left, out, size.outHeight(), size.outWidth(), size.filters(), k, gradient);
            WinogradLines.image(
                WinogradLines.outputGradient(taps), scratch, gradient, out, 1, out, scratch, between, IN, scratch, gradient, IN, 1);
            for (int point = 0; point < POINTS; point++) {
              int at = sums + point * size.filters() + k;
              scratch[at] = Math.fma(scratch[image + point], scratch[gradient + point], scratch[at]);
            }
          }
        }
      }
    }
    int tap = size.channels() * size.filters();
    for (int k = 0; k < size.filters(); k++) {
      WinogradLines.image(
          WinogradLines.filterGradient(taps), scratch, sums + k, IN * size.filters(), size.filters(), IN, scratch, between, taps,
          dw.array(), dw.offset() + c * size.filters() + k, taps * tap, tap);
    }
  }

  /// A square of one channel of an image; 0 outside.
  private void read(
      Slice from, int n, int top, int left, int side, int height, int width, int channels, int c, int square) {
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        int h = top + i;
        int v = left + j;
        boolean inside = h >= 0 && h < height && v >= 0 && v < width;
        scratch[square + i * side + j] = inside ? from.array()[from.offset() + ((n * height + h) * width + v) * channels + c] : 0;
      }
    }
  }
}
