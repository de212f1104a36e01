package dev.gradus.op;

import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// The numbers of v at the places in x that win their windows: the gradient of [MaxPool2dScatter] by dy.
///
/// Shapes: x [n, h, w, c], v [n, h, w, c] -> y [n, oh, ow, c]
public record MaxPool2dGather(Window window) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 2);
    Shape x = Op.floats(inputs.get(0));
    Shape v = Op.floats(inputs.get(1));
    if (!x.equals(v)) {
      throw new ShapeException("shapes differ: left " + x + ", right " + v);
    }
    return Type.f32(Conv2d.outputShape(x, window));
  }
}
