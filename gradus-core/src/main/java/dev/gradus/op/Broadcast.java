package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// Repetition along axes of length 1 and along new axes in front. Shapes: x [1 or d_i, ...] -> y [..., d_i, ...]
public record Broadcast(Shape shape) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Shape from = Op.floats(inputs.getFirst());
    int added = shape.rank() - from.rank();
    if (added < 0) {
      throw new ShapeException("can't broadcast " + from + " to " + shape + ", which has fewer axes");
    }
    for (int i = 0; i < from.rank(); i++) {
      Dim dim = from.dim(i);
      if (!dim.equals(Dim.of(1)) && !dim.equals(shape.dim(i + added))) {
        throw new ShapeException(
            "can't broadcast " + from + " to " + shape + ": axis " + i + " = " + dim + " is neither 1 nor " + shape.dim(i + added));
      }
    }
    return Type.f32(shape);
  }

  /// The shape that two operands share once each is broadcast, by the usual rule: align the last axes; of two
  /// lengths one is 1, or they are equal.
  public static Shape common(Shape a, Shape b) {
    Shape longer = a.rank() >= b.rank() ? a : b;
    Shape shorter = a.rank() >= b.rank() ? b : a;
    int added = longer.rank() - shorter.rank();
    Shape result = longer;
    for (int i = 0; i < shorter.rank(); i++) {
      Dim one = shorter.dim(i);
      Dim other = longer.dim(i + added);
      if (other.equals(Dim.of(1))) {
        result = result.with(i + added, one);
      } else if (!one.equals(other) && !one.equals(Dim.of(1))) {
        throw new ShapeException(
            "shapes don't broadcast: left " + a + ", right " + b + ": lengths " + other + " and " + one + " of axis "
                + (i + added) + " differ and neither is 1");
      }
    }
    return result;
  }
}
