package dev.gradus.tensor;

/// The type of a tensor's elements.
///
/// Arithmetic is in `F32`; `I32` holds class labels, indices and counters; `U8` is storage for images and bytes, read
/// into `F32` before anything is computed. Comparisons give `F32` masks of 0 and 1 (see docs/decisions/0002).
public enum DType {
  /// IEEE 754 binary32, stored in a `float[]`.
  F32(4),
  /// Two's complement 32-bit integer, stored in an `int[]`.
  I32(4),
  /// Unsigned byte, stored in a `byte[]`.
  U8(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /// Bytes of one element.
  public int bytes() {
    return bytes;
  }
}
