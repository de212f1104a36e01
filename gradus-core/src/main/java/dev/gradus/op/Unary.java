package dev.gradus.op;

import java.util.List;

/// A function of each number: y = f(x). Shapes: x [...] -> y [...]
public record Unary(UnaryKind kind) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    return Type.f32(Op.floats(inputs.getFirst()));
  }

  @Override
  public String name() {
    return kind.name();
  }
}
