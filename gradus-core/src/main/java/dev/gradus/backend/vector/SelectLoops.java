package dev.gradus.backend.vector;

import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;

/// Loops that choose between two operands, each an array or one number: to[i] = mask[i] != 0 ? a[i] : b[i]. `to` may be
/// an operand at the same place.
final class SelectLoops {
  private SelectLoops() {}

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(Lanes.SPECIES, a, at);
  }

  static void run(float[] mask, int maskAt, float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(b, bAt + i).blend(load(a, aAt + i), load(mask, maskAt + i).compare(NE, 0f)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = mask[maskAt + i] != 0f ? a[aAt + i] : b[bAt + i];
    }
  }

  static void run(float[] mask, int maskAt, float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      all.blend(load(a, aAt + i), load(mask, maskAt + i).compare(NE, 0f)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = mask[maskAt + i] != 0f ? a[aAt + i] : b;
    }
  }

  static void run(float[] mask, int maskAt, float a, float[] b, int bAt, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(a);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(b, bAt + i).blend(all, load(mask, maskAt + i).compare(NE, 0f)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = mask[maskAt + i] != 0f ? a : b[bAt + i];
    }
  }

  static void run(float[] mask, int maskAt, float a, float b, float[] to, int toAt, int n) {
    FloatVector allA = VectorMath.constant(a);
    FloatVector allB = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      allB.blend(allA, load(mask, maskAt + i).compare(NE, 0f)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = mask[maskAt + i] != 0f ? a : b;
    }
  }
}
