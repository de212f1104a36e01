package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.LANES;
import static dev.gradus.backend.vector.Lanes.SPECIES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.PoolSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.op.Window;
import jdk.incubator.vector.FloatVector;

/// The most frequent pooling by far, with the four taps of a window in registers: the largest of 2 × 2 pixels that no
/// other window has, in whole vectors of channels. The bits are those of [VectorPool]'s loops. (Its gradient is as slow as memory
/// either way.)
///
/// A tap takes the lead unless it is at most the best so far, or that is NaN: so the first NaN wins, and the first of equals.
final class PairPool {
  private static final Window PAIRS = new Window(2, 2, 2, 2, 0, 0, 0, 0, 1, 1);

  private PairPool() {}

  /// Whether a pooling has this form.
  static boolean fits(PoolSize size) {
    return size.window().equals(PAIRS) && size.height() % 2 == 0 && size.width() % 2 == 0 && size.channels() % LANES == 0;
  }

  /// x [n, h, w, c] -> y [n, h / 2, w / 2, c]: the largest tap.
  static Kernel max(PoolSize size, Slice x, Slice y) {
    Workers.Task row = (index, _) -> maxRow(
        x.array(), x.offset() + 2 * index * rowFloats(size), rowFloats(size), size.channels(),
        y.array(), y.offset() + index * rowFloats(size) / 2);
    return workers -> workers.run(size.batch() * size.outputHeight(), row);
  }

  private static int rowFloats(PoolSize size) {
    return size.width() * size.channels();
  }

  private static void maxRow(float[] x, int xAt, int below, int right, float[] y, int yAt) {
    for (int left = 0; left < below; left += 2 * right) {
      for (int c = 0; c < right; c += LANES) {
        int at = xAt + left + c;
        FloatVector best = FloatVector.fromArray(SPECIES, x, at);
        FloatVector tap = FloatVector.fromArray(SPECIES, x, at + right);
        best = best.blend(tap, best.compare(EQ, best).andNot(tap.compare(LE, best)));
        tap = FloatVector.fromArray(SPECIES, x, at + below);
        best = best.blend(tap, best.compare(EQ, best).andNot(tap.compare(LE, best)));
        tap = FloatVector.fromArray(SPECIES, x, at + below + right);
        best.blend(tap, best.compare(EQ, best).andNot(tap.compare(LE, best))).intoArray(y, yAt + left / 2 + c);
      }
    }
  }
}
