package dev.gradus.backend.scalar;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import dev.gradus.op.Window;
import java.util.Arrays;

/// dw[kh, kw, ci, co] = Σ over n, oh, ow of x[n, oh · strideY + kh · dilationY - padTop, ..., ci] · dy[n, oh, ow, co]
///
/// The order of sums, in chunks of images, is in the package's notes.
public final class ScalarConv2dFilterGradient implements Kernel {
  private final ConvSize size;
  private final Slice x;
  private final Slice dy;
  private final Slice dw;
  private final Slice scratch;
  private final Workers.Task rowTask = this::row;

  private ScalarConv2dFilterGradient(ConvSize size, Slice x, Slice dy, Slice dw, Slice scratch) {
    this.size = size;
    this.x = x;
    this.dy = dy;
    this.dw = dw;
    this.scratch = scratch;
  }

  /// Binds a gradient to its operands: images x, gradient of the outputs dy, gradient of the filters dw.
  ///
  /// @param scratch `scratch(size, threads)` floats, for as many threads as will run it
  public static Kernel of(ConvSize size, Slice x, Slice dy, Slice dw, Slice scratch) {
    return Winograd.fits(size)
        ? new ScalarWinogradFilterGradient(size, x, dy, dw, scratch)
        : new ScalarConv2dFilterGradient(size, x, dy, dw, scratch);
  }

  /// Floats of scratch that the gradient needs when `threads` run it; summed directly, one row of dw for each.
  public static long scratch(ConvSize size, int threads) {
    return Winograd.fits(size) ? ScalarWinogradFilterGradient.scratch(size, threads) : (long) threads * size.filters();
  }

  @Override
  public void run(Workers workers) {
    workers.run(size.taps(), size.work(), rowTask);
  }

  /// One row of dw: all filters at one (kh, kw, ci).
  private void row(int index, int worker) {
    int filters = size.filters();
    int dwAt = dw.offset() + index * filters;
    int sumAt = scratch.offset() + worker * filters;
    Arrays.fill(dw.array(), dwAt, dwAt + filters, 0);
    for (int chunk = 0; chunk < size.chunks(); chunk++) {
      Arrays.fill(scratch.array(), sumAt, sumAt + filters, 0);
      int end = Math.min(size.batch(), (chunk + 1) * size.chunkImages());
      for (int n = chunk * size.chunkImages(); n < end; n++) {
        image(n, index, sumAt);
      }
      for (int co = 0; co < filters; co++) {
        float sum = scratch.array()[sumAt + co];
        dw.array()[dwAt + co] = chunk == 0 ? sum : dw.array()[dwAt + co] + sum;
      }
    }
  }

  /// Carries a row's chains over the pixels of one image.
  private void image(int n, int index, int sumAt) {
    Window window = size.window();
    int ci = index % size.channelsPerGroup();
    int kw = index / size.channelsPerGroup() % window.width();
    int kh = index / size.channelsPerGroup() / window.width();
    int filters = size.filtersPerGroup();
    float[] sums = scratch.array();
    float[] gradient = dy.array();
    for (int oh = 0; oh < size.outHeight(); oh++) {
      int h = oh * window.strideY() + kh * window.dilationY() - window.padTop();
      for (int ow = 0; ow < size.outWidth(); ow++) {
        int v = ow * window.strideX() + kw * window.dilationX() - window.padLeft();
        boolean inside = h >= 0 && h < size.height() && v >= 0 && v < size.width();
        int xAt = x.offset() + ((n * size.height() + h) * size.width() + v) * size.channels() + ci;
        int dyAt = dy.offset() + ((n * size.outHeight() + oh) * size.outWidth() + ow) * size.filters();
        for (int group = 0; group < size.groups(); group++) {
          float value = inside ? x.array()[xAt + group * size.channelsPerGroup()] : 0;
          int at = group * filters;
          for (int co = at; co < at + filters; co++) {
            sums[sumAt + co] = Math.fma(value, gradient[dyAt + co], sums[sumAt + co]);
          }
        }
      }
    }
  }
}
