package dev.gradus.data.table;

/// What becomes of rows that can't be read.
public enum BadRows {
  /// The first one is an error.
  REFUSE,
  /// They are left out, counted, and the first of them listed.
  SKIP
}
