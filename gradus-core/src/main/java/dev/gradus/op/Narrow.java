package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// A run of places along one axis: `start` to `start + length - 1`. Shapes: x [..., d, ...] -> y [..., length, ...]
public record Narrow(int axis, int start, int length) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Shape from = Op.floats(inputs.getFirst());
    if (start < 0 || length < 0 || (long) start + length > from.length(axis)) {
      throw new ShapeException(
          "places " + start + " to " + ((long) start + length - 1) + " are outside axis " + axis + " = " + from.length(axis) + " of " + from);
    }
    return Type.f32(from.with(axis, Dim.of(length)));
  }
}
