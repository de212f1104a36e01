package dev.gradus.plan;

import java.util.List;

/// A function applied to every element of an iteration space: straight-line code over numbered registers.
///
/// Registers 0 .. inputs - 1 hold the inputs' elements; instruction i writes register inputs + i and reads only earlier
/// ones. For example max(x, 0) · y:
///
///     new ElementwiseProgram(2, List.of(
///         new Constant(0f),                     // register 2
///         new Binary(MAXIMUM, 0, 2),            // register 3
///         new Binary(MULTIPLY, 3, 1)),          // register 4
///         List.of(4));
///
/// @param inputs the number of inputs
/// @param code the instructions, in order
/// @param outputs the registers that are results; one may be an input or appear twice
public record ElementwiseProgram(int inputs, List<Instruction> code, List<Integer> outputs) {
  public ElementwiseProgram {
    code = List.copyOf(code);
    outputs = List.copyOf(outputs);
    for (int i = 0; i < code.size(); i++) {
      int defined = inputs + i;
      assert switch (code.get(i)) {
        case Instruction.Constant _ -> true;
        case Instruction.Unary(_, int a) -> within(a, defined);
        case Instruction.Binary(_, int a, int b) -> within(a, defined) && within(b, defined);
        case Instruction.Select(int mask, int a, int b) ->
            within(mask, defined) && within(a, defined) && within(b, defined);
      } : "instruction " + i + " reads a register that is not yet written: " + code.get(i);
    }
    int registers = inputs + code.size();
    assert outputs.stream().allMatch(r -> within(r, registers)) : "an output is no register: " + outputs;
  }

  /// The program that returns its one input.
  public static ElementwiseProgram identity() {
    return new ElementwiseProgram(1, List.of(), List.of(0));
  }

  /// How many registers there are.
  public int registers() {
    return inputs + code.size();
  }

  private static boolean within(int register, int bound) {
    return register >= 0 && register < bound;
  }
}
