package dev.gradus.backend.scalar;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.plan.Instruction;
import dev.gradus.backend.Operand;
import java.util.List;

/// Runs an elementwise program for one element at a time.
final class ScalarProgram {
  private final ElementwiseProgram program;
  private final int[] dims;
  private final List<Operand> inputs;
  private final float[] registers;
  private final int[] index;

  ScalarProgram(ElementwiseProgram program, int[] dims, List<Operand> inputs) {
    this.program = program;
    this.dims = dims.clone();
    this.inputs = List.copyOf(inputs);
    this.registers = new float[program.registers()];
    this.index = new int[dims.length];
  }

  /// Computes all registers for the element at row-major `position`.
  void evaluate(long position) {
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      index[axis] = (int) (position % dims[axis]);
      position /= dims[axis];
    }
    for (int i = 0; i < inputs.size(); i++) {
      Operand input = inputs.get(i);
      int at = input.slice().offset();
      for (int axis = 0; axis < dims.length; axis++) {
        at += index[axis] * input.strides()[axis];
      }
      registers[i] = input.slice().array()[at];
    }
    for (int i = 0; i < program.code().size(); i++) {
      registers[program.inputs() + i] = switch (program.code().get(i)) {
        case Instruction.Constant(float value) -> value;
        case Instruction.Unary(var kind, int a) -> ScalarMath.apply(kind, registers[a]);
        case Instruction.Binary(var kind, int a, int b) -> ScalarMath.apply(kind, registers[a], registers[b]);
        case Instruction.Select(int mask, int a, int b) -> registers[mask] != 0f ? registers[a] : registers[b];
      };
    }
  }

  /// The value of the program's output number `i` for the last element evaluated.
  float output(int i) {
    return registers[program.outputs().get(i)];
  }
}
