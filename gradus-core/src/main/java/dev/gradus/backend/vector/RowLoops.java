package dev.gradus.backend.vector;

import static dev.gradus.backend.vector.Lanes.SPECIES;

import dev.gradus.op.ReduceKind;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/// The inner loops of reductions, in the order that `ScalarReduce` states. They call no methods of ours with vectors: where the
/// compiler gave up inlining one, each call would make objects.
final class RowLoops {
  private RowLoops() {}

  /// One chunk of a row.
  static float reduce(ReduceKind kind, float[] a, int at, int n) {
    return switch (kind) {
      case SUM -> switch (Lanes.LANES) {
        case 16 -> sum16(a, at, at + n);
        case 8 -> sum8(a, at, at + n);
        default -> sum4(a, at, at + n);
      };
      case MAX -> max(a, at, at + n);
    };
  }

  // Each ends with the tree: lane i takes lane i + 8, then i + 4, i + 2, i + 1; written out, because a call may not be
  // inlined and would make objects of its vectors.
  // The zeros that fill a last short vector change nothing: a sum that began with +0 is never -0.

  private static float sum16(float[] a, int at, int end) {
    FloatVector lanes = FloatVector.zero(SPECIES);
    for (; at <= end - 16; at += 16) {
      lanes = lanes.add(FloatVector.fromArray(SPECIES, a, at));
    }
    if (at < end) {
      lanes = lanes.add(FloatVector.fromArray(SPECIES, a, at, SPECIES.indexInRange(at, end)));
    }
    FloatVector part0 = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_128, 0);
    FloatVector part1 = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_128, 1);
    FloatVector part2 = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_128, 2);
    FloatVector part3 = (FloatVector) lanes.reinterpretShape(FloatVector.SPECIES_128, 3);
    FloatVector four = part0.add(part2).add(part1.add(part3));
    return (four.lane(0) + four.lane(2)) + (four.lane(1) + four.lane(3));
  }

  private static float sum8(float[] a, int at, int end) {
    FloatVector lanes0 = FloatVector.zero(SPECIES);
    FloatVector lanes8 = lanes0;
    for (; at <= end - 16; at += 16) {
      lanes0 = lanes0.add(FloatVector.fromArray(SPECIES, a, at));
      lanes8 = lanes8.add(FloatVector.fromArray(SPECIES, a, at + 8));
    }
    if (at < end) {
      lanes0 = lanes0.add(FloatVector.fromArray(SPECIES, a, at, SPECIES.indexInRange(at, end)));
      lanes8 = lanes8.add(FloatVector.fromArray(SPECIES, a, at + 8, SPECIES.indexInRange(at + 8, end)));
    }
    FloatVector part0 = (FloatVector) lanes0.reinterpretShape(FloatVector.SPECIES_128, 0);
    FloatVector part1 = (FloatVector) lanes0.reinterpretShape(FloatVector.SPECIES_128, 1);
    FloatVector part2 = (FloatVector) lanes8.reinterpretShape(FloatVector.SPECIES_128, 0);
    FloatVector part3 = (FloatVector) lanes8.reinterpretShape(FloatVector.SPECIES_128, 1);
    FloatVector four = part0.add(part2).add(part1.add(part3));
    return (four.lane(0) + four.lane(2)) + (four.lane(1) + four.lane(3));
  }

  private static float sum4(float[] a, int at, int end) {
    FloatVector lanes0 = FloatVector.zero(SPECIES);
    FloatVector lanes4 = lanes0;
    FloatVector lanes8 = lanes0;
    FloatVector lanes12 = lanes0;
    for (; at <= end - 16; at += 16) {
      lanes0 = lanes0.add(FloatVector.fromArray(SPECIES, a, at));
      lanes4 = lanes4.add(FloatVector.fromArray(SPECIES, a, at + 4));
      lanes8 = lanes8.add(FloatVector.fromArray(SPECIES, a, at + 8));
      lanes12 = lanes12.add(FloatVector.fromArray(SPECIES, a, at + 12));
    }
    if (at < end) {
      lanes0 = lanes0.add(FloatVector.fromArray(SPECIES, a, at, SPECIES.indexInRange(at, end)));
      lanes4 = lanes4.add(FloatVector.fromArray(SPECIES, a, at + 4, SPECIES.indexInRange(at + 4, end)));
      lanes8 = lanes8.add(FloatVector.fromArray(SPECIES, a, at + 8, SPECIES.indexInRange(at + 8, end)));
      lanes12 = lanes12.add(FloatVector.fromArray(SPECIES, a, at + 12, SPECIES.indexInRange(at + 12, end)));
    }
    FloatVector four = lanes0.add(lanes8).add(lanes4.add(lanes12));
    return (four.lane(0) + four.lane(2)) + (four.lane(1) + four.lane(3));
  }

  /// The maximum has no order: every order gives the same.
  private static float max(float[] a, int at, int end) {
    FloatVector even = VectorMath.constant(Float.NEGATIVE_INFINITY);
    FloatVector odd = even;
    for (; at <= end - 2 * Lanes.LANES; at += 2 * Lanes.LANES) {
      even = even.max(FloatVector.fromArray(SPECIES, a, at));
      odd = odd.max(FloatVector.fromArray(SPECIES, a, at + Lanes.LANES));
    }
    float max = even.max(odd).reduceLanes(VectorOperators.MAX);
    for (; at < end; at++) {
      max = Math.max(max, a[at]);
    }
    return max;
  }

  /// Takes `rows` rows of `width` numbers into `result`, in ascending order of the rows.
  static void addRows(ReduceKind kind, float[] a, int at, int rows, int width, float[] result, int resultAt) {
    int column = 0;
    for (; column <= width - 4 * Lanes.LANES; column += 4 * Lanes.LANES) {
      switch (kind) {
        case SUM -> sumFour(a, at + column, rows, width, result, resultAt + column);
        case MAX -> maxFour(a, at + column, rows, width, result, resultAt + column);
      }
    }
    for (; column < width; column += Lanes.LANES) {
      int n = Math.min(Lanes.LANES, width - column);
      switch (kind) {
        case SUM -> sumSome(a, at + column, rows, width, n, result, resultAt + column);
        case MAX -> maxSome(a, at + column, rows, width, n, result, resultAt + column);
      }
    }
  }

  private static void sumFour(float[] a, int at, int rows, int width, float[] result, int resultAt) {
    FloatVector sum0 = FloatVector.fromArray(SPECIES, result, resultAt);
    FloatVector sum1 = FloatVector.fromArray(SPECIES, result, resultAt + Lanes.LANES);
    FloatVector sum2 = FloatVector.fromArray(SPECIES, result, resultAt + 2 * Lanes.LANES);
    FloatVector sum3 = FloatVector.fromArray(SPECIES, result, resultAt + 3 * Lanes.LANES);
    for (int r = 0; r < rows; r++, at += width) {
      sum0 = sum0.add(FloatVector.fromArray(SPECIES, a, at));
      sum1 = sum1.add(FloatVector.fromArray(SPECIES, a, at + Lanes.LANES));
      sum2 = sum2.add(FloatVector.fromArray(SPECIES, a, at + 2 * Lanes.LANES));
      sum3 = sum3.add(FloatVector.fromArray(SPECIES, a, at + 3 * Lanes.LANES));
    }
    sum0.intoArray(result, resultAt);
    sum1.intoArray(result, resultAt + Lanes.LANES);
    sum2.intoArray(result, resultAt + 2 * Lanes.LANES);
    sum3.intoArray(result, resultAt + 3 * Lanes.LANES);
  }

  private static void maxFour(float[] a, int at, int rows, int width, float[] result, int resultAt) {
    FloatVector max0 = FloatVector.fromArray(SPECIES, result, resultAt);
    FloatVector max1 = FloatVector.fromArray(SPECIES, result, resultAt + Lanes.LANES);
    FloatVector max2 = FloatVector.fromArray(SPECIES, result, resultAt + 2 * Lanes.LANES);
    FloatVector max3 = FloatVector.fromArray(SPECIES, result, resultAt + 3 * Lanes.LANES);
    for (int r = 0; r < rows; r++, at += width) {
      max0 = max0.max(FloatVector.fromArray(SPECIES, a, at));
      max1 = max1.max(FloatVector.fromArray(SPECIES, a, at + Lanes.LANES));
      max2 = max2.max(FloatVector.fromArray(SPECIES, a, at + 2 * Lanes.LANES));
      max3 = max3.max(FloatVector.fromArray(SPECIES, a, at + 3 * Lanes.LANES));
    }
    max0.intoArray(result, resultAt);
    max1.intoArray(result, resultAt + Lanes.LANES);
    max2.intoArray(result, resultAt + 2 * Lanes.LANES);
    max3.intoArray(result, resultAt + 3 * Lanes.LANES);
  }

  private static void sumSome(float[] a, int at, int rows, int width, int n, float[] result, int resultAt) {
    if (n == Lanes.LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, result, resultAt);
      for (int r = 0; r < rows; r++, at += width) {
        sum = sum.add(FloatVector.fromArray(SPECIES, a, at));
      }
      sum.intoArray(result, resultAt);
      return;
    }
    VectorMask<Float> mask = SPECIES.indexInRange(0, n);
    FloatVector sum = FloatVector.fromArray(SPECIES, result, resultAt, mask);
    for (int r = 0; r < rows; r++, at += width) {
      sum = sum.add(FloatVector.fromArray(SPECIES, a, at, mask));
    }
    sum.intoArray(result, resultAt, mask);
  }

  private static void maxSome(float[] a, int at, int rows, int width, int n, float[] result, int resultAt) {
    VectorMask<Float> mask = SPECIES.indexInRange(0, n);
    FloatVector max = FloatVector.fromArray(SPECIES, result, resultAt, mask);
    for (int r = 0; r < rows; r++, at += width) {
      max = max.max(FloatVector.fromArray(SPECIES, a, at, mask));
    }
    max.intoArray(result, resultAt, mask);
  }
}
