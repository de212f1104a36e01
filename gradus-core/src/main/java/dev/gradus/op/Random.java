package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// Random numbers as a function of (seed, stream, step, sample, element), without state.
///
/// Input: `I32 [4]` = seed's low word, seed's high word, step, index of the batch's first row within the step. Element e
/// of a row is word e mod 4 of the Philox block with key(seed, stream) and counter (e / 4, row, step, 0). If axis 0 is
/// the batch, its rows are the samples; otherwise the whole value is one row, with counter (e / 4, 0, step, 1).
///
/// @param distribution how the random bits become numbers
/// @param stream a name that no other random value in the model has: the scope's path
/// @param shape the shape of the result
public record Random(Distribution distribution, String stream, Shape shape) implements Op {
  /// How 32 random bits become a number.
  public enum Distribution {
    /// Uniform in [0, 1): the upper 24 bits times 2^-24.
    UNIFORM,
    /// Normal with mean 0 and deviation 1, by Box and Muller from elements e and e ^ 1 of the row: the even element
    /// takes the cosine, the odd one the sine. Computed in double by StrictMath, then rounded.
    NORMAL
  }

  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    if (!inputs.getFirst().equals(Type.i32(Shape.of(4)))) {
      throw new ShapeException("the random counter must be I32 [4], not " + inputs.getFirst());
    }
    return Type.f32(shape);
  }

  /// Whether axis 0 of the result counts samples.
  public boolean batched() {
    return shape.rank() > 0 && shape.dim(0).equals(Dim.BATCH);
  }
}
