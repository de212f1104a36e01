package dev.gradus.backend.vector;

import dev.gradus.backend.scalar.ScalarMath;
import dev.gradus.op.UnaryKind;
import jdk.incubator.vector.FloatVector;

/// A loop for each function of one number, over whole vectors and then a scalar tail: to[toAt + i] = f(a[aAt + i]).
///
/// Each has a loop of its own, because only then does the compiler keep vectors in registers. `to` may be `a` at the
/// same place.
final class UnaryLoops {
  private UnaryLoops() {}

  static void run(UnaryKind kind, float[] a, int aAt, float[] to, int toAt, int n) {
    switch (kind) {
      case NEGATE -> negate(a, aAt, to, toAt, n);
      case ABS -> abs(a, aAt, to, toAt, n);
      case SIGN -> sign(a, aAt, to, toAt, n);
      case FLOOR -> floor(a, aAt, to, toAt, n);
      case SQRT -> sqrt(a, aAt, to, toAt, n);
      case EXP -> exp(a, aAt, to, toAt, n);
      case EXPM1 -> expm1(a, aAt, to, toAt, n);
      case LOG -> log(a, aAt, to, toAt, n);
      case LOG1P -> log1p(a, aAt, to, toAt, n);
      case SIGMOID -> sigmoid(a, aAt, to, toAt, n);
      case TANH -> tanh(a, aAt, to, toAt, n);
      case ERF -> erf(a, aAt, to, toAt, n);
      case SIN -> sin(a, aAt, to, toAt, n);
      case COS -> cos(a, aAt, to, toAt, n);
    }
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(Lanes.SPECIES, a, at);
  }

  private static void negate(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).neg().intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = -a[aAt + i];
    }
  }

  private static void abs(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).abs().intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = Math.abs(a[aAt + i]);
    }
  }

  private static void sign(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.sign(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = Math.signum(a[aAt + i]);
    }
  }

  private static void floor(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.floor(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.floor(a[aAt + i]);
    }
  }

  private static void sqrt(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      load(a, aAt + i).sqrt().intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = (float) Math.sqrt(a[aAt + i]);
    }
  }

  private static void exp(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.exp(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.exp(a[aAt + i]);
    }
  }

  private static void expm1(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.expm1(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.expm1(a[aAt + i]);
    }
  }

  private static void log(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.log(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.log(a[aAt + i]);
    }
  }

  private static void log1p(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.log1p(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.log1p(a[aAt + i]);
    }
  }

  private static void sigmoid(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.sigmoid(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.sigmoid(a[aAt + i]);
    }
  }

  private static void tanh(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.tanh(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.tanh(a[aAt + i]);
    }
  }

  private static void erf(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.erf(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.erf(a[aAt + i]);
    }
  }

  private static void sin(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.sin(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.sin(a[aAt + i]);
    }
  }

  private static void cos(float[] a, int aAt, float[] to, int toAt, int n) {
    int i = 0;
    for (; i <= n - Lanes.LANES; i += Lanes.LANES) {
      VectorMath.cos(load(a, aAt + i)).intoArray(to, toAt + i);
    }
    for (; i < n; i++) {
      to[toAt + i] = ScalarMath.cos(a[aAt + i]);
    }
  }
}
