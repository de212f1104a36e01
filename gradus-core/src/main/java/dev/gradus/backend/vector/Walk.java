package dev.gradus.backend.vector;

/// The order in which a tile visits an operand: from each start in turn, `length` steps, `step` floats apart.
record Walk(int[] starts, int length, int step) {
  /// One straight run.
  static Walk straight(int length, int step) {
    return new Walk(new int[] {0}, length, step);
  }

  /// How many steps there are in all.
  int steps() {
    return starts.length * length;
  }
}
