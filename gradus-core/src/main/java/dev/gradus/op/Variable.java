package dev.gradus.op;

import dev.gradus.tensor.Shape;
import java.util.List;

/// A named array of floats that outlives a run: a weight, or state such as a running mean.
///
/// @param path the name within the model, such as `"conv2d_1/filter"`
/// @param shape its fixed shape
/// @param role whether training adjusts it by its gradient
public record Variable(String path, Shape shape, Role role) implements Op {
  /// What a variable is to training.
  public enum Role {
    /// Adjusted by the optimizer.
    PARAMETER,
    /// Kept by a layer: running statistics. Saved with the model, never given a gradient.
    STATE,
    /// Kept by the optimizer: momentum and its kin. Saved with a checkpoint, not with the model.
    SLOT
  }

  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 0);
    return Type.f32(shape);
  }
}
