package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.List;

/// The length of an axis as a number, for means over the batch. Shapes: -> y []
public record Length(Dim dim) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 0);
    return Type.f32(Shape.SCALAR);
  }
}
