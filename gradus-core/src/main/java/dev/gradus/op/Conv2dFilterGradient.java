package dev.gradus.op;

import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// The gradient of [Conv2d] by its filters.
///
/// Shapes: x [n, h, w, c], dy [n, oh, ow, o] -> dfilter [kh, kw, c / groups, o]
public record Conv2dFilterGradient(Window window, int groups) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 2);
    Shape x = Op.floats(inputs.get(0));
    Shape dy = Op.floats(inputs.get(1));
    int filters = dy.length(-1);
    Conv2d.checkGroups(x.length(-1), filters, groups);
    Shape filter = Shape.of(window.height(), window.width(), x.length(-1) / groups, filters);
    Shape expected = new Conv2d(window, groups).infer(List.of(inputs.get(0), Type.f32(filter))).shape();
    if (!expected.equals(dy)) {
      throw new ShapeException("the output's gradient " + dy + " is not of the output's shape " + expected);
    }
    return Type.f32(filter);
  }
}
