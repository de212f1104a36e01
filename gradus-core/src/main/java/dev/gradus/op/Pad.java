package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// Zeros before and after along one axis. Shapes: x [..., d, ...] -> y [..., before + d + after, ...]
public record Pad(int axis, int before, int after) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Shape from = Op.floats(inputs.getFirst());
    if (before < 0 || after < 0) {
      throw new ShapeException("can't pad axis " + axis + " of " + from + " by " + before + " before and " + after + " after");
    }
    return Type.f32(from.with(axis, Dim.of(Math.addExact(Math.addExact(before, after), from.length(axis)))));
  }
}
