package dev.gradus.backend.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.gradus.op.BinaryKind;
import jdk.incubator.vector.FloatVector;

/// A loop for each function of two numbers, over whole vectors and then a scalar tail: of two arrays, or of an array
/// and one number. `to` may be an operand at the same place.
///
/// Each has a loop of its own, because only then does the compiler keep vectors in registers.
final class BinaryLoops {
  private static final FloatVector ZERO = FloatVector.zero(Lanes.SPECIES);

  private BinaryLoops() {}

  /// to[toAt + i] = f(a[aAt + i], b[bAt + i])
  static void run(BinaryKind kind, float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    switch (kind) {
      case ADD -> add(a, aAt, b, bAt, to, toAt, n);
      case SUBTRACT -> subtract(a, aAt, b, bAt, to, toAt, n);
      case MULTIPLY -> multiply(a, aAt, b, bAt, to, toAt, n);
      case DIVIDE -> divide(a, aAt, b, bAt, to, toAt, n);
      case MAXIMUM -> maximum(a, aAt, b, bAt, to, toAt, n);
      case MINIMUM -> minimum(a, aAt, b, bAt, to, toAt, n);
      case GREATER -> greater(a, aAt, b, bAt, to, toAt, n);
      case EQUAL -> equal(a, aAt, b, bAt, to, toAt, n);
    }
  }

  /// to[toAt + i] = f(a[aAt + i], b)
  static void run(BinaryKind kind, float[] a, int aAt, float b, float[] to, int toAt, int n) {
    switch (kind) {
      case ADD -> add(a, aAt, b, to, toAt, n);
      case SUBTRACT -> subtract(a, aAt, b, to, toAt, n);
      case MULTIPLY -> multiply(a, aAt, b, to, toAt, n);
      case DIVIDE -> divide(a, aAt, b, to, toAt, n);
      case MAXIMUM -> maximum(a, aAt, b, to, toAt, n);
      case MINIMUM -> minimum(a, aAt, b, to, toAt, n);
      case GREATER -> greater(a, aAt, b, to, toAt, n);
      case EQUAL -> equal(a, aAt, b, to, toAt, n);
    }
  }

  /// to[toAt + i] = f(a, b[bAt + i])
  static void run(BinaryKind kind, float a, float[] b, int bAt, float[] to, int toAt, int n) {
    switch (kind) {
      case ADD, MULTIPLY, MAXIMUM, MINIMUM, EQUAL -> run(kind, b, bAt, a, to, toAt, n);
      case SUBTRACT -> subtract(a, b, bAt, to, toAt, n);
      case DIVIDE -> divide(a, b, bAt, to, toAt, n);
      case GREATER -> less(b, bAt, a, to, toAt, n);
    }
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(Lanes.SPECIES, a, at);
  }

  private static void add(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).add(load(b, bAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] + b[bAt + i];
    }
  }

  private static void subtract(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).sub(load(b, bAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] - b[bAt + i];
    }
  }

  private static void multiply(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).mul(load(b, bAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] * b[bAt + i];
    }
  }

  private static void divide(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).div(load(b, bAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] / b[bAt + i];
    }
  }

  private static void maximum(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).max(load(b, bAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = Math.max(a[aAt + i], b[bAt + i]);
    }
  }

  private static void minimum(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).min(load(b, bAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = Math.min(a[aAt + i], b[bAt + i]);
    }
  }

  private static void greater(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      ZERO.blend(1f, load(a, aAt + i).compare(GT, load(b, bAt + i))).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] > b[bAt + i] ? 1f : 0f;
    }
  }

  private static void equal(float[] a, int aAt, float[] b, int bAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      ZERO.blend(1f, load(a, aAt + i).compare(EQ, load(b, bAt + i))).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] == b[bAt + i] ? 1f : 0f;
    }
  }

  private static void add(float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).add(all).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] + b;
    }
  }

  private static void subtract(float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).sub(all).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] - b;
    }
  }

  private static void multiply(float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).mul(all).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] * b;
    }
  }

  private static void divide(float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).div(all).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] / b;
    }
  }

  private static void maximum(float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).max(all).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = Math.max(a[aAt + i], b);
    }
  }

  private static void minimum(float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).min(all).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = Math.min(a[aAt + i], b);
    }
  }

  private static void greater(float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      ZERO.blend(1f, load(a, aAt + i).compare(GT, all)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] > b ? 1f : 0f;
    }
  }

  private static void equal(float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      ZERO.blend(1f, load(a, aAt + i).compare(EQ, all)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] == b ? 1f : 0f;
    }
  }

  private static void subtract(float a, float[] b, int bAt, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(a);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      all.sub(load(b, bAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a - b[bAt + i];
    }
  }

  private static void divide(float a, float[] b, int bAt, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(a);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      all.div(load(b, bAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a / b[bAt + i];
    }
  }

  private static void less(float[] a, int aAt, float b, float[] to, int toAt, int n) {
    FloatVector all = VectorMath.constant(b);
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      ZERO.blend(1f, load(a, aAt + i).compare(LT, all)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = a[aAt + i] < b ? 1f : 0f;
    }
  }
}
