package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;

/// A residual block that examples skip at random while training: y = shortcut(x) + b / survival · block(x), where b is 1
/// with probability `survival` for each example, else 0; at inference y = shortcut(x) + block(x).
///
/// Good for: very deep residual networks, whose later blocks are given a lower survival. No time is saved: the block is
/// computed for all.
///
/// Source: Huang, Sun, Liu, Sedra and Weinberger 2016, arXiv:1603.09382. Deviation: drawn for each example instead of for
/// each batch, and scaled while training instead of at inference.
///
/// @param block what is learned; its output has the shortcut's shape
/// @param shortcut the way around; default the identity
/// @param survival the paper's p, in (0, 1]
public record StochasticDepth(Layer block, Layer shortcut, double survival) implements NamedLayer {
  public StochasticDepth {
    if (!(survival > 0 && survival <= 1)) {
      throw new dev.gradus.GradusException("the survival probability must be in (0, 1], not " + survival);
    }
  }

  /// The same layer with another way around.
  public StochasticDepth shortcut(Layer other) {
    return new StochasticDepth(block, other, survival);
  }

  @Override
  public String name() {
    return "stochasticDepth";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Layer through = switch (scope.mode()) {
      case INFERENCE -> block;
      case TRAINING -> (inner, value) -> {
        Value y = Sequential.inline(block, inner, value);
        Shape perExample = y.shape();
        for (int axis = 1; axis < perExample.rank(); axis++) {
          perExample = perExample.with(axis, Dim.of(1));
        }
        return y.multiply(Noise.kept(inner, perExample, 1 - survival).divide(survival));
      };
    };
    return new Residual(through, shortcut).build(scope, x);
  }
}
