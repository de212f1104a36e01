package dev.gradus.cli.bench;

/// How large the work is.
public enum Scale {
  /// As documented.
  FULL,
  /// A few examples, for tests of the measuring itself.
  TINY;

  /// A batch of so many examples, or of few.
  public int batch(int full) {
    return this == FULL ? full : Math.min(full, 2);
  }
}
