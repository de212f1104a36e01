package dev.gradus.op;

import java.util.List;

/// Whole numbers as integers, for data sets that deliver ids as floats. Shapes: x `F32` [...] -> y `I32` [...]
///
/// Exact. A run throws GradusException at the first number in row-major order that is not whole, or beyond ±2^24, up to which
/// float32 has every whole number; so at a NaN too.
public record ToIndex() implements Op {
  /// 2^24: beyond it float32 skips whole numbers, so one there may stand for another.
  public static final int LIMIT = 1 << 24;

  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    return Type.i32(Op.floats(inputs.getFirst()));
  }
}
