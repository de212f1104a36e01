package dev.gradus.model;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the symbols of a model's input stand for, told from an input: the length T of a sequence, say.
final class Lengths {
  private Lengths() {}

  /// The value of each symbol of `expected` if that makes it `given`.
  static Optional<Map<Character, Integer>> of(Shape expected, Shape given) {
    if (expected.equals(given)) {
      return Optional.of(Map.of());
    }
    Map<Character, Integer> lengths = new TreeMap<>();
    for (int axis = 0; axis < Math.min(expected.rank(), given.rank()); axis++) {
      Dim dim = expected.dim(axis);
      if (dim.factor() == 1 && dim.symbols().length() == 1) {
        lengths.putIfAbsent(dim.symbols().charAt(0), given.length(axis));
      }
    }
    boolean known = expected.dims().stream().flatMapToInt(dim -> dim.symbols().chars())
        .allMatch(symbol -> lengths.containsKey((char) symbol));
    return known && Shape.of(expected.resolve(lengths)).equals(given) ? Optional.of(lengths) : Optional.empty();
  }
}
