package dev.gradus.plan;

import java.util.List;

/// A chain of elementwise functions that is computed in one pass over memory.
///
/// Registers are numbered: first the inputs, then one for each instruction. Each number of each result is computed by the
/// same IEEE operations as if every instruction had been a step of its own, so fusing never changes a bit.
///
/// @param inputs how many registers are loaded from memory
/// @param code the instructions, each reading earlier registers
/// @param outputs the registers that are stored
public record ElementwiseProgram(int inputs, List<Instruction> code, List<Integer> outputs) {
  public ElementwiseProgram {
    code = List.copyOf(code);
    outputs = List.copyOf(outputs);
  }

  /// The program that stores its only input.
  public static ElementwiseProgram identity() {
    return new ElementwiseProgram(1, List.of(), List.of(0));
  }

  /// The number of registers.
  public int registers() {
    return inputs + code.size();
  }
}
