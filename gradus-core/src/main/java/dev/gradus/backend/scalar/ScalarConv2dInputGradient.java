package dev.gradus.backend.scalar;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import dev.gradus.op.Window;
import java.util.Arrays;

/// dx[n, h, w, ci] = Σ over kh, kw, co of dy[n, oh, ow, co] · w[kh, kw, ci, co], for all kh, kw, oh, ow with
/// oh · strideY + kh · dilationY - padTop = h and ow · strideX + kw · dilationX - padLeft = w
///
/// The order of sums is in the package's notes.
public final class ScalarConv2dInputGradient implements Kernel {
  private final ConvSize size;
  private final Slice dy;
  private final Slice w;
  private final Slice dx;
  private final Workers.Task rowTask = this::row;

  private ScalarConv2dInputGradient(ConvSize size, Slice dy, Slice w, Slice dx) {
    this.size = size;
    this.dy = dy;
    this.w = w;
    this.dx = dx;
  }

  /// Binds a gradient to its operands: gradient of the outputs dy, filters w, gradient of the images dx.
  ///
  /// @param scratch `scratch(size, threads)` floats, for as many threads as will run it
  public static Kernel of(ConvSize size, Slice dy, Slice w, Slice dx, Slice scratch) {
    return Winograd.fits(size)
        ? new ScalarWinograd(Winograd.Sum.inputGradient(size), dy, w, dx, scratch)
        : new ScalarConv2dInputGradient(size, dy, w, dx);
  }

  /// Floats of scratch that it needs when `threads` run it.
  public static long scratch(ConvSize size, int threads) {
    return Winograd.fits(size) ? ScalarWinograd.scratch(Winograd.Sum.inputGradient(size), threads) : 0;
  }

  @Override
  public void run(Workers workers) {
    workers.run(size.batch() * size.height(), size.work(), rowTask);
  }

  private void row(int index, int worker) {
    int n = index / size.height();
    int h = index % size.height();
    for (int v = 0; v < size.width(); v++) {
      for (int group = 0; group < size.groups(); group++) {
        pixel(n, h, v, group);
      }
    }
  }

  private void pixel(int n, int h, int v, int group) {
    Window window = size.window();
    int channels = size.channelsPerGroup();
    int dxAt = dx.offset() + ((n * size.height() + h) * size.width() + v) * size.channels() + group * channels;
    Arrays.fill(dx.array(), dxAt, dxAt + channels, 0);
    for (int kh = window.height() - 1; kh >= 0; kh--) {
      int y = h + window.padTop() - kh * window.dilationY();
      for (int kw = window.width() - 1; kw >= 0; kw--) {
        int z = v + window.padLeft() - kw * window.dilationX();
        if (Math.floorMod(y, window.strideY()) == 0 && Math.floorMod(z, window.strideX()) == 0) {
          tap(n, Math.floorDiv(y, window.strideY()), Math.floorDiv(z, window.strideX()), group, kh, kw, dxAt);
        }
      }
    }
  }

  /// Carries the chains of one pixel and group over the filters' channels of one tap.
  private void tap(int n, int oh, int ow, int group, int kh, int kw, int dxAt) {
    int channels = size.channelsPerGroup();
    int filters = size.filtersPerGroup();
    boolean inside = oh >= 0 && oh < size.outHeight() && ow >= 0 && ow < size.outWidth();
    int dyAt = dy.offset() + ((n * size.outHeight() + oh) * size.outWidth() + ow) * size.filters() + group * filters;
    int wAt = w.offset() + (kh * size.window().width() + kw) * channels * size.filters() + group * filters;
    for (int ci = 0; ci < channels; ci++) {
      float sum = dx.array()[dxAt + ci];
      for (int co = 0; co < filters; co++) {
        sum = Math.fma(inside ? dy.array()[dyAt + co] : 0, w.array()[wAt + co], sum);
      }
      dx.array()[dxAt + ci] = sum;
      wAt += size.filters();
    }
  }
}
