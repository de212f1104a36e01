package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// The gradient of [AveragePool2d]: each number of dy is shared out evenly over its window.
///
/// Shapes: dy [n, oh, ow, c] -> dx [n, height, width, c]
public record AveragePool2dGradient(Window window, int height, int width) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Shape dy = Op.floats(inputs.getFirst());
    Shape dx = dy.with(1, Dim.of(height)).with(2, Dim.of(width));
    if (!Conv2d.outputShape(dx, window).equals(dy)) {
      throw new ShapeException("the output's gradient " + dy + " is not of the output's shape " + Conv2d.outputShape(dx, window));
    }
    return Type.f32(dx);
  }
}
