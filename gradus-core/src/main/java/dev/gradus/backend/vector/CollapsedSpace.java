package dev.gradus.backend.vector;

import dev.gradus.backend.Operand;
import java.util.Arrays;
import java.util.List;

/// An iteration space with as few axes as its operands allow: axes of size 1 dropped, neighbours merged where every
/// operand steps through them as through one.
///
/// @param dims the sizes, at least one axis
/// @param strides for each operand, its strides over `dims`
record CollapsedSpace(int[] dims, int[][] strides) {

  static CollapsedSpace of(int[] dims, List<Operand> operands) {
    int[] kept = new int[Math.max(1, dims.length)];
    int[][] strides = new int[operands.size()][kept.length];
    int rank = 0;
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == 1) {
        continue;
      }
      boolean merge = rank > 0;
      for (int i = 0; i < strides.length; i++) {
        merge &= rank > 0 && strides[i][rank - 1] == (long) operands.get(i).strides()[axis] * dims[axis];
      }
      // A merged axis must still be an int; only a space far larger than its operands could be more.
      merge &= rank > 0 && (long) kept[rank - 1] * dims[axis] <= Integer.MAX_VALUE;
      int to = merge ? rank - 1 : rank++;
      kept[to] = merge ? kept[to] * dims[axis] : dims[axis];
      for (int i = 0; i < strides.length; i++) {
        strides[i][to] = operands.get(i).strides()[axis];
      }
    }
    if (rank == 0) {
      kept[0] = 1;
      rank = 1;
    }
    for (int i = 0; i < strides.length; i++) {
      strides[i] = Arrays.copyOf(strides[i], rank);
    }
    return new CollapsedSpace(Arrays.copyOf(kept, rank), strides);
  }

  /// The number of elements.
  long size() {
    long size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    return size;
  }

  /// The size of the last axis.
  int row() {
    return dims[dims.length - 1];
  }

  /// Whether operand `i` is the row-major array of the space.
  boolean dense(int i) {
    long step = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      if (strides[i][axis] != step) {
        return false;
      }
      step *= dims[axis];
    }
    return true;
  }

  /// Whether operand `i` is the same in every row; then it's `lastStride` that tells it apart from a single number.
  boolean sameInEveryRow(int i) {
    for (int axis = 0; axis < dims.length - 1; axis++) {
      if (strides[i][axis] != 0) {
        return false;
      }
    }
    return true;
  }

  /// Operand `i`'s step along the last axis.
  int lastStride(int i) {
    return strides[i][dims.length - 1];
  }

  /// Where row number `row` of operand `i` begins, from its first element.
  int rowOffset(int i, long row) {
    int offset = 0;
    for (int axis = dims.length - 2; axis >= 0; axis--) {
      offset += (int) (row % dims[axis]) * strides[i][axis];
      row /= dims[axis];
    }
    return offset;
  }

  /// Copies `count` elements of operand `i`, whose first element is `from[fromAt]`, from row-major `start` on.
  void copy(int i, float[] from, int fromAt, long start, int count, float[] to, int toAt) {
    int width = row();
    int lastStride = lastStride(i);
    int rowsAxis = dims.length - 2;
    long row = start / width;
    int column = (int) (start - row * width);
    int end = toAt + count;
    while (toAt < end) {
      // A run of rows along the axis before the last has one stride: no division for each row.
      int at = fromAt + rowOffset(i, row);
      int step = rowsAxis < 0 ? 0 : strides[i][rowsAxis];
      long rows = rowsAxis < 0 ? 1 : dims[rowsAxis] - row % dims[rowsAxis];
      for (; rows > 0 && toAt < end; rows--, row++, at += step) {
        int length = Math.min(width - column, end - toAt);
        copyRow(from, at + column * lastStride, lastStride, to, toAt, length);
        toAt += length;
        column = 0;
      }
    }
  }

  private static void copyRow(float[] from, int fromAt, int stride, float[] to, int toAt, int length) {
    if (stride == 1) {
      System.arraycopy(from, fromAt, to, toAt, length);
    } else if (stride == 0) {
      float value = from[fromAt];
      for (int j = 0; j < length; j++) {
        to[toAt + j] = value;
      }
    } else {
      for (int j = 0; j < length; j++) {
        to[toAt + j] = from[fromAt + j * stride];
      }
    }
  }
}
