package dev.gradus.op;

import java.util.List;

/// The largest number in each window, channel by channel. Padding never wins; of equals the first in row-major order
/// wins; a NaN wins.
///
/// Shapes: x [n, h, w, c] -> y [n, oh, ow, c]
public record MaxPool2d(Window window) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Op.floats(inputs.getFirst());
    return Type.f32(Conv2d.outputShape(inputs.getFirst().shape(), window));
  }
}
