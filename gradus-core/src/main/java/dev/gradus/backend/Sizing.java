package dev.gradus.backend;

import dev.gradus.tensor.Shape;
import java.util.Map;

/// The sizes under which a plan is to run.
///
/// @param sizes the value of each shape symbol
/// @param threads how many threads will run the kernels
public record Sizing(Map<Character, Integer> sizes, int threads) {
  /// The lengths of a shape's axes.
  public int[] dims(Shape shape) {
    return shape.resolve(sizes);
  }
}
