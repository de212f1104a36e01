package dev.gradus.op;

import java.util.List;

/// The mean of each window, channel by channel, over the pixels inside the image: padding doesn't count.
///
/// Shapes: x [n, h, w, c] -> y [n, oh, ow, c]
public record AveragePool2d(Window window) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Op.floats(inputs.getFirst());
    return Type.f32(Conv2d.outputShape(inputs.getFirst().shape(), window));
  }
}
