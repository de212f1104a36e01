package dev.gradus.backend.vector;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import dev.gradus.backend.vector.Correlation.Filters;
import dev.gradus.backend.vector.Correlation.Geometry;
import dev.gradus.backend.vector.Correlation.Images;
import dev.gradus.backend.vector.Correlation.Part;
import dev.gradus.backend.vector.Correlation.Tap;
import dev.gradus.op.Window;
import java.util.ArrayList;
import java.util.List;

/// dx[n, h, w, ci] = Σ over kh, kw, co of dy[n, oh, ow, co] · w[kh, kw, ci, co], for all kh, kw, oh, ow with
/// oh · strideY + kh · dilationY - padTop = h and ow · strideX + kw · dilationX - padLeft = w
///
/// A correlation of dy with the filters turned around. Along an axis with stride s, position p of the padded image is
/// u · s + r; only taps with kh · dilation = t · s + r reach it, and they reach it from output u - t. So each remainder
/// r has taps of its own and, seen in steps of u, is a correlation with stride 1: a part for each pair of remainders.
public final class VectorConv2dInputGradient implements Kernel {
  private final Kernel kernel;

  /// Binds a gradient to its operands: gradient of the outputs dy, filters w, gradient of the images dx.
  ///
  /// @param scratch `scratch(size, threads)` floats, for as many threads as will run it
  public VectorConv2dInputGradient(ConvSize size, Slice dy, Slice w, Slice dx, Slice scratch) {
    if (Depthwise.fits(size)) {
      kernel = Depthwise.inputGradient(size, dy, w, dx);
    } else if (Winograd.fits(size)) {
      kernel = new VectorWinograd(Winograd.Sum.inputGradient(size), dy, w, dx, scratch);
    } else {
      Filters filters = new Filters(
          size.filtersPerGroup(), size.channelsPerGroup() * size.filters(), 1, size.filters());
      kernel = new Correlation(
          Images.after(size), Images.before(size), size.groups(), geometry(size), parts(size), filters, dy, w, dx, scratch)
          ::run;
    }
  }

  /// Floats of scratch that the gradient needs when `threads` run it.
  public static long scratch(ConvSize size, int threads) {
    if (Depthwise.fits(size)) {
      return 0;
    }
    if (Winograd.fits(size)) {
      return VectorWinograd.scratch(Winograd.Sum.inputGradient(size), threads);
    }
    return Correlation.scratch(Images.after(size), Images.before(size), size.groups(), geometry(size), parts(size), threads);
  }

  @Override
  public void run(Workers workers) {
    kernel.run(workers);
  }

  private static Geometry geometry(ConvSize size) {
    Axis y = vertical(size.window(), size.height());
    Axis x = horizontal(size.window(), size.width());
    return new Geometry(y.count(), x.count(), 1, 1, y.before(), x.before(), y.furthest() + 1, x.furthest() + 1);
  }

  private static List<Part> parts(ConvSize size) {
    Axis y = vertical(size.window(), size.height());
    Axis x = horizontal(size.window(), size.width());
    List<Part> parts = new ArrayList<>();
    for (int ry = 0; ry < y.stride; ry++) {
      for (int rx = 0; rx < x.stride; rx++) {
        List<Tap> taps = new ArrayList<>();
        for (int kh = y.kernel - 1; kh >= 0; kh--) {
          for (int kw = x.kernel - 1; kw >= 0; kw--) {
            if (y.reaches(kh, ry) && x.reaches(kw, rx)) {
              taps.add(new Tap(y.place(kh), x.place(kw), kh * x.kernel + kw));
            }
          }
        }
        parts.add(new Part(
            taps, y.from(ry), y.to(ry), y.first(ry), y.stride, x.from(rx), x.to(rx), x.first(rx), x.stride));
      }
    }
    return parts;
  }

  private static Axis vertical(Window window, int height) {
    return new Axis(height, window.height(), window.strideY(), window.dilationY(), window.padTop());
  }

  private static Axis horizontal(Window window, int width) {
    return new Axis(width, window.width(), window.strideX(), window.dilationX(), window.padLeft());
  }

  /// One axis of the image, positions counted in strides from the first one that a pixel of the image has.
  private record Axis(int size, int kernel, int stride, int dilation, int pad) {
    /// The u of the image's first pixel.
    private int firstU() {
      return Math.floorDiv(pad, stride);
    }

    /// How many u the image has.
    int count() {
      return size == 0 ? 0 : Math.floorDiv(size - 1 + pad, stride) - firstU() + 1;
    }

    /// How many outputs back the furthest tap reads.
    int furthest() {
      return (kernel - 1) * dilation / stride;
    }

    /// Padding before output 0, so that the first pixel's furthest tap is at 0; negative to leave outputs out.
    int before() {
      return furthest() - firstU();
    }

    boolean reaches(int tap, int remainder) {
      return tap * dilation % stride == remainder;
    }

    int place(int tap) {
      return furthest() - tap * dilation / stride;
    }

    int from(int remainder) {
      return Math.ceilDiv(pad - remainder, stride) - firstU();
    }

    int to(int remainder) {
      return Math.floorDiv(size - 1 + pad - remainder, stride) - firstU() + 1;
    }

    /// The pixel, perhaps before the image, at u = 0.
    int first(int remainder) {
      return firstU() * stride + remainder - pad;
    }
  }
}
