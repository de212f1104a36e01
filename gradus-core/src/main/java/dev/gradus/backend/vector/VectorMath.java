package dev.gradus.backend.vector;

import static dev.gradus.backend.scalar.Coefficients.*;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// The functions of `ScalarMath`, operation by operation on every lane, so that the bits are the same (but for which
/// NaN a NaN is). Change the two together.
final class VectorMath {
  private VectorMath() {}

  static FloatVector constant(float value) {
    return FloatVector.broadcast(Lanes.SPECIES, value);
  }

  static FloatVector sign(FloatVector x) {
    return x.blend(1f, x.compare(GT, 0f)).blend(-1f, x.compare(LT, 0f));
  }

  static FloatVector floor(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector rounded = withSign(magnitude.add(DENORMAL_SCALE).sub(DENORMAL_SCALE), x);
    FloatVector down = rounded.blend(rounded.sub(1f), rounded.compare(GT, x));
    return x.blend(down, magnitude.compare(LT, DENORMAL_SCALE));
  }

  static FloatVector exp(FloatVector x) {
    FloatVector c = x.blend(EXP_HIGHEST, x.compare(GT, EXP_HIGHEST));
    c = c.blend(EXP_LOWEST, c.compare(LT, EXP_LOWEST));
    FloatVector shifted = fma(c, LOG2_E, constant(ROUNDER));
    IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    FloatVector nf = shifted.sub(ROUNDER);
    FloatVector r = fma(nf, -LN2_LOW, fma(nf, -LN2_HIGH, c));
    FloatVector p = r.mul(r).fma(polyE(r), r).add(1f);
    IntVector half = n.lanewise(ASHR, 1);
    return p.mul(power2(half)).mul(power2(n.sub(half)));
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector c = x.blend(EXP_HIGHEST, x.compare(GT, EXP_HIGHEST));
    c = c.blend(EXPM1_LOWEST, c.compare(LT, EXPM1_LOWEST));
    FloatVector shifted = fma(c, LOG2_E, constant(ROUNDER));
    IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    FloatVector nf = shifted.sub(ROUNDER);
    FloatVector r = fma(nf, -LN2_LOW, fma(nf, -LN2_HIGH, c));
    FloatVector p = r.mul(r).fma(polyE(r), r);
    FloatVector scale = power2(n.sub(1));
    FloatVector half = scale.fma(p, scale.sub(0.5f));
    return half.add(half).blend(x, x.abs().compare(LT, TINY));
  }

  static FloatVector log(FloatVector x) {
    var denormal = x.compare(LT, Float.MIN_NORMAL);
    FloatVector y = x.blend(x.mul(DENORMAL_SCALE), denormal);
    IntVector bits = y.reinterpretAsInts().sub(ROOT_HALF_BITS);
    FloatVector m = bits.and(MANTISSA_BITS).add(ROOT_HALF_BITS).reinterpretAsFloats();
    FloatVector e = bits.lanewise(ASHR, 23).add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
    e = e.blend(e.sub(DENORMAL_EXPONENT), denormal);
    FloatVector result = logOfParts(e, m.sub(1f));
    result = constant(Float.NaN).blend(result, x.compare(GE, 0f));
    result = result.blend(x, x.compare(EQ, Float.POSITIVE_INFINITY));
    return result.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
  }

  static FloatVector log1p(FloatVector x) {
    FloatVector one = constant(1f);
    FloatVector u = one.add(x);
    FloatVector back = u.sub(x);
    FloatVector lost = x.sub(u.sub(back)).add(one.sub(back));
    IntVector bits = u.reinterpretAsInts().sub(ROOT_HALF_BITS);
    FloatVector m = bits.and(MANTISSA_BITS).add(ROOT_HALF_BITS).reinterpretAsFloats();
    IntVector exponent = bits.lanewise(ASHR, 23);
    FloatVector e = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
    FloatVector f = lost.fma(power2(exponent.min(LOG1P_EXPONENT).neg()), m.sub(1f));
    FloatVector result = logOfParts(e, f);
    result = constant(Float.NaN).blend(result, x.compare(GE, -1f));
    result = result.blend(x, x.compare(EQ, Float.POSITIVE_INFINITY));
    result = result.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, -1f));
    return result.blend(x, x.abs().compare(LT, TINY));
  }

  static FloatVector sigmoid(FloatVector x) {
    FloatVector e = exp(x.abs().neg());
    return e.blend(1f, x.compare(GE, 0f)).div(e.add(1f));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = a.mul(a);
    FloatVector t = fma(fma(fma(fma(constant(T4), z, T3), z, T2), z, T1), z, T0);
    FloatVector small = a.mul(z).fma(t, a);
    FloatVector large = constant(1f).sub(constant(2f).div(exp(a.add(a)).add(1f)));
    return withSign(small.blend(large, a.compare(GT, TANH_SMALL)), x);
  }

  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector z = a.mul(a);
    FloatVector f = fma(fma(fma(fma(fma(constant(F5), z, F4), z, F3), z, F2), z, F1), z, F0);
    FloatVector small = f.fma(a, a);
    FloatVector t = a.blend(ERF_HIGHEST, a.compare(GT, ERF_HIGHEST));
    FloatVector g = fma(fma(fma(fma(fma(fma(constant(G6), t, G5), t, G4), t, G3), t, G2), t, G1), t, G0);
    FloatVector large = constant(1f).sub(exp(g.mul(t)));
    return withSign(small.blend(large, a.compare(GT, ERF_SMALL)), x);
  }

  static FloatVector sin(FloatVector x) {
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    return sineOfQuadrant(x.abs(), 0).reinterpretAsInts().lanewise(XOR, sign).reinterpretAsFloats();
  }

  static FloatVector cos(FloatVector x) {
    return sineOfQuadrant(x.abs(), 1);
  }

  private static FloatVector sineOfQuadrant(FloatVector a, int quadrant) {
    FloatVector shifted = fma(a, TWO_OVER_PI, constant(ROUNDER));
    IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS).add(quadrant);
    FloatVector nf = shifted.sub(ROUNDER);
    FloatVector r = fma(nf, -HALF_PI_LOW, fma(nf, -HALF_PI_MIDDLE, fma(nf, -HALF_PI_HIGH, a)));
    FloatVector z = r.mul(r);
    FloatVector s = r.mul(z).fma(fma(fma(constant(S2), z, S1), z, S0), r);
    FloatVector c = z.mul(z).fma(fma(fma(constant(C2), z, C1), z, C0), fma(z, -0.5f, constant(1f)));
    IntVector magnitude = s.reinterpretAsInts().blend(c.reinterpretAsInts(), n.and(1).compare(NE, 0));
    FloatVector result = magnitude.lanewise(XOR, n.and(2).lanewise(LSHL, 30)).reinterpretAsFloats();
    return constant(Float.NaN).blend(result, a.compare(LE, ANGLE_HIGHEST));
  }

  private static FloatVector logOfParts(FloatVector e, FloatVector f) {
    FloatVector z = f.mul(f);
    FloatVector p = fma(fma(fma(fma(constant(L8), f, L7), f, L6), f, L5), f, L4);
    p = fma(fma(fma(fma(p, f, L3), f, L2), f, L1), f, L0);
    FloatVector y = fma(z, -0.5f, fma(e, LN2_LOW, f.mul(z).mul(p)));
    return fma(e, LN2_HIGH, f.add(y));
  }

  private static FloatVector polyE(FloatVector r) {
    return fma(fma(fma(fma(fma(constant(E5), r, E4), r, E3), r, E2), r, E1), r, E0);
  }

  private static FloatVector power2(IntVector n) {
    return n.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector withSign(FloatVector magnitude, FloatVector sign) {
    IntVector bits = magnitude.reinterpretAsInts().and(MAGNITUDE_BITS);
    return bits.or(sign.reinterpretAsInts().and(SIGN_BIT)).reinterpretAsFloats();
  }

  /// a · b + c, rounded once.
  private static FloatVector fma(FloatVector a, float b, FloatVector c) {
    return a.fma(constant(b), c);
  }

  /// a · b + c, rounded once.
  private static FloatVector fma(FloatVector a, FloatVector b, float c) {
    return a.fma(b, constant(c));
  }
}
