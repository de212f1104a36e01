package dev.gradus.op;

import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// A function of two numbers at the same place: y = f(a, b). Shapes: a, b [...] alike -> y [...]
///
/// Broadcasting is an op of its own, [Broadcast], which the builder methods insert.
public record Binary(BinaryKind kind) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 2);
    Shape a = Op.floats(inputs.get(0));
    Shape b = Op.floats(inputs.get(1));
    if (!a.equals(b)) {
      throw new ShapeException("shapes differ: left " + a + ", right " + b);
    }
    return Type.f32(a);
  }

  @Override
  public String name() {
    return kind.name();
  }
}
