package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.PoolSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Pooling with channels in lanes: `ScalarPool`'s bits, fast. Workers share images and rows.
public final class VectorPool {
  private VectorPool() {}

  /// x [n, h, w, c] -> y [n, oh, ow, c]: the largest tap.
  public static Kernel max(PoolSize size, Slice x, Slice y) {
    return PairPool.fits(size)
        ? PairPool.max(size, x, y)
        : outputRows(size, (n, oh) -> maxRow(size, x, x, y, Float.NEGATIVE_INFINITY, n, oh));
  }

  /// x and v [n, h, w, c] -> y [n, oh, ow, c]: v at the winning tap of x; 0 if there is none.
  public static Kernel maxGather(PoolSize size, Slice x, Slice v, Slice y) {
    return outputRows(size, (n, oh) -> maxRow(size, x, v, y, 0f, n, oh));
  }

  /// x [n, h, w, c], dy [n, oh, ow, c] -> dx [n, h, w, c]: dy goes to the winning tap of x.
  public static Kernel maxScatter(PoolSize size, Slice x, Slice dy, Slice dx) {
    return scatter(size, dx, (n, oh) -> scatterRow(size, x, dy, dx, n, oh));
  }

  /// x [n, h, w, c] -> y [n, oh, ow, c]: the mean of the taps.
  public static Kernel average(PoolSize size, Slice x, Slice y) {
    return outputRows(size, (n, oh) -> averageRow(size, x, y, n, oh));
  }

  /// dy [n, oh, ow, c] -> dx [n, h, w, c]: every tap of an output gets dy / taps.
  public static Kernel averageGradient(PoolSize size, Slice dy, Slice dx) {
    return scatter(size, dx, (n, oh) -> averageGradientRow(size, dy, dx, n, oh));
  }

  @FunctionalInterface
  private interface RowAction {
    void at(int n, int row);
  }

  private static Kernel outputRows(PoolSize size, RowAction action) {
    int rows = size.outputHeight();
    Workers.Task row = (index, _) -> action.at(index / rows, index % rows);
    return workers -> workers.run(size.batch() * rows, row);
  }

  /// Clears dx and adds output rows to it in ascending order: in parallel if no two share an image row, else only
  /// images are.
  private static Kernel scatter(PoolSize size, Slice dx, RowAction add) {
    int rows = size.outputHeight();
    if (size.rowsApart() && rows > 0) {
      return outputRows(size, (n, oh) -> {
        // An output row owns the image rows from its window's top to the next one's.
        int from = oh == 0 ? 0 : Math.min(size.height(), Math.max(0, size.top(oh)));
        int to = oh == rows - 1 ? size.height() : Math.min(size.height(), Math.max(0, size.top(oh + 1)));
        clearRows(size, dx, n, from, to);
        add.at(n, oh);
      });
    }
    Workers.Task image = (n, _) -> {
      clearRows(size, dx, n, 0, size.height());
      for (int oh = 0; oh < rows; oh++) {
        add.at(n, oh);
      }
    };
    return workers -> workers.run(size.batch(), image);
  }

  // The loops below call no methods of ours with vectors or masks: where the compiler gave up inlining one, each call would make
  // objects. A tap takes the lead unless it is at most the best so far, or that is NaN: so the first NaN wins, and the first of
  // equals.

  private static void maxRow(PoolSize size, Slice x, Slice v, Slice y, float none, int n, int oh) {
    int dilationX = size.window().dilationX() * size.channels();
    int top = size.top(oh);
    int fromRow = size.firstRow(top);
    int endRow = size.endRow(top);
    for (int ow = 0; ow < size.outputWidth(); ow++) {
      int left = size.left(ow);
      int fromColumn = size.firstColumn(left);
      int endColumn = size.endColumn(left);
      int to = y.offset() + size.outputAt(n, oh, ow);
      if (fromRow >= endRow || fromColumn >= endColumn) {
        Arrays.fill(y.array(), to, to + size.channels(), none);
        continue;
      }
      for (int c = 0; c < size.channels(); c += LANES) {
        VectorMask<Float> mask = SPECIES.indexInRange(c, size.channels());
        FloatVector best = VectorMath.constant(Float.NEGATIVE_INFINITY);
        FloatVector chosen = best;
        boolean first = true;
        for (int kh = fromRow; kh < endRow; kh++) {
          int at = inputAt(size, n, top, kh, left, fromColumn) + c;
          for (int kw = fromColumn; kw < endColumn; kw++, at += dilationX) {
            FloatVector value = FloatVector.fromArray(SPECIES, x.array(), x.offset() + at, mask);
            FloatVector other = v == x ? value : FloatVector.fromArray(SPECIES, v.array(), v.offset() + at, mask);
            VectorMask<Float> wins = first ? mask : best.compare(EQ, best).andNot(value.compare(LE, best));
            best = best.blend(value, wins);
            chosen = chosen.blend(other, wins);
            first = false;
          }
        }
        chosen.intoArray(y.array(), to + c, mask);
      }
    }
  }

  private static void scatterRow(PoolSize size, Slice x, Slice dy, Slice dx, int n, int oh) {
    int dilationX = size.window().dilationX() * size.channels();
    int top = size.top(oh);
    for (int ow = 0; ow < size.outputWidth(); ow++) {
      int left = size.left(ow);
      int fromColumn = size.firstColumn(left);
      int endColumn = size.endColumn(left);
      for (int c = 0; c < size.channels(); c += LANES) {
        VectorMask<Float> mask = SPECIES.indexInRange(c, size.channels());
        FloatVector best = VectorMath.constant(Float.NEGATIVE_INFINITY);
        FloatVector winner = FloatVector.zero(SPECIES);
        // Taps are numbered from 1; a float holds their number exactly.
        int tap = 0;
        for (int kh = size.firstRow(top); kh < size.endRow(top); kh++) {
          int at = inputAt(size, n, top, kh, left, fromColumn) + c;
          for (int kw = fromColumn; kw < endColumn; kw++, at += dilationX) {
            FloatVector value = FloatVector.fromArray(SPECIES, x.array(), x.offset() + at, mask);
            VectorMask<Float> wins = tap == 0 ? mask : best.compare(EQ, best).andNot(value.compare(LE, best));
            best = best.blend(value, wins);
            winner = winner.blend(++tap, wins);
          }
        }
        FloatVector gradient = FloatVector.fromArray(SPECIES, dy.array(), dy.offset() + size.outputAt(n, oh, ow) + c, mask);
        tap = 0;
        for (int kh = size.firstRow(top); kh < size.endRow(top); kh++) {
          int at = inputAt(size, n, top, kh, left, fromColumn) + c;
          for (int kw = fromColumn; kw < endColumn; kw++, at += dilationX) {
            VectorMask<Float> won = winner.compare(EQ, (float) ++tap);
            FloatVector sum = FloatVector.fromArray(SPECIES, dx.array(), dx.offset() + at, mask);
            sum.blend(sum.add(gradient), won).intoArray(dx.array(), dx.offset() + at, mask);
          }
        }
      }
    }
  }

  private static void averageRow(PoolSize size, Slice x, Slice y, int n, int oh) {
    int dilationX = size.window().dilationX() * size.channels();
    int top = size.top(oh);
    for (int ow = 0; ow < size.outputWidth(); ow++) {
      int left = size.left(ow);
      int fromColumn = size.firstColumn(left);
      int endColumn = size.endColumn(left);
      // A sum over no taps is 0, and 0 / 1 is 0.
      float taps = Math.max(1, size.taps(oh, ow));
      int to = y.offset() + size.outputAt(n, oh, ow);
      for (int c = 0; c < size.channels(); c += LANES) {
        VectorMask<Float> mask = SPECIES.indexInRange(c, size.channels());
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int kh = size.firstRow(top); kh < size.endRow(top); kh++) {
          int at = inputAt(size, n, top, kh, left, fromColumn) + c;
          for (int kw = fromColumn; kw < endColumn; kw++, at += dilationX) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x.array(), x.offset() + at, mask));
          }
        }
        sum.div(taps).intoArray(y.array(), to + c, mask);
      }
    }
  }

  private static void averageGradientRow(PoolSize size, Slice dy, Slice dx, int n, int oh) {
    int dilationX = size.window().dilationX() * size.channels();
    int top = size.top(oh);
    int fromRow = size.firstRow(top);
    int endRow = size.endRow(top);
    for (int ow = 0; ow < size.outputWidth(); ow++) {
      int left = size.left(ow);
      int fromColumn = size.firstColumn(left);
      int endColumn = size.endColumn(left);
      float taps = size.taps(oh, ow);
      for (int c = 0; c < size.channels(); c += LANES) {
        VectorMask<Float> mask = SPECIES.indexInRange(c, size.channels());
        FloatVector share = FloatVector.fromArray(SPECIES, dy.array(), dy.offset() + size.outputAt(n, oh, ow) + c, mask).div(taps);
        for (int kh = fromRow; kh < endRow; kh++) {
          int at = inputAt(size, n, top, kh, left, fromColumn) + c;
          for (int kw = fromColumn; kw < endColumn; kw++, at += dilationX) {
            FloatVector.fromArray(SPECIES, dx.array(), dx.offset() + at, mask).add(share).intoArray(dx.array(), dx.offset() + at, mask);
          }
        }
      }
    }
  }

  private static int inputAt(PoolSize size, int n, int top, int kh, int left, int kw) {
    return size.inputAt(n, top + kh * size.window().dilationY(), left + kw * size.window().dilationX());
  }

  private static void clearRows(PoolSize size, Slice dx, int n, int from, int to) {
    int start = dx.offset() + size.inputAt(n, from, 0);
    Arrays.fill(dx.array(), start, start + (to - from) * size.width() * size.channels(), 0f);
  }
}
