package dev.gradus.op;

import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// A choice at each place: y = mask ≠ 0 ? a : b. Shapes: mask, a, b [...] alike -> y [...]
public record Select() implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 3);
    Shape mask = Op.floats(inputs.get(0));
    Shape a = Op.floats(inputs.get(1));
    Shape b = Op.floats(inputs.get(2));
    if (!a.equals(mask) || !b.equals(mask)) {
      throw new ShapeException("shapes differ: mask " + mask + ", first " + a + ", second " + b);
    }
    return Type.f32(a);
  }
}
