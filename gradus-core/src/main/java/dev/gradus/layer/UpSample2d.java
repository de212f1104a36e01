package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;

/// Each pixel as a block of equal ones (nearest neighbour): y_{n,i,j,c} = x_{n, i / factor, j / factor, c}, rounded down
///
/// Shapes: x [N, h, w, c] -> y [N, h · factor, w · factor, c]
/// Source: definition.
///
/// @param factor how many times higher and wider
public record UpSample2d(int factor) implements NamedLayer {
  public UpSample2d {
    Require.positive("factor", factor);
  }

  @Override
  public String name() {
    return "upSample2d";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    Shape from = x.shape();
    Dim one = Dim.of(1);
    Dim times = Dim.of(factor);
    return x.reshape(Shape.of(from.dim(0), from.dim(1), one, from.dim(2), one, from.dim(3)))
        .broadcast(Shape.of(from.dim(0), from.dim(1), times, from.dim(2), times, from.dim(3)))
        .reshape(Shape.of(from.dim(0), from.dim(1).times(times), from.dim(2).times(times), from.dim(3)));
  }
}
