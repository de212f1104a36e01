package dev.gradus.backend.scalar;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.PoolSize;
import dev.gradus.backend.Slice;
import java.util.Arrays;

/// Pooling over images [n, h, w, c], and the contract of its arithmetic.
///
/// Only taps inside the image count: padding neither wins nor weighs.
///
/// - Maximum: taps are visited row by row; a later one wins only if it is greater, or if it is the first NaN. A window
///   wholly in the padding gives -∞ and has no winner.
/// - Average: taps are added row by row from +0, and the sum is divided by their number; 0 if there are none.
/// - Gradients: an input element starts from +0 and takes the outputs that concern it in ascending row, then column.
public final class ScalarPool {
  private ScalarPool() {}

  /// x [n, h, w, c] -> y [n, oh, ow, c]: the largest tap.
  public static Kernel max(PoolSize size, Slice x, Slice y) {
    return _ -> forEachOutput(size, (n, oh, ow, c, at) -> {
      int winner = winner(size, x, n, oh, ow, c);
      y.array()[y.offset() + at] = winner < 0 ? Float.NEGATIVE_INFINITY : x.array()[winner];
    });
  }

  /// x [n, h, w, c], dy [n, oh, ow, c] -> dx [n, h, w, c]: dy goes to the winning tap of x.
  public static Kernel maxScatter(PoolSize size, Slice x, Slice dy, Slice dx) {
    return _ -> {
      clear(size, dx);
      forEachOutput(size, (n, oh, ow, c, at) -> {
        int winner = winner(size, x, n, oh, ow, c);
        if (winner >= 0) {
          dx.array()[winner - x.offset() + dx.offset()] += dy.array()[dy.offset() + at];
        }
      });
    };
  }

  /// x and v [n, h, w, c] -> y [n, oh, ow, c]: v at the winning tap of x; 0 if there is none.
  public static Kernel maxGather(PoolSize size, Slice x, Slice v, Slice y) {
    return _ -> forEachOutput(size, (n, oh, ow, c, at) -> {
      int winner = winner(size, x, n, oh, ow, c);
      y.array()[y.offset() + at] = winner < 0 ? 0f : v.array()[winner - x.offset() + v.offset()];
    });
  }

  /// x [n, h, w, c] -> y [n, oh, ow, c]: the mean of the taps.
  public static Kernel average(PoolSize size, Slice x, Slice y) {
    return _ -> forEachOutput(size, (n, oh, ow, c, at) -> {
      int top = size.top(oh);
      int left = size.left(ow);
      float sum = 0f;
      for (int kh = size.firstRow(top); kh < size.endRow(top); kh++) {
        for (int kw = size.firstColumn(left); kw < size.endColumn(left); kw++) {
          int h = top + kh * size.window().dilationY();
          int w = left + kw * size.window().dilationX();
          sum += x.array()[x.offset() + size.inputAt(n, h, w) + c];
        }
      }
      int taps = size.taps(oh, ow);
      y.array()[y.offset() + at] = taps == 0 ? 0f : sum / taps;
    });
  }

  /// dy [n, oh, ow, c] -> dx [n, h, w, c]: every tap of an output gets dy / taps.
  public static Kernel averageGradient(PoolSize size, Slice dy, Slice dx) {
    return _ -> {
      clear(size, dx);
      forEachOutput(size, (n, oh, ow, c, at) -> {
        int top = size.top(oh);
        int left = size.left(ow);
        float share = dy.array()[dy.offset() + at] / size.taps(oh, ow);
        for (int kh = size.firstRow(top); kh < size.endRow(top); kh++) {
          for (int kw = size.firstColumn(left); kw < size.endColumn(left); kw++) {
            int h = top + kh * size.window().dilationY();
            int w = left + kw * size.window().dilationX();
            dx.array()[dx.offset() + size.inputAt(n, h, w) + c] += share;
          }
        }
      });
    };
  }

  @FunctionalInterface
  private interface OutputAction {
    void at(int n, int oh, int ow, int c, int index);
  }

  private static void forEachOutput(PoolSize size, OutputAction action) {
    for (int n = 0; n < size.batch(); n++) {
      for (int oh = 0; oh < size.outputHeight(); oh++) {
        for (int ow = 0; ow < size.outputWidth(); ow++) {
          for (int c = 0; c < size.channels(); c++) {
            action.at(n, oh, ow, c, size.outputAt(n, oh, ow) + c);
          }
        }
      }
    }
  }

  /// The index in x's array of the winning tap, or -1.
  private static int winner(PoolSize size, Slice x, int n, int oh, int ow, int c) {
    int top = size.top(oh);
    int left = size.left(ow);
    int winner = -1;
    float best = 0f;
    for (int kh = size.firstRow(top); kh < size.endRow(top); kh++) {
      for (int kw = size.firstColumn(left); kw < size.endColumn(left); kw++) {
        int h = top + kh * size.window().dilationY();
        int w = left + kw * size.window().dilationX();
        int at = x.offset() + size.inputAt(n, h, w) + c;
        float value = x.array()[at];
        boolean firstNaN = Float.isNaN(value) && !Float.isNaN(best);
        if (winner < 0 || value > best || firstNaN) {
          winner = at;
          best = value;
        }
      }
    }
    return winner;
  }

  private static void clear(PoolSize size, Slice dx) {
    int count = size.batch() * size.height() * size.width() * size.channels();
    Arrays.fill(dx.array(), dx.offset(), dx.offset() + count, 0f);
  }
}
