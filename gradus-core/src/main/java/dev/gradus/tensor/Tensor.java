package dev.gradus.tensor;

import java.util.Arrays;
import java.util.Objects;

/// Numbers with a fixed shape, in row-major order on the heap.
///
/// A tensor wraps the array it is given and hands out that same array: it is a view for moving data in and out without
/// copies, not an array library. Whoever shares the array shares its changes.
public final class Tensor {
  private final DType dtype;
  private final Shape shape;
  private final Object storage;

  private Tensor(DType dtype, Shape shape, Object storage, int length) {
    this.dtype = dtype;
    this.shape = Objects.requireNonNull(shape);
    this.storage = storage;
    if (shape.size() != length) {
      throw new ShapeException("a tensor of shape " + shape + " has " + shape.size() + " elements, but the array has " + length);
    }
  }

  /// Wraps floats.
  public static Tensor of(Shape shape, float... values) {
    return new Tensor(DType.F32, shape, values, values.length);
  }

  /// Wraps integers.
  public static Tensor of(Shape shape, int... values) {
    return new Tensor(DType.I32, shape, values, values.length);
  }

  /// Wraps unsigned bytes.
  public static Tensor of(Shape shape, byte... values) {
    return new Tensor(DType.U8, shape, values, values.length);
  }

  /// A tensor of zeros.
  public static Tensor zeros(DType dtype, Shape shape) {
    int size = shape.size();
    return switch (dtype) {
      case F32 -> of(shape, new float[size]);
      case I32 -> of(shape, new int[size]);
      case U8 -> of(shape, new byte[size]);
    };
  }

  /// The type of the elements.
  public DType dtype() {
    return dtype;
  }

  /// The shape, every axis fixed.
  public Shape shape() {
    return shape;
  }

  /// The number of elements.
  public int size() {
    return shape.size();
  }

  /// The elements of an `F32` tensor: the array itself.
  public float[] floats() {
    if (storage instanceof float[] floats) {
      return floats;
    }
    throw new ShapeException("a tensor of type " + dtype + " has no floats");
  }

  /// The elements of an `I32` tensor: the array itself.
  public int[] ints() {
    if (storage instanceof int[] ints) {
      return ints;
    }
    throw new ShapeException("a tensor of type " + dtype + " has no ints");
  }

  /// The elements of a `U8` tensor: the array itself.
  public byte[] bytes() {
    if (storage instanceof byte[] bytes) {
      return bytes;
    }
    throw new ShapeException("a tensor of type " + dtype + " has no bytes");
  }

  /// One element as a number, by its place in row-major order.
  public double get(int index) {
    return switch (dtype) {
      case F32 -> floats()[index];
      case I32 -> ints()[index];
      case U8 -> bytes()[index] & 0xff;
    };
  }

  /// The same elements under another shape.
  public Tensor reshape(Shape other) {
    return new Tensor(dtype, other, storage, size());
  }

  /// A copy with an array of its own.
  public Tensor copy() {
    return switch (dtype) {
      case F32 -> of(shape, floats().clone());
      case I32 -> of(shape, ints().clone());
      case U8 -> of(shape, bytes().clone());
    };
  }

  /// Equal type, shape and bits.
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && dtype == that.dtype
        && shape.equals(that.shape)
        && switch (dtype) {
          case F32 -> Arrays.equals(floats(), that.floats());
          case I32 -> Arrays.equals(ints(), that.ints());
          case U8 -> Arrays.equals(bytes(), that.bytes());
        };
  }

  @Override
  public int hashCode() {
    return Objects.hash(dtype, shape, switch (dtype) {
      case F32 -> Arrays.hashCode(floats());
      case I32 -> Arrays.hashCode(ints());
      case U8 -> Arrays.hashCode(bytes());
    });
  }

  /// Type, shape and the first elements.
  @Override
  public String toString() {
    int shown = Math.min(size(), 10);
    StringBuilder text = new StringBuilder(dtype + " " + shape + " [");
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ").append(dtype == DType.F32 ? Float.toString(floats()[i]) : Integer.toString((int) get(i)));
    }
    return text.append(shown < size() ? ", …]" : "]").toString();
  }
}
