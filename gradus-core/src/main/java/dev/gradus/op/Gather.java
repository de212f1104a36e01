package dev.gradus.op;

import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// Rows of a table by their numbers: y_{..., j} = table_{indices_..., j}
///
/// Shapes: table [v, d], indices `I32` [...] -> y [..., d], where v is fixed
///
/// A run throws GradusException at the first index outside 0 .. v - 1 in row-major order, before anything is read by it.
public record Gather() implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 2);
    Shape table = Op.floats(inputs.get(0));
    if (table.rank() != 2) {
      throw new ShapeException("expected a table [rows, columns], got " + table);
    }
    table.length(0);
    return Type.f32(indices(inputs.get(1)).append(table.dim(1)));
  }

  static Shape indices(Type type) {
    if (type.dtype() != DType.I32) {
      throw new ShapeException("expected I32 indices, got " + type);
    }
    return type.shape();
  }
}
