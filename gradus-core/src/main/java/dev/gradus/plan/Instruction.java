package dev.gradus.plan;

import dev.gradus.op.BinaryKind;
import dev.gradus.op.UnaryKind;

/// One line of an `ElementwiseProgram`: how a register's number comes from earlier registers.
public sealed interface Instruction {
  /// The same number everywhere.
  record Constant(float value) implements Instruction {}

  /// A function of register `a`.
  record Unary(UnaryKind kind, int a) implements Instruction {}

  /// A function of registers `a` and `b`.
  record Binary(BinaryKind kind, int a, int b) implements Instruction {}

  /// Register `a` where register `mask` is not 0 (NaN is not 0), else register `b`.
  record Select(int mask, int a, int b) implements Instruction {}
}
