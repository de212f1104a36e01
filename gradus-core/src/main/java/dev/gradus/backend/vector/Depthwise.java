package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.SPECIES;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.op.Window;
import jdk.incubator.vector.FloatVector;

/// Depthwise convolution and its gradients, one filter a channel: y[n, oh, ow, c] = Σ over kh, kw of x · w[kh, kw, c].
///
/// Vectors lie along the channels, where x, w and y all do; a tile would use one lane of each. Channels that don't fill
/// a vector go one by one.
final class Depthwise {
  private Depthwise() {}

  /// Whether each channel has exactly one filter of its own.
  static boolean fits(ConvSize size) {
    return size.groups() > 1 && size.channelsPerGroup() == 1 && size.filtersPerGroup() == 1;
  }

  /// Floats of scratch for the filter gradient: a chunk's partial dw.
  static long filterGradientScratch(ConvSize size) {
    return size.filterElements();
  }

  static Kernel output(ConvSize size, Slice x, Slice w, Slice y) {
    Workers.Task row = (index, worker) -> outputRow(size, x, w, y, index);
    return workers -> workers.run(size.batch() * size.outHeight(), size.work(), row);
  }

  static Kernel inputGradient(ConvSize size, Slice dy, Slice w, Slice dx) {
    Workers.Task row = (index, worker) -> inputGradientRow(size, dy, w, dx, index);
    return workers -> workers.run(size.batch() * size.height(), size.work(), row);
  }

  static Kernel filterGradient(ConvSize size, Slice x, Slice dy, Slice dw, Slice scratch) {
    Workers.Task tap = (index, worker) -> filterGradientTap(size, x, dy, dw, scratch, index);
    return workers -> workers.run(size.window().height() * size.window().width(), size.work(), tap);
  }

  private static void outputRow(ConvSize size, Slice x, Slice w, Slice y, int index) {
    Window window = size.window();
    int n = index / size.outHeight();
    int firstH = index % size.outHeight() * window.strideY() - window.padTop();
    for (int ow = 0; ow < size.outWidth(); ow++) {
      int firstW = ow * window.strideX() - window.padLeft();
      int yAt = y.offset() + (index * size.outWidth() + ow) * size.channels();
      int tap = w.offset();
      clear(y.array(), yAt, size.channels());
      for (int kh = 0; kh < window.height(); kh++) {
        int h = firstH + kh * window.dilationY();
        for (int kw = 0; kw < window.width(); kw++) {
          int v = firstW + kw * window.dilationX();
          boolean inside = h >= 0 && h < size.height() && v >= 0 && v < size.width();
          int xAt = x.offset() + ((n * size.height() + h) * size.width() + v) * size.channels();
          accumulate(inside, x.array(), xAt, w.array(), tap, y.array(), yAt, size.channels());
          tap += size.channels();
        }
      }
    }
  }

  private static void inputGradientRow(ConvSize size, Slice dy, Slice w, Slice dx, int index) {
    Window window = size.window();
    int n = index / size.height();
    int firstH = index % size.height() + window.padTop();
    for (int v = 0; v < size.width(); v++) {
      int dxAt = dx.offset() + (index * size.width() + v) * size.channels();
      clear(dx.array(), dxAt, size.channels());
      for (int kh = window.height() - 1; kh >= 0; kh--) {
        int h = firstH - kh * window.dilationY();
        int oh = Math.floorDiv(h, window.strideY());
        for (int kw = window.width() - 1; kw >= 0; kw--) {
          int u = v + window.padLeft() - kw * window.dilationX();
          int ow = Math.floorDiv(u, window.strideX());
          if (oh * window.strideY() == h && ow * window.strideX() == u) {
            boolean inside = oh >= 0 && oh < size.outHeight() && ow >= 0 && ow < size.outWidth();
            int dyAt = dy.offset() + ((n * size.outHeight() + oh) * size.outWidth() + ow) * size.channels();
            int tap = w.offset() + (kh * window.width() + kw) * size.channels();
            accumulate(inside, dy.array(), dyAt, w.array(), tap, dx.array(), dxAt, size.channels());
          }
        }
      }
    }
  }

  /// All channels of one (kh, kw). The first chunk is summed in dw itself, the others beside it and then added.
  private static void filterGradientTap(ConvSize size, Slice x, Slice dy, Slice dw, Slice scratch, int index) {
    int channels = size.channels();
    float[] total = dw.array();
    float[] partial = scratch.array();
    int totalAt = dw.offset() + index * channels;
    int partialAt = scratch.offset() + index * channels;
    clear(total, totalAt, channels);
    for (int chunk = 0; chunk < size.chunks(); chunk++) {
      int begin = chunk * size.chunkImages();
      int end = Math.min(size.batch(), begin + size.chunkImages());
      if (chunk == 0) {
        sumImages(size, x, dy, begin, end, index, total, totalAt);
      } else {
        clear(partial, partialAt, channels);
        sumImages(size, x, dy, begin, end, index, partial, partialAt);
        for (int c = 0; c < channels; c++) {
          total[totalAt + c] += partial[partialAt + c];
        }
      }
    }
  }

  private static void sumImages(
      ConvSize size, Slice x, Slice dy, int begin, int end, int index, float[] to, int toAt) {
    Window window = size.window();
    int firstH = index / window.width() * window.dilationY() - window.padTop();
    int firstW = index % window.width() * window.dilationX() - window.padLeft();
    int dyAt = dy.offset() + begin * size.outPixels() * size.channels();
    for (int n = begin; n < end; n++) {
      for (int oh = 0; oh < size.outHeight(); oh++) {
        int h = firstH + oh * window.strideY();
        for (int ow = 0; ow < size.outWidth(); ow++) {
          int v = firstW + ow * window.strideX();
          boolean inside = h >= 0 && h < size.height() && v >= 0 && v < size.width();
          int xAt = x.offset() + ((n * size.height() + h) * size.width() + v) * size.channels();
          accumulate(inside, x.array(), xAt, dy.array(), dyAt, to, toAt, size.channels());
          dyAt += size.channels();
        }
      }
    }
  }

  /// to[c] = fma(x[c], w[c], to[c]) for all channels, with x = +0 outside.
  private static void accumulate(
      boolean inside, float[] x, int xAt, float[] w, int wAt, float[] to, int toAt, int channels) {
    int c = 0;
    if (inside) {
      for (; c + LANES <= channels; c += LANES) {
        FloatVector sum = FloatVector.fromArray(SPECIES, to, toAt + c);
        FloatVector weight = FloatVector.fromArray(SPECIES, w, wAt + c);
        FloatVector.fromArray(SPECIES, x, xAt + c).fma(weight, sum).intoArray(to, toAt + c);
      }
    } else {
      for (; c + LANES <= channels; c += LANES) {
        FloatVector sum = FloatVector.fromArray(SPECIES, to, toAt + c);
        FloatVector weight = FloatVector.fromArray(SPECIES, w, wAt + c);
        FloatVector.zero(SPECIES).fma(weight, sum).intoArray(to, toAt + c);
      }
    }
    for (; c < channels; c++) {
      to[toAt + c] = Math.fma(inside ? x[xAt + c] : 0, w[wAt + c], to[toAt + c]);
    }
  }

  private static void clear(float[] to, int toAt, int channels) {
    for (int c = 0; c < channels; c++) {
      to[toAt + c] = 0;
    }
  }
}
