package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;

/// Dropout of whole channels: while training each channel of each example is set to 0 with probability `rate`, and the
/// others are divided by 1 - rate: y_{n,...,c} = x_{n,...,c} · mask_{n,c} / (1 - rate); at inference nothing happens.
///
/// Good for: images and sequences, where a dropped number could be guessed from its neighbours.
///
/// Shapes: x [N, ..., c] with at least one axis between -> y [N, ..., c]
/// Throws ShapeException if there are no pixels
/// Source: Tompson, Goroshin, Jain, LeCun and Bregler 2015, arXiv:1411.4280. Deviation: scaled while training.
///
/// @param rate the fraction of channels dropped, in [0, 1)
public record SpatialDropout(double rate) implements NamedLayer {
  public SpatialDropout {
    Require.within("the dropout rate", rate, 0, 1);
  }

  @Override
  public String name() {
    return "spatialDropout";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.rank(scope, x, 3, "[N, ..., channels] with pixels");
    return switch (scope.mode()) {
      case INFERENCE -> x;
      case TRAINING -> {
        Shape mask = x.shape();
        for (int axis = 1; axis < mask.rank() - 1; axis++) {
          mask = mask.with(axis, Dim.of(1));
        }
        yield x.multiply(Noise.kept(scope, mask, rate).multiply(1 / (1 - rate)));
      }
    };
  }
}
