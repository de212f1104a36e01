package dev.gradus.op;

import java.util.List;

/// The same numbers, taken as constants by differentiation. Shapes: x [...] -> y [...]
public record StopGradient() implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    return Type.f32(Op.floats(inputs.getFirst()));
  }
}
