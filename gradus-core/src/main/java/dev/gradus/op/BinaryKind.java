package dev.gradus.op;

/// The elementwise functions of two numbers.
public enum BinaryKind {
  /// a + b
  ADD,
  /// a - b
  SUBTRACT,
  /// a · b
  MULTIPLY,
  /// a / b
  DIVIDE,
  /// The larger; NaN if either is; +0 is larger than -0
  MAXIMUM,
  /// The smaller; NaN if either is; -0 is smaller than +0
  MINIMUM,
  /// 1 if a > b, else 0 (also for NaN)
  GREATER,
  /// 1 if a = b, else 0 (also for NaN)
  EQUAL
}
