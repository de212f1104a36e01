package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.List;

/// The gradient of [Conv2d] by its images, which is also the transposed convolution.
///
/// Shapes: dy [n, oh, ow, o], filter [kh, kw, c / groups, o] -> dx [n, height, width, c]
public record Conv2dInputGradient(Window window, int groups, int height, int width) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 2);
    Shape dy = Op.floats(inputs.get(0));
    Shape filter = Op.floats(inputs.get(1));
    Shape dx = dy.with(1, Dim.of(height)).with(2, Dim.of(width)).with(3, Dim.of(filter.length(2) * groups));
    Shape expected = new Conv2d(window, groups).infer(List.of(Type.f32(dx), inputs.get(1))).shape();
    if (!expected.equals(dy)) {
      throw new dev.gradus.tensor.ShapeException("the output's gradient " + dy + " is not of the output's shape " + expected);
    }
    return Type.f32(dx);
  }
}
