package dev.gradus.op;

import java.util.List;

/// A value that is given at each run.
///
/// @param label how the caller names it
/// @param type what the caller must give
public record Input(String label, Type type) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 0);
    return type;
  }
}
