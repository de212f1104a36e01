package dev.gradus.op;

import java.util.List;

/// The door for an operation of the user's own. See [CustomOp].
public record Custom(CustomOp op) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    return Type.f32(op.infer(inputs.stream().map(Op::floats).toList()));
  }

  @Override
  public String name() {
    return op.name();
  }
}
