package dev.gradus.backend.scalar;

import static dev.gradus.backend.scalar.Coefficients.*;
import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;
import static java.lang.Math.fma;

import dev.gradus.op.BinaryKind;
import dev.gradus.op.UnaryKind;

/// The elementwise functions, from IEEE float32 operations alone: the same bits on every machine.
///
/// Everything is straight-line arithmetic and choice between two computed values, so that the vector backend does the
/// same operations lane by lane. Errors (in ulp of the result, measured against double precision over dense samples):
///
/// | function | ulp | special values |
/// |---|---|---|
/// | exp | 1.1 | overflows above 88.7228; below -103.97 it is 0; denormal results are rounded once |
/// | expm1 | 1.6 | -0 stays -0; -1 below -18 |
/// | log | 1.1 | -∞ at ±0, NaN below; denormal numbers are exact inputs |
/// | log1p | 1.6 | -∞ at -1, NaN below; -0 stays -0 |
/// | sigmoid | 2.3 | denormal results keep their digits |
/// | tanh | 1.7 | odd; ±1 at ±∞ |
/// | erf | 1.5 | odd; ±1 from ±4 on |
/// | sin, cos | 2 | reduced by three parts of π / 2; beyond ±2^22, where neighbours are half a radian apart, NaN |
///
/// A NaN goes in and comes out everywhere; which NaN it is means nothing.
public final class ScalarMath {
  private ScalarMath() {}

  /// The function of one number that `kind` names.
  public static float apply(UnaryKind kind, float x) {
    return switch (kind) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> floor(x);
      case SQRT -> (float) Math.sqrt(x);
      case EXP -> exp(x);
      case EXPM1 -> expm1(x);
      case LOG -> log(x);
      case LOG1P -> log1p(x);
      case SIGMOID -> sigmoid(x);
      case TANH -> tanh(x);
      case ERF -> erf(x);
      case SIN -> sin(x);
      case COS -> cos(x);
    };
  }

  /// The function of two numbers that `kind` names.
  public static float apply(BinaryKind kind, float a, float b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case MAXIMUM -> Math.max(a, b);
      case MINIMUM -> Math.min(a, b);
      case GREATER -> a > b ? 1f : 0f;
      case EQUAL -> a == b ? 1f : 0f;
    };
  }

  /// The largest integer not above `x`; -0 stays -0.
  public static float floor(float x) {
    float magnitude = Math.abs(x);
    float rounded = withSign((magnitude + DENORMAL_SCALE) - DENORMAL_SCALE, x);
    float down = rounded > x ? rounded - 1f : rounded;
    return magnitude < DENORMAL_SCALE ? down : x;
  }

  /// e^x: x = n · ln 2 + r, then 2^n · (1 + r + r² · E(r)).
  public static float exp(float x) {
    float c = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    c = c < EXP_LOWEST ? EXP_LOWEST : c;
    float shifted = fma(c, LOG2_E, ROUNDER);
    int n = floatToRawIntBits(shifted) - ROUNDER_BITS;
    float nf = shifted - ROUNDER;
    float r = fma(nf, -LN2_LOW, fma(nf, -LN2_HIGH, c));
    float p = fma(r * r, polyE(r), r) + 1f;
    // In two steps: 2^128 and 2^-150 are no floats. The first product is exact.
    int half = n >> 1;
    return p * power2(half) * power2(n - half);
  }

  /// e^x - 1: with the parts of `exp`, 2 · (2^(n-1) · (e^r - 1) + (2^(n-1) - ½)).
  public static float expm1(float x) {
    float c = x > EXP_HIGHEST ? EXP_HIGHEST : x;
    c = c < EXPM1_LOWEST ? EXPM1_LOWEST : c;
    float shifted = fma(c, LOG2_E, ROUNDER);
    int n = floatToRawIntBits(shifted) - ROUNDER_BITS;
    float nf = shifted - ROUNDER;
    float r = fma(nf, -LN2_LOW, fma(nf, -LN2_HIGH, c));
    float p = fma(r * r, polyE(r), r);
    float scale = power2(n - 1);
    float half = fma(scale, p, scale - 0.5f);
    return Math.abs(x) < TINY ? x : half + half;
  }

  /// ln x: x = 2^e · (1 + f), then e · ln 2 + ln(1 + f).
  public static float log(float x) {
    boolean denormal = x < Float.MIN_NORMAL;
    float y = denormal ? x * DENORMAL_SCALE : x;
    int bits = floatToRawIntBits(y) - ROOT_HALF_BITS;
    float m = intBitsToFloat((bits & MANTISSA_BITS) + ROOT_HALF_BITS);
    float e = intBitsToFloat((bits >> 23) + ROUNDER_BITS) - ROUNDER;
    e = denormal ? e - DENORMAL_EXPONENT : e;
    float result = logOfParts(e, m - 1f);
    result = x >= 0f ? result : Float.NaN;
    result = x == Float.POSITIVE_INFINITY ? x : result;
    return x == 0f ? Float.NEGATIVE_INFINITY : result;
  }

  /// ln(1 + x): the rounding error of 1 + x is found exactly and added to f.
  public static float log1p(float x) {
    float u = 1f + x;
    float back = u - x;
    float lost = (x - (u - back)) + (1f - back);
    int bits = floatToRawIntBits(u) - ROOT_HALF_BITS;
    float m = intBitsToFloat((bits & MANTISSA_BITS) + ROOT_HALF_BITS);
    int exponent = bits >> 23;
    float e = intBitsToFloat(exponent + ROUNDER_BITS) - ROUNDER;
    float f = fma(lost, power2(-Math.min(exponent, LOG1P_EXPONENT)), m - 1f);
    float result = logOfParts(e, f);
    result = x >= -1f ? result : Float.NaN;
    result = x == Float.POSITIVE_INFINITY ? x : result;
    result = x == -1f ? Float.NEGATIVE_INFINITY : result;
    return Math.abs(x) < TINY ? x : result;
  }

  /// 1 / (1 + e^-x), from e^-|x| so that nothing overflows.
  public static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return (x >= 0f ? 1f : e) / (1f + e);
  }

  /// tanh x: a polynomial near 0, else 1 - 2 / (e^2|x| + 1) with the sign of x.
  public static float tanh(float x) {
    float a = Math.abs(x);
    float z = a * a;
    float small = fma(a * z, fma(fma(fma(fma(T4, z, T3), z, T2), z, T1), z, T0), a);
    float large = 1f - 2f / (exp(a + a) + 1f);
    return withSign(a > TANH_SMALL ? large : small, x);
  }

  /// The error function: a polynomial near 0, else 1 - e^(a · G(a)) with the sign of x.
  public static float erf(float x) {
    float a = Math.abs(x);
    float z = a * a;
    float f = fma(fma(fma(fma(fma(F5, z, F4), z, F3), z, F2), z, F1), z, F0);
    float small = fma(f, a, a);
    float t = a > ERF_HIGHEST ? ERF_HIGHEST : a;
    float g = fma(fma(fma(fma(fma(fma(G6, t, G5), t, G4), t, G3), t, G2), t, G1), t, G0);
    float large = 1f - exp(g * t);
    return withSign(a > ERF_SMALL ? large : small, x);
  }

  /// sin x.
  public static float sin(float x) {
    return withFlippedSign(sineOfQuadrant(Math.abs(x), 0), x);
  }

  /// cos x = sin(x + π / 2).
  public static float cos(float x) {
    return sineOfQuadrant(Math.abs(x), 1);
  }

  /// sin(a + quadrant · π / 2) for a >= 0: a = n · π / 2 + r.
  private static float sineOfQuadrant(float a, int quadrant) {
    float shifted = fma(a, TWO_OVER_PI, ROUNDER);
    int n = floatToRawIntBits(shifted) - ROUNDER_BITS + quadrant;
    float nf = shifted - ROUNDER;
    float r = fma(nf, -HALF_PI_LOW, fma(nf, -HALF_PI_MIDDLE, fma(nf, -HALF_PI_HIGH, a)));
    float z = r * r;
    float s = fma(r * z, fma(fma(S2, z, S1), z, S0), r);
    float c = fma(z * z, fma(fma(C2, z, C1), z, C0), fma(-0.5f, z, 1f));
    float magnitude = (n & 1) != 0 ? c : s;
    float result = intBitsToFloat(floatToRawIntBits(magnitude) ^ ((n & 2) << 30));
    return a <= ANGLE_HIGHEST ? result : Float.NaN;
  }

  private static float logOfParts(float e, float f) {
    float z = f * f;
    float p = fma(fma(fma(fma(fma(fma(fma(fma(L8, f, L7), f, L6), f, L5), f, L4), f, L3), f, L2), f, L1), f, L0);
    float y = fma(-0.5f, z, fma(e, LN2_LOW, f * z * p));
    return fma(e, LN2_HIGH, f + y);
  }

  private static float polyE(float r) {
    return fma(fma(fma(fma(fma(E5, r, E4), r, E3), r, E2), r, E1), r, E0);
  }

  /// 2^n for n in -126 .. 127.
  private static float power2(int n) {
    return intBitsToFloat((n + 127) << 23);
  }

  private static float withSign(float magnitude, float sign) {
    return intBitsToFloat((floatToRawIntBits(magnitude) & MAGNITUDE_BITS) | (floatToRawIntBits(sign) & SIGN_BIT));
  }

  private static float withFlippedSign(float value, float sign) {
    return intBitsToFloat(floatToRawIntBits(value) ^ (floatToRawIntBits(sign) & SIGN_BIT));
  }
}
