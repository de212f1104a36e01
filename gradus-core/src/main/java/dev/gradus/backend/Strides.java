package dev.gradus.backend;

/// Row-major index arithmetic.
public final class Strides {
  private Strides() {}

  /// The number of elements.
  public static int size(int[] dims) {
    int size = 1;
    for (int dim : dims) {
      size = Math.multiplyExact(size, dim);
    }
    return size;
  }

  /// The product of the lengths `from` (inclusive) to `to` (exclusive).
  public static int product(int[] dims, int from, int to) {
    int size = 1;
    for (int i = from; i < to; i++) {
      size = Math.multiplyExact(size, dims[i]);
    }
    return size;
  }

  /// The distance in elements between neighbours along each axis of a dense row-major array.
  public static int[] dense(int[] dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
  }

  /// The strides with which an array of `from` is read as if it were broadcast to `to`.
  public static int[] broadcast(int[] from, int[] to) {
    int[] dense = dense(from);
    int[] strides = new int[to.length];
    int added = to.length - from.length;
    for (int i = 0; i < from.length; i++) {
      strides[i + added] = from[i] == 1 ? 0 : dense[i];
    }
    return strides;
  }

  /// Moves `index` to the next place in row-major order; false once all are done.
  public static boolean next(int[] index, int[] dims) {
    for (int i = dims.length - 1; i >= 0; i--) {
      if (++index[i] < dims[i]) {
        return true;
      }
      index[i] = 0;
    }
    return false;
  }

  /// The place of `index` in an array with these strides.
  public static int at(int[] index, int[] strides) {
    int at = 0;
    for (int i = 0; i < index.length; i++) {
      at += index[i] * strides[i];
    }
    return at;
  }
}
