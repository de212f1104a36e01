package dev.gradus.layer;

import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.tensor.ShapeException;

/// Layers for which the steps whose id is 0 don't count: such steps only fill up a sequence to the common length. Attention and
/// global pooling leave them out, recurrent layers keep their state ([Scope#mask]): mask_{n,t} = 0 if ids_{n,t} = 0, else 1
///
/// Shapes: ids [N, T] `I32` or `F32` -> what the layers make of them
/// Throws ShapeException if the ids are not [N, T]
/// Source: definition.
///
/// @param layers what the ids are given to, as they are; the first is an [Embedding] as a rule
public record MaskZeros(Layer layers) implements NamedLayer {
  @Override
  public String name() {
    return "maskZeros";
  }

  @Override
  public Value build(Scope scope, Value ids) {
    if (ids.shape().rank() != 2) {
      throw new ShapeException("layer" + Path.phrase(scope.path()) + " expects ids [N, steps], got " + ids.shape());
    }
    Value padding = ids.toFloat().equalTo(Value.constant(0));
    return Sequential.inline(layers, scope.masked(Value.constant(1).subtract(padding)), ids);
  }
}
