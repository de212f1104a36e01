package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.List;

/// Many numbers to one along the neighbouring axes `first` to `last`, which stay with length 1.
///
/// Shapes: x [a.., r.., b..] -> y [a.., 1.., b..]
public record Reduce(ReduceKind kind, int first, int last) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Shape shape = Op.floats(inputs.getFirst());
    for (int axis = first; axis <= last; axis++) {
      shape = shape.with(axis, Dim.of(1));
    }
    return Type.f32(shape);
  }

  @Override
  public String name() {
    return "Reduce" + kind.name().charAt(0) + kind.name().substring(1).toLowerCase(java.util.Locale.ROOT);
  }
}
