package dev.gradus.backend.vector;

import dev.gradus.backend.Kernel;
import dev.gradus.backend.Workers;

/// A step of few elements: on the readable kernel at first, on vectors once it has run often. The bits are the same.
///
/// The compiler takes thousands of turns to make vectors of a vector loop; before that every operation makes objects. What runs
/// once a step, such as a loss, would go on so for minutes, and loses nothing on single numbers.
final class Warming implements Kernel {
  /// More elements are worth vectors from the start.
  static final int FEW = 1024;

  private static final int RUNS = 2000;

  private final Kernel readable;
  private final Kernel vector;
  private int runs;

  Warming(Kernel readable, Kernel vector) {
    this.readable = readable;
    this.vector = vector;
  }

  @Override
  public void run(Workers workers) {
    if (runs < RUNS) {
      runs++;
      readable.run(workers);
    } else {
      vector.run(workers);
    }
  }
}
