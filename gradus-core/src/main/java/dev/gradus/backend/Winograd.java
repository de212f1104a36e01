package dev.gradus.backend;

import dev.gradus.op.Window;

/// Winograd's minimal filtering F(4 × 4, 3 × 3) and F(2 × 2, 5 × 5): the constants of their transforms, and when they are used.
///
/// A convolution of one channel with stride 1 makes a tile of 4 × 4 outputs of 3 × 3 taps, or of 2 × 2 outputs of 5 × 5, from
/// 6 × 6 inputs. Seen as a product of polynomials along each axis, it can be done by values at 6 points: 36 products
/// instead of 144, or of 100. Along one axis, with the points 0, ±a, ±b, ∞:
///
///     y = Aᵀ ((G w) ⊙ (Bᵀ d))      d [6] inputs, w [3] or [5] taps, y [4] or [2] outputs
///
///     Bᵀ: v0 = d4 - (a² + b²) d2 + a²b² d0           v1, v2 = (d4 - b² d2) ± a (d3 - b² d1)
///         v5 = d5 - (a² + b²) d3 + a²b² d1           v3, v4 = (d4 - a² d2) ± b (d3 - a² d1)
///
/// For 3 taps:
///
///     G:  u0 = w0 / (a²b²)    u1, u2 = ((w0 + a² w2) ± a w1) / (2a² (a² - b²))
///         u5 = w2             u3, u4 = ((w0 + b² w2) ± b w1) / (2b² (b² - a²))
///     Aᵀ: y0 = m0 + (m1 + m2) + (m3 + m4)            y1 = a (m1 - m2) + b (m3 - m4)
///         y2 = a² (m1 + m2) + b² (m3 + m4)           y3 = a³ (m1 - m2) + b³ (m3 - m4) + m5
///
/// For 5 taps, with two powers more in G and two fewer in Aᵀ:
///
///     G:  u1, u2 = ((w0 + a² w2 + a⁴ w4) ± (a w1 + a³ w3)) / (2a² (a² - b²)), u3, u4 likewise, u5 = w4
///     Aᵀ: y0 = m0 + (m1 + m2) + (m3 + m4)            y1 = a (m1 - m2) + b (m3 - m4) + m5
///
/// For images each transform is done down the columns, then along the rows. The sum over channels is made between the
/// transforms, as 36 matrix products. A gradient by the filters is the same turned around: (Aᵀ)ᵀ for the outputs'
/// gradient, 36 products summed over tiles, Gᵀ at the end.
///
/// The points are a = 3/4, b = 3/2, not the usual 1 and 2: their powers and differences are exact in float32 and of like
/// size, and the outputs' errors are half as large (measured: twice those of the direct sum, against three and a half times).
///
/// Source: Winograd 1980; for networks Lavin and Gray 2016, arXiv:1509.09308. Deviation: the points.
public final class Winograd {
  /// Rows and columns of the tile of inputs that a tile of outputs reads.
  public static final int IN = 6;
  /// Products of a tile.
  public static final int POINTS = IN * IN;
  /// Channels come in groups of this many, and only in whole ones.
  public static final int CHANNELS = 16;

  /// a, the first point.
  public static final float A = 0.75f;
  /// b, the second point.
  public static final float B = 1.5f;
  /// a².
  public static final float A2 = A * A;
  /// b².
  public static final float B2 = B * B;
  /// a³.
  public static final float A3 = A2 * A;
  /// b³.
  public static final float B3 = B2 * B;
  /// a⁴.
  public static final float A4 = A2 * A2;
  /// b⁴.
  public static final float B4 = B2 * B2;
  /// a²b².
  public static final float PRODUCT = A2 * B2;
  /// a² + b².
  public static final float SUM = A2 + B2;
  /// What u0 is multiplied by.
  public static final float SCALE_0 = (float) (1 / ((double) A2 * B2));
  /// What u1 and u2 are multiplied by.
  public static final float SCALE_A = (float) (1 / (2.0 * A2 * (A2 - B2)));
  /// What u3 and u4 are multiplied by.
  public static final float SCALE_B = (float) (1 / (2.0 * B2 * (B2 - A2)));

  private Winograd() {}

  /// Whether a convolution and its gradients are done this way: 3 × 3 or 5 × 5 with stride 1, channels and filters in whole
  /// groups of 16, and tiles that fill the outputs so well that at most half of the direct products are left.
  ///
  /// Part of the arithmetic contract, so it depends on shapes alone, and not on the batch.
  public static boolean fits(ConvSize size) {
    Window w = size.window();
    int taps = w.height();
    boolean small = (taps == 3 || taps == 5) && w.width() == taps && w.strideY() == 1 && w.strideX() == 1
        && w.dilationY() == 1 && w.dilationX() == 1 && size.groups() == 1
        && w.padTop() < taps && w.padBottom() < taps && w.padLeft() < taps && w.padRight() < taps;
    boolean whole = size.channels() > 0 && size.filters() > 0
        && size.channels() % CHANNELS == 0 && size.filters() % CHANNELS == 0;
    return small && whole && worthwhile(taps, size.outHeight(), size.outWidth()) && worthwhile(taps, size.height(), size.width());
  }

  private static boolean worthwhile(int taps, int height, int width) {
    return 2L * POINTS * tiles(taps, height) * tiles(taps, width) <= (long) taps * taps * height * width && height > 0 && width > 0;
  }

  /// Rows and columns of a tile of outputs, by those of the filters.
  public static int out(int taps) {
    return IN + 1 - taps;
  }

  /// How many tiles cover `length` outputs.
  public static int tiles(int taps, int length) {
    return Math.ceilDiv(length, out(taps));
  }

  /// A sum of channels of `source` images filtered by taps × taps into channels of `result` images: a convolution, or an
  /// input gradient, which is one with the filters turned around.
  ///
  /// Tap (r, s) from source channel c to result channel k is at
  /// `firstTap + (taps · r + s) * tapStep + c * sourceStep + k * resultStep` of the filters.
  ///
  /// @param padTop rows of zeros above the source; `padLeft` likewise
  public record Sum(
      int taps, int batch, int height, int width, int sources, int rows, int columns, int results, int padTop, int padLeft,
      int firstTap, int tapStep, int sourceStep, int resultStep) {

    /// The convolution itself.
    public static Sum forward(ConvSize size) {
      return new Sum(
          size.window().height(), size.batch(), size.height(), size.width(), size.channels(), size.outHeight(), size.outWidth(), size.filters(),
          size.window().padTop(), size.window().padLeft(), 0, size.channels() * size.filters(), size.filters(), 1);
    }

    /// The gradient by the images.
    public static Sum inputGradient(ConvSize size) {
      int tap = size.channels() * size.filters();
      int taps = size.window().height();
      return new Sum(
          taps, size.batch(), size.outHeight(), size.outWidth(), size.filters(), size.height(), size.width(), size.channels(),
          taps - 1 - size.window().padTop(), taps - 1 - size.window().padLeft(), (taps * taps - 1) * tap, -tap, 1, size.filters());
    }

    /// Rows and columns of a tile of results.
    public int out() {
      return Winograd.out(taps);
    }

    /// Rows of tiles of one image.
    public int tileRows() {
      return tiles(taps, rows);
    }

    /// Tiles of one row.
    public int tileColumns() {
      return tiles(taps, columns);
    }

    /// Multiply-adds, roughly.
    public long work() {
      return (long) batch * tileRows() * tileColumns() * POINTS * sources * results;
    }
  }
}
