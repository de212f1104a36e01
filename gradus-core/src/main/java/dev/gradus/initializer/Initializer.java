package dev.gradus.initializer;

import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;

/// How a variable gets its first values.
@FunctionalInterface
public interface Initializer {
  /// Writes every element of `values`, row-major under `shape`, taking random numbers from `random` only.
  void fill(float[] values, Shape shape, RandomStream random);
}
