package dev.gradus.tensor;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The length of one axis: a fixed factor times any number of symbols that get their value when a graph is run.
///
/// `32` is fixed; `N` is the batch; `784N` is what flattening `[N, 28, 28]` gives. Symbols are kept sorted, one letter
/// each, so equal lengths are equal records.
///
/// @param factor the fixed part, at least 0
/// @param symbols the symbols, sorted, such as `"N"` or `"NT"`; empty for a fixed length
public record Dim(int factor, String symbols) {
  /// The batch axis.
  public static final Dim BATCH = new Dim(1, "N");

  private static final int MOST_SYMBOLS = 32;

  public Dim {
    if (Objects.requireNonNull(symbols).length() > MOST_SYMBOLS) {
      throw new ShapeException("an axis is a product of at most " + MOST_SYMBOLS + " symbols, not " + symbols.length());
    }
    if (factor < 0) {
      throw new ShapeException("an axis can't have the negative length " + factor);
    }
  }

  /// A fixed length.
  public static Dim of(int length) {
    return new Dim(length, "");
  }

  /// Whether the length is known before a graph is run.
  public boolean isFixed() {
    return symbols.isEmpty();
  }

  /// The product of two lengths.
  public Dim times(Dim other) {
    long product = (long) factor * other.factor;
    if (product > Integer.MAX_VALUE) {
      throw new ShapeException("an axis of " + this + " x " + other + " elements is longer than 2^31 - 1");
    }
    char[] letters = (symbols + other.symbols).toCharArray();
    java.util.Arrays.sort(letters);
    return new Dim((int) product, new String(letters));
  }

  /// The length once every symbol has its value.
  ///
  /// @throws ShapeException if a symbol has none
  public int resolve(Map<Character, Integer> sizes) {
    long length = factor;
    for (int i = 0; i < symbols.length(); i++) {
      Integer size = sizes.get(symbols.charAt(i));
      if (size == null) {
        throw new ShapeException(
            "axis " + this + ": no size is given for symbol " + symbols.charAt(i) + ", only for " + new TreeMap<>(sizes));
      }
      length = saturated(length, size);
    }
    if (length > Integer.MAX_VALUE) {
      throw new ShapeException("an axis of " + this + " elements with " + new TreeMap<>(sizes) + " is longer than 2^31 - 1");
    }
    return (int) length;
  }

  /// The product, or 2^32 for any that is longer than an axis can be: so that a few symbols don't overflow a long.
  private static long saturated(long length, int size) {
    return Math.min(length, 1L << 32) * size > Integer.MAX_VALUE ? 1L << 32 : length * size;
  }

  @Override
  public String toString() {
    return symbols.isEmpty() ? Integer.toString(factor) : factor == 1 ? symbols : factor + symbols;
  }
}
