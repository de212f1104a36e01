package dev.gradus.op;

import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// The same numbers in the same row-major order under another shape.
public record Reshape(Shape shape) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Shape from = inputs.getFirst().shape();
    if (!from.elements().equals(shape.elements())) {
      throw new ShapeException(
          "can't reshape " + from + " with " + from.elements() + " elements to " + shape + " with " + shape.elements());
    }
    return new Type(inputs.getFirst().dtype(), shape);
  }
}
