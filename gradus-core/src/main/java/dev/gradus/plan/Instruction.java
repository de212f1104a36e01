package dev.gradus.plan;

import dev.gradus.op.BinaryKind;
import dev.gradus.op.UnaryKind;

/// One instruction of an [ElementwiseProgram]: it writes the next register, from earlier ones.
public sealed interface Instruction {
  /// The same number everywhere.
  record Constant(float value) implements Instruction {}

  /// f(a)
  record Unary(UnaryKind kind, int a) implements Instruction {}

  /// f(a, b)
  record Binary(BinaryKind kind, int a, int b) implements Instruction {}

  /// mask ≠ 0 ? a : b
  record Select(int mask, int a, int b) implements Instruction {}
}
