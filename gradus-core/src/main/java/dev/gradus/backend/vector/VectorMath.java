package dev.gradus.backend.vector;

import static dev.gradus.backend.scalar.Coefficients.*;
import static jdk.incubator.vector.FloatVector.broadcast;
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
import jdk.incubator.vector.VectorSpecies;

/// The functions of `ScalarMath`, operation by operation on every lane, so that the bits are the same (but for which
/// NaN a NaN is). Change the two together.
///
/// The JIT compiler gives up inlining our own methods, not the JDK's, once a loop's body has 18,000 nodes, and then
/// every vector becomes an object. So the long functions call `exp` and `logOfParts` early, and say
/// `broadcast(S, constant)` themselves.
final class VectorMath {
  private static final VectorSpecies<Float> S = Lanes.SPECIES;

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
    FloatVector shifted = c.fma(broadcast(S, LOG2_E), broadcast(S, ROUNDER));
    IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    FloatVector nf = shifted.sub(broadcast(S, ROUNDER));
    FloatVector r = nf.fma(broadcast(S, -LN2_LOW), nf.fma(broadcast(S, -LN2_HIGH), c));
    FloatVector p = r.mul(r).fma(polyE(r), r).add(broadcast(S, 1f));
    IntVector half = n.lanewise(ASHR, 1);
    // power2, spelled out: see above.
    FloatVector first = half.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
    FloatVector second = n.sub(half).add(127).lanewise(LSHL, 23).reinterpretAsFloats();
    return p.mul(first).mul(second);
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector c = x.blend(EXP_HIGHEST, x.compare(GT, EXP_HIGHEST));
    c = c.blend(EXPM1_LOWEST, c.compare(LT, EXPM1_LOWEST));
    FloatVector shifted = c.fma(broadcast(S, LOG2_E), broadcast(S, ROUNDER));
    IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    FloatVector nf = shifted.sub(broadcast(S, ROUNDER));
    FloatVector r = nf.fma(broadcast(S, -LN2_LOW), nf.fma(broadcast(S, -LN2_HIGH), c));
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
    result = broadcast(S, Float.NaN).blend(result, x.compare(GE, 0f));
    result = result.blend(x, x.compare(EQ, Float.POSITIVE_INFINITY));
    return result.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f));
  }

  static FloatVector log1p(FloatVector x) {
    FloatVector one = broadcast(S, 1f);
    FloatVector u = one.add(x);
    FloatVector back = u.sub(x);
    FloatVector lost = x.sub(u.sub(back)).add(one.sub(back));
    IntVector bits = u.reinterpretAsInts().sub(ROOT_HALF_BITS);
    FloatVector m = bits.and(MANTISSA_BITS).add(ROOT_HALF_BITS).reinterpretAsFloats();
    IntVector exponent = bits.lanewise(ASHR, 23);
    FloatVector f = lost.fma(power2(exponent.min(LOG1P_EXPONENT).neg()), m.sub(one));
    FloatVector e = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
    FloatVector result = logOfParts(e, f);
    result = broadcast(S, Float.NaN).blend(result, x.compare(GE, -1f));
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
    FloatVector large = broadcast(S, 1f).sub(broadcast(S, 2f).div(exp(a.add(a)).add(1f)));
    FloatVector z = a.mul(a);
    FloatVector t = broadcast(S, T4).fma(z, broadcast(S, T3)).fma(z, broadcast(S, T2)).fma(z, broadcast(S, T1))
        .fma(z, broadcast(S, T0));
    FloatVector small = a.mul(z).fma(t, a);
    IntVector bits = small.blend(large, a.compare(GT, TANH_SMALL)).reinterpretAsInts();
    // Neither is below +0: the sign needs no clearing first.
    return bits.or(x.reinterpretAsInts().and(SIGN_BIT)).reinterpretAsFloats();
  }

  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector t = a.blend(ERF_HIGHEST, a.compare(GT, ERF_HIGHEST));
    FloatVector g = broadcast(S, G6).fma(t, broadcast(S, G5)).fma(t, broadcast(S, G4)).fma(t, broadcast(S, G3))
        .fma(t, broadcast(S, G2)).fma(t, broadcast(S, G1)).fma(t, broadcast(S, G0));
    FloatVector large = broadcast(S, 1f).sub(exp(g.mul(t)));
    FloatVector z = a.mul(a);
    FloatVector f = broadcast(S, F5).fma(z, broadcast(S, F4)).fma(z, broadcast(S, F3)).fma(z, broadcast(S, F2))
        .fma(z, broadcast(S, F1)).fma(z, broadcast(S, F0));
    FloatVector small = f.fma(a, a);
    IntVector bits = small.blend(large, a.compare(GT, ERF_SMALL)).reinterpretAsInts();
    // Neither is below +0: the sign needs no clearing first.
    return bits.or(x.reinterpretAsInts().and(SIGN_BIT)).reinterpretAsFloats();
  }

  static FloatVector sin(FloatVector x) {
    IntVector sign = x.reinterpretAsInts().and(SIGN_BIT);
    return sineOfQuadrant(x.abs(), 0).reinterpretAsInts().lanewise(XOR, sign).reinterpretAsFloats();
  }

  static FloatVector cos(FloatVector x) {
    return sineOfQuadrant(x.abs(), 1);
  }

  private static FloatVector sineOfQuadrant(FloatVector a, int quadrant) {
    FloatVector shifted = a.fma(broadcast(S, TWO_OVER_PI), broadcast(S, ROUNDER));
    IntVector n = shifted.reinterpretAsInts().sub(ROUNDER_BITS).add(quadrant);
    FloatVector nf = shifted.sub(ROUNDER);
    FloatVector r = nf.fma(broadcast(S, -HALF_PI_HIGH), a);
    r = nf.fma(broadcast(S, -HALF_PI_LOW), nf.fma(broadcast(S, -HALF_PI_MIDDLE), r));
    FloatVector z = r.mul(r);
    FloatVector s = broadcast(S, S2).fma(z, broadcast(S, S1)).fma(z, broadcast(S, S0));
    s = r.mul(z).fma(s, r);
    FloatVector c = broadcast(S, C2).fma(z, broadcast(S, C1)).fma(z, broadcast(S, C0));
    c = z.mul(z).fma(c, z.fma(broadcast(S, -0.5f), broadcast(S, 1f)));
    IntVector magnitude = s.reinterpretAsInts().blend(c.reinterpretAsInts(), n.and(1).compare(NE, 0));
    FloatVector result = magnitude.lanewise(XOR, n.and(2).lanewise(LSHL, 30)).reinterpretAsFloats();
    return broadcast(S, Float.NaN).blend(result, a.compare(LE, ANGLE_HIGHEST));
  }

  private static FloatVector logOfParts(FloatVector e, FloatVector f) {
    FloatVector z = f.mul(f);
    FloatVector p = broadcast(S, L8).fma(f, broadcast(S, L7)).fma(f, broadcast(S, L6)).fma(f, broadcast(S, L5))
        .fma(f, broadcast(S, L4)).fma(f, broadcast(S, L3)).fma(f, broadcast(S, L2)).fma(f, broadcast(S, L1))
        .fma(f, broadcast(S, L0));
    FloatVector y = z.fma(broadcast(S, -0.5f), e.fma(broadcast(S, LN2_LOW), f.mul(z).mul(p)));
    return e.fma(broadcast(S, LN2_HIGH), f.add(y));
  }

  private static FloatVector polyE(FloatVector r) {
    return broadcast(S, E5).fma(r, broadcast(S, E4)).fma(r, broadcast(S, E3)).fma(r, broadcast(S, E2))
        .fma(r, broadcast(S, E1)).fma(r, broadcast(S, E0));
  }

  private static FloatVector power2(IntVector n) {
    return n.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector withSign(FloatVector magnitude, FloatVector sign) {
    IntVector bits = magnitude.reinterpretAsInts().and(MAGNITUDE_BITS);
    return bits.or(sign.reinterpretAsInts().and(SIGN_BIT)).reinterpretAsFloats();
  }
}
