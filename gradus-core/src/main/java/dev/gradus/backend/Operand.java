package dev.gradus.backend;

/// An input read through strides over an iteration space: the element at index (i, j, ..) is
/// array[offset + i · strides[0] + j · strides[1] + ..]. Stride 0 repeats it along that axis.
///
/// @param slice where element (0, 0, ..) lies
/// @param strides one for each axis of the space, in elements, none negative
public record Operand(Slice slice, int[] strides) {
  /// An operand that is the row-major array of `dims`.
  public static Operand dense(Slice slice, int... dims) {
    int[] strides = new int[dims.length];
    int step = 1;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= dims[axis];
    }
    return new Operand(slice, strides);
  }

  /// An operand that is the one number at `slice`, over a space of `rank` axes.
  public static Operand single(Slice slice, int rank) {
    return new Operand(slice, new int[rank]);
  }
}
