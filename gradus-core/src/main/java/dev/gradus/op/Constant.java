package dev.gradus.op;

import dev.gradus.tensor.Shape;
import java.util.List;

/// One number. Float backends round it to float32, the reference uses it as it is.
public record Constant(double value) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 0);
    return Type.f32(Shape.SCALAR);
  }
}
