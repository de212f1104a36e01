package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// The matrix product of the last two axes: c_ij = Σ_k a_ik · b_kj, each one chain of fused multiply-adds over ascending k.
///
/// Shapes: a [..., m, k], b [..., k, n] -> c [..., m, n], leading axes alike; a transposed operand is stored with its last
/// two axes swapped.
///
/// @param transposeLeft a is stored [..., k, m]
/// @param transposeRight b is stored [..., n, k]
public record MatMul(boolean transposeLeft, boolean transposeRight) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 2);
    Shape a = Op.floats(inputs.get(0));
    Shape b = Op.floats(inputs.get(1));
    if (a.rank() < 2 || b.rank() < 2) {
      throw new ShapeException("both operands need at least 2 axes: left " + a + ", right " + b);
    }
    if (!a.sub(0, a.rank() - 2).equals(b.sub(0, b.rank() - 2))) {
      throw new ShapeException("leading axes differ: left " + a + ", right " + b);
    }
    int inLeft = transposeLeft ? a.rank() - 2 : a.rank() - 1;
    int inRight = transposeRight ? b.rank() - 1 : b.rank() - 2;
    if (!a.dim(inLeft).equals(b.dim(inRight))) {
      throw new ShapeException(
          "inner axes differ: left " + a + " axis " + inLeft + " = " + a.dim(inLeft) + ", right " + b + " axis " + inRight
              + " = " + b.dim(inRight) + "." + (fitsTransposed(a, b) ? " Transpose the right operand?" : ""));
    }
    Dim m = a.dim(transposeLeft ? -1 : -2);
    Dim n = b.dim(transposeRight ? -2 : -1);
    return Type.f32(a.with(-2, m).with(-1, n));
  }

  private boolean fitsTransposed(Shape a, Shape b) {
    return a.dim(transposeLeft ? -2 : -1).equals(b.dim(transposeRight ? -2 : -1));
  }
}
