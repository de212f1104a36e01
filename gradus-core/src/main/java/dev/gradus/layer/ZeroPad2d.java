package dev.gradus.layer;

import dev.gradus.graph.Value;

/// Rows and columns of zeros around images.
///
/// y_{n,i,j,c} = x_{n, i - top, j - left, c} within the image, else 0
///
/// Shapes: x [N, h, w, c] -> y [N, top + h + bottom, left + w + right, c]
/// Source: definition.
///
/// @param padding how many on each side
public record ZeroPad2d(Padding.Explicit padding) implements NamedLayer {
  @Override
  public String name() {
    return "zeroPad2d";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    return x.pad(1, padding.top(), padding.bottom()).pad(2, padding.left(), padding.right());
  }
}
