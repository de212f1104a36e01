package dev.gradus.backend.scalar;

import dev.gradus.plan.ElementwiseProgram;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Operand;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import java.util.List;

/// An elementwise program over an iteration space, an element at a time.
///
/// The outputs are row-major over the space. An output may lie exactly on a row-major input (an update in place), but
/// must not overlap any other operand.
public final class ScalarElementwise implements Kernel {
  private final ScalarProgram program;
  private final List<Slice> outputs;
  private final long size;

  /// The kernel for `program` over the space `dims`.
  public ScalarElementwise(ElementwiseProgram program, int[] dims, List<Operand> inputs, List<Slice> outputs) {
    this.program = new ScalarProgram(program, dims, inputs);
    this.outputs = List.copyOf(outputs);
    long product = 1;
    for (int dim : dims) {
      product *= dim;
    }
    this.size = product;
  }

  @Override
  public void run(Workers workers) {
    for (long position = 0; position < size; position++) {
      program.evaluate(position);
      for (int i = 0; i < outputs.size(); i++) {
        outputs.get(i).array()[outputs.get(i).offset() + (int) position] = program.output(i);
      }
    }
  }
}
