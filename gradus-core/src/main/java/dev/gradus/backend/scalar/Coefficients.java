package dev.gradus.backend.scalar;

/// The numbers in the polynomials of `ScalarMath` and its vector twin: one place, so that both do the same arithmetic.
///
/// Each polynomial is our own fit: least squares on 1,500 Chebyshev nodes, reweighted until the largest relative error
/// of the whole function is level (Lawson), then rounded to float32 one coefficient at a time, lowest power first, the
/// rest fitted again. The errors named are those of the rounded polynomial, relative to the function; half an ulp is
/// at least 3.0e-8.
public final class Coefficients {
  /// 1.5 · 2^23: adding it rounds a float below 2^22 to an integer, held in the low bits of the sum.
  public static final float ROUNDER = 12582912f;
  public static final int ROUNDER_BITS = 0x4B400000;
  public static final int SIGN_BIT = 0x80000000;
  public static final int MAGNITUDE_BITS = 0x7fffffff;
  public static final int MANTISSA_BITS = 0x7fffff;

  /// Below this, f(x) = x to half an ulp for the functions with slope 1 at 0.
  public static final float TINY = 0x1p-25f;

  public static final float LOG2_E = 1.442695f;
  /// ln 2 in two parts; the first has 15 bits, so n · LN2_HIGH is exact for every exponent n.
  public static final float LN2_HIGH = 0x1.62e4p-1f;
  public static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /// e^89 overflows; e^-104 is less than half the smallest denormal number.
  public static final float EXP_HIGHEST = 89f;
  public static final float EXP_LOWEST = -104f;
  /// e^-18 is less than half an ulp below 1.
  public static final float EXPM1_LOWEST = -18f;
  /// e^r = 1 + r + r² · E(r) for |r| <= ln 2 / 2; error of e^r - 1: 4.4e-10.
  public static final float E0 = 0.5f;
  public static final float E1 = 0x1.555554p-3f;
  public static final float E2 = 0x1.5554f8p-5f;
  public static final float E3 = 0x1.1112d8p-7f;
  public static final float E4 = 0x1.6d3a4ep-10f;
  public static final float E5 = 0x1.9e7348p-13f;

  /// √½: a number is split into 2^e · m with m in [√½, √2).
  public static final int ROOT_HALF_BITS = 0x3f3504f3;
  public static final float DENORMAL_SCALE = 0x1p23f;
  public static final float DENORMAL_EXPONENT = 23f;
  /// ln(1 + f) = f - f² / 2 + f³ · L(f) for 1 + f in [√½, √2]; error 7.7e-10.
  public static final float L0 = 0x1.555548p-2f;
  public static final float L1 = -0x1.000006p-2f;
  public static final float L2 = 0x1.99a476p-3f;
  public static final float L3 = -0x1.555c44p-3f;
  public static final float L4 = 0x1.233ba2p-3f;
  public static final float L5 = -0x1.fc28cap-4f;
  public static final float L6 = 0x1.e6c00ap-4f;
  public static final float L7 = -0x1.de01dap-4f;
  public static final float L8 = 0x1.147334p-4f;
  /// The largest exponent at which the rounding error of 1 + x still matters to ln(1 + x).
  public static final int LOG1P_EXPONENT = 64;

  /// tanh x = x + x³ · T(x²) for |x| <= 0.625; error 4.5e-9.
  public static final float TANH_SMALL = 0.625f;
  public static final float T0 = -0x1.555532p-2f;
  public static final float T1 = 0x1.1106f6p-3f;
  public static final float T2 = -0x1.b835a4p-5f;
  public static final float T3 = 0x1.51f8cep-6f;
  public static final float T4 = -0x1.750ce2p-8f;

  /// erf x = x + x · F(x²) for |x| <= 0.925; error 1.8e-8.
  public static final float ERF_SMALL = 0.925f;
  public static final float F0 = 0x1.06eba6p-3f;
  public static final float F1 = -0x1.8126e2p-2f;
  public static final float F2 = 0x1.ce1986p-4f;
  public static final float F3 = -0x1.b67c04p-6f;
  public static final float F4 = 0x1.46d9e2p-8f;
  public static final float F5 = -0x1.38741cp-11f;
  /// erf x = 1 - e^(x · G(x)) for 0.925 < x <= 4, and 1 from 4 on; error 7.4e-10.
  public static final float ERF_HIGHEST = 4f;
  public static final float G0 = -0x1.20ef1cp+0f;
  public static final float G1 = -0x1.45328ap-1f;
  public static final float G2 = -0x1.b3259cp-4f;
  public static final float G3 = 0x1.8551d2p-6f;
  public static final float G4 = -0x1.dd6e36p-9f;
  public static final float G5 = 0x1.527e46p-12f;
  public static final float G6 = -0x1.78e02cp-17f;

  /// Beyond this, sine and cosine are NaN: neighbouring numbers are half a radian apart.
  public static final float ANGLE_HIGHEST = 0x1p22f;
  public static final float TWO_OVER_PI = 0.63661975f;
  /// π / 2 in three parts of 24 bits; what is left is 1.1e-23.
  public static final float HALF_PI_HIGH = 0x1.921fb6p+0f;
  public static final float HALF_PI_MIDDLE = -0x1.777a5cp-25f;
  public static final float HALF_PI_LOW = -0x1.ee59dap-50f;
  /// sin r = r + r³ · S(r²) for |r| <= π / 4; error 4.0e-9.
  public static final float S0 = -0x1.555546p-3f;
  public static final float S1 = 0x1.110778p-7f;
  public static final float S2 = -0x1.9953fep-13f;
  /// cos r = 1 - r² / 2 + r⁴ · C(r²) for |r| <= π / 4; error 1.2e-10.
  public static final float C0 = 0x1.55554ap-5f;
  public static final float C1 = -0x1.6c0c28p-10f;
  public static final float C2 = 0x1.99e80cp-16f;

  private Coefficients() {}
}
