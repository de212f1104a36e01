package dev.gradus.op;

import dev.gradus.tensor.DType;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// Integers as floats, rounded to the nearest. Shapes: x `I32` [...] -> y `F32` [...]
public record Cast() implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    if (inputs.getFirst().dtype() != DType.I32) {
      throw new ShapeException("expected an I32 input, got " + inputs.getFirst());
    }
    return Type.f32(inputs.getFirst().shape());
  }
}
