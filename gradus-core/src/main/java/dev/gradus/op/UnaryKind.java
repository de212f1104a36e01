package dev.gradus.op;

/// The elementwise functions of one number.
public enum UnaryKind {
  /// -x
  NEGATE,
  /// |x|
  ABS,
  /// -1, 0 or 1 by the sign of x; the sign of a zero is kept, NaN stays NaN
  SIGN,
  /// The largest integer not above x
  FLOOR,
  /// √x, correctly rounded
  SQRT,
  /// e^x
  EXP,
  /// e^x - 1, accurate near 0
  EXPM1,
  /// ln x
  LOG,
  /// ln(1 + x), accurate near 0
  LOG1P,
  /// 1 / (1 + e^-x)
  SIGMOID,
  /// The hyperbolic tangent
  TANH,
  /// The error function
  ERF,
  /// sin x, x in radians
  SIN,
  /// cos x, x in radians
  COS
}
