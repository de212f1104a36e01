package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// The gradient of [Gather] by its table: each row of dy is added to the row of the table that its index names, in ascending
/// order of position. Rows that no index names are 0.
///
/// Shapes: dy [..., d], indices `I32` [...] -> dtable [rows, d]
///
/// A run throws GradusException at the first index outside 0 .. rows - 1 in row-major order, before anything is written.
///
/// @param rows the number of rows of the table
public record ScatterAdd(int rows) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 2);
    Shape dy = Op.floats(inputs.get(0));
    Shape indices = Gather.indices(inputs.get(1));
    if (dy.rank() != indices.rank() + 1 || !dy.without(-1).equals(indices)) {
      throw new ShapeException("the rows " + dy + " are not one for each of the indices " + indices);
    }
    return Type.f32(Shape.of(Dim.of(rows), dy.dim(-1)));
  }
}
