package dev.gradus.op;

import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// A row of zeros with a one at the label. Shapes: labels `I32` [...] -> y [..., depth]
///
/// A label outside 0 .. depth - 1 gives a row of zeros; data sets refuse such labels before they get here.
public record OneHot(int depth) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    if (inputs.getFirst().dtype() != DType.I32) {
      throw new ShapeException("expected I32 labels, got " + inputs.getFirst());
    }
    return Type.f32(inputs.getFirst().shape().append(Dim.of(depth)));
  }
}
