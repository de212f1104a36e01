package dev.gradus.op;

import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// The gradient of [MaxPool2d]: each number of dy goes to the place in x that won its window.
///
/// Shapes: x [n, h, w, c], dy [n, oh, ow, c] -> dx [n, h, w, c]
public record MaxPool2dScatter(Window window) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 2);
    Shape x = Op.floats(inputs.get(0));
    Shape dy = Op.floats(inputs.get(1));
    if (!Conv2d.outputShape(x, window).equals(dy)) {
      throw new ShapeException("the output's gradient " + dy + " is not of the output's shape " + Conv2d.outputShape(x, window));
    }
    return Type.f32(x);
  }
}
