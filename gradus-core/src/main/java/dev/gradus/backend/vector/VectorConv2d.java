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
import java.util.Optional;

/// y[n, oh, ow, co] = Σ over kh, kw, ci of x[n, oh · strideY + kh · dilationY - padTop, ..., ci] · w[kh, kw, ci, co]
///
/// A correlation in which every output has the same taps.
public final class VectorConv2d implements Kernel {
  private final Kernel kernel;

  /// Binds a convolution to its operands: images x, filters w, outputs y.
  ///
  /// @param scratch `scratch(size, threads)` floats, for as many threads as will run it
  public VectorConv2d(ConvSize size, Slice x, Slice w, Slice y, Slice scratch) {
    this(size, x, w, y, scratch, Optional.empty());
  }

  /// Binds a convolution to its operands.
  ///
  /// @param scratch `scratch(size, threads)` floats, without `packedFloats(size)` if those are kept
  /// @param kept what `pack` made of w, which then may not change
  VectorConv2d(ConvSize size, Slice x, Slice w, Slice y, Slice scratch, Optional<Slice> kept) {
    if (Depthwise.fits(size)) {
      kernel = Depthwise.output(size, x, w, y);
    } else if (Winograd.fits(size)) {
      kernel = new VectorWinograd(Winograd.Sum.forward(size), x, w, y, scratch, kept);
    } else {
      kernel = correlation(size, x, w, y, scratch, kept)::run;
    }
  }

  private static Correlation correlation(ConvSize size, Slice x, Slice w, Slice y, Slice scratch, Optional<Slice> kept) {
    Filters filters = new Filters(size.filtersPerGroup(), size.channelsPerGroup() * size.filters(), size.filters(), 1);
    return new Correlation(
        Images.before(size), Images.after(size), size.groups(), geometry(size), List.of(part(size)), filters, x, w, y, scratch, kept);
  }

  /// Floats of w packed, or transformed.
  static long packedFloats(ConvSize size) {
    if (Depthwise.fits(size)) {
      return 0;
    }
    return Winograd.fits(size)
        ? VectorWinograd.filterFloats(Winograd.Sum.forward(size))
        : Correlation.packedFloats(Images.before(size), Images.after(size), size.groups(), List.of(part(size)));
  }

  /// Packs or transforms w as a convolution with `kept` wants it.
  static void pack(ConvSize size, Slice w, Slice into) {
    if (Winograd.fits(size)) {
      VectorWinograd.transform(Winograd.Sum.forward(size), w, into);
    } else if (!Depthwise.fits(size)) {
      correlation(size, w, w, w, into, Optional.of(into)).pack();
    }
  }

  /// Floats of scratch that a convolution needs when `threads` run it.
  public static long scratch(ConvSize size, int threads) {
    if (Depthwise.fits(size)) {
      return 0;
    }
    if (Winograd.fits(size)) {
      return VectorWinograd.scratch(Winograd.Sum.forward(size), threads);
    }
    return Correlation.scratch(Images.before(size), Images.after(size), size.groups(), geometry(size), List.of(part(size)), threads);
  }

  @Override
  public void run(Workers workers) {
    kernel.run(workers);
  }

  private static Geometry geometry(ConvSize size) {
    Window window = size.window();
    return new Geometry(
        size.outHeight(), size.outWidth(), window.strideY(), window.strideX(), window.padTop(), window.padLeft(),
        (window.height() - 1) * window.dilationY() + 1, (window.width() - 1) * window.dilationX() + 1);
  }

  private static Part part(ConvSize size) {
    Window window = size.window();
    List<Tap> taps = new ArrayList<>();
    for (int kh = 0; kh < window.height(); kh++) {
      for (int kw = 0; kw < window.width(); kw++) {
        taps.add(new Tap(kh * window.dilationY(), kw * window.dilationX(), taps.size()));
      }
    }
    return new Part(taps, 0, size.outHeight(), 0, 1, 0, size.outWidth(), 0, 1);
  }
}
