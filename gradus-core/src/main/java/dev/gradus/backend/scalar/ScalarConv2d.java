package dev.gradus.backend.scalar;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import dev.gradus.op.Window;
import java.util.Arrays;

/// y[n, oh, ow, co] = Σ over kh, kw, ci of x[n, oh · strideY + kh · dilationY - padTop, ..., ci] · w[kh, kw, ci, co]
///
/// The order of sums is in the package's notes.
public final class ScalarConv2d implements Kernel {
  private final ConvSize size;
  private final Slice x;
  private final Slice w;
  private final Slice y;
  private final Workers.Task rowTask = this::row;

  private ScalarConv2d(ConvSize size, Slice x, Slice w, Slice y) {
    this.size = size;
    this.x = x;
    this.w = w;
    this.y = y;
  }

  /// Binds a convolution to its operands: images x, filters w, outputs y.
  ///
  /// @param scratch `scratch(size, threads)` floats, for as many threads as will run it
  public static Kernel of(ConvSize size, Slice x, Slice w, Slice y, Slice scratch) {
    return Winograd.fits(size)
        ? new ScalarWinograd(Winograd.Sum.forward(size), x, w, y, scratch)
        : new ScalarConv2d(size, x, w, y);
  }

  /// Floats of scratch that it needs when `threads` run it.
  public static long scratch(ConvSize size, int threads) {
    return Winograd.fits(size) ? ScalarWinograd.scratch(Winograd.Sum.forward(size), threads) : 0;
  }

  @Override
  public void run(Workers workers) {
    workers.run(size.batch() * size.outHeight(), size.work(), rowTask);
  }

  private void row(int index, int worker) {
    int n = index / size.outHeight();
    int oh = index % size.outHeight();
    for (int ow = 0; ow < size.outWidth(); ow++) {
      for (int group = 0; group < size.groups(); group++) {
        pixel(n, oh, ow, group);
      }
    }
  }

  /// One group's outputs at one pixel: the chains of all its filters go on together, a tap at a time.
  private void pixel(int n, int oh, int ow, int group) {
    Window window = size.window();
    int channels = size.channelsPerGroup();
    int filters = size.filtersPerGroup();
    float[] in = x.array();
    float[] filter = w.array();
    float[] out = y.array();
    int yAt = y.offset() + ((n * size.outHeight() + oh) * size.outWidth() + ow) * size.filters() + group * filters;
    int wAt = w.offset() + group * filters;
    Arrays.fill(out, yAt, yAt + filters, 0);
    for (int kh = 0; kh < window.height(); kh++) {
      int h = oh * window.strideY() + kh * window.dilationY() - window.padTop();
      for (int kw = 0; kw < window.width(); kw++) {
        int v = ow * window.strideX() + kw * window.dilationX() - window.padLeft();
        boolean inside = h >= 0 && h < size.height() && v >= 0 && v < size.width();
        int xAt = x.offset() + ((n * size.height() + h) * size.width() + v) * size.channels() + group * channels;
        for (int ci = 0; ci < channels; ci++) {
          float value = inside ? in[xAt + ci] : 0;
          for (int co = 0; co < filters; co++) {
            out[yAt + co] = Math.fma(value, filter[wAt + co], out[yAt + co]);
          }
          wAt += size.filters();
        }
      }
    }
  }
}
