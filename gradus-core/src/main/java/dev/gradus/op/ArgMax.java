package dev.gradus.op;

import dev.gradus.tensor.Shape;
import java.util.List;

/// The index of the largest number along the last axis; the first of equals; a NaN counts as the largest.
///
/// Shapes: x [..., d] -> y `I32` [...]
public record ArgMax() implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Shape shape = Op.floats(inputs.getFirst());
    return Type.i32(shape.without(-1));
  }
}
