package dev.gradus.op;

import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// The index of the largest number along the last axis; the first of equals; a NaN counts as the largest.
///
/// Shapes: x [..., d] -> y `I32` [...], where d is fixed and at least 1
public record ArgMax() implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Shape shape = Op.floats(inputs.getFirst());
    if (shape.length(-1) < 1) {
      throw new ShapeException("the last axis of " + shape + " is empty, so it has no largest number");
    }
    return Type.i32(shape.without(-1));
  }
}
