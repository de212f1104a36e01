package dev.gradus.op;

import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;

/// What a value in a graph is: its element type and its shape.
public record Type(DType dtype, Shape shape) {
  /// A float32 type.
  public static Type f32(Shape shape) {
    return new Type(DType.F32, shape);
  }

  /// An int32 type.
  public static Type i32(Shape shape) {
    return new Type(DType.I32, shape);
  }

  @Override
  public String toString() {
    return dtype + " " + shape;
  }
}
