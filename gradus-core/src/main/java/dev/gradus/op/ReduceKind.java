package dev.gradus.op;

/// How many numbers become one.
public enum ReduceKind {
  /// The sum, in a fixed order (see the arithmetic contract in the package documentation of the backends).
  SUM,
  /// The largest; NaN if any is.
  MAX
}
