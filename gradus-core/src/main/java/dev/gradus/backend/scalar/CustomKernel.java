package dev.gradus.backend.scalar;

import dev.gradus.backend.Binding;
import dev.gradus.backend.Kernel;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Strides;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Value;
import dev.gradus.op.CustomOp;
import java.util.ArrayList;
import java.util.List;

/// Runs a user's op on arrays of its own, so that it can't reach into anything else's memory.
final class CustomKernel implements Kernel {
  private final CustomOp op;
  private final List<int[]> shapes = new ArrayList<>();
  private final List<Slice> from = new ArrayList<>();
  private final List<float[]> inputs = new ArrayList<>();
  private final Slice to;
  private final float[] output;

  CustomKernel(CustomOp op, Value y, Binding binding) {
    this.op = op;
    for (Value input : y.inputs()) {
      int[] dims = binding.dims(input.shape());
      shapes.add(dims);
      from.add(binding.slice(input));
      inputs.add(new float[Strides.size(dims)]);
    }
    to = binding.slice(y);
    output = new float[Strides.size(binding.dims(y.shape()))];
  }

  @Override
  public void run(Workers workers) {
    for (int i = 0; i < inputs.size(); i++) {
      float[] copy = inputs.get(i);
      System.arraycopy(from.get(i).array(), from.get(i).offset(), copy, 0, copy.length);
    }
    op.compute(shapes, inputs, output);
    System.arraycopy(output, 0, to.array(), to.offset(), output.length);
  }
}
