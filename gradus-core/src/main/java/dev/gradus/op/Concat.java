package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// Values one after another along one axis. Shapes: x_i [..., d_i, ...] -> y [..., Σ d_i, ...]
public record Concat(int axis) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    if (inputs.isEmpty()) {
      throw new ShapeException("nothing to concatenate");
    }
    Shape first = Op.floats(inputs.getFirst());
    int length = 0;
    for (int i = 0; i < inputs.size(); i++) {
      Shape shape = Op.floats(inputs.get(i));
      if (shape.rank() != first.rank() || !shape.without(axis).equals(first.without(axis))) {
        throw new ShapeException(
            "shapes differ in an axis other than " + axis + ": first " + first + ", number " + (i + 1) + " " + shape);
      }
      length = Math.addExact(length, shape.length(axis));
    }
    return Type.f32(first.with(axis, Dim.of(length)));
  }
}
