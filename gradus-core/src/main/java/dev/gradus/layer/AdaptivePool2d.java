package dev.gradus.layer;

import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.op.Window;
import dev.gradus.tensor.ShapeException;

/// Pooling to a given size: the image is cut into height × width equal windows.
///
/// Good for: networks that take images of several sizes.
///
/// y_{n,i,j,c} = the mean, or the largest, of the x_{n,p,q,c} with ⌊p · height / h⌋ = i and ⌊q · width / w⌋ = j
///
/// Shapes: x [N, h, w, c] -> y [N, height, width, c]
/// Throws ShapeException if h can't be divided by the height, or w by the width
/// Source: definition.
///
/// @param kind what becomes of a window
/// @param height the output's height in pixels
/// @param width the output's width in pixels
public record AdaptivePool2d(Pool2d.Kind kind, int height, int width) implements NamedLayer {
  public AdaptivePool2d {
    Require.positive("the output's height", height);
    Require.positive("the output's width", width);
  }

  @Override
  public String name() {
    return switch (kind) {
      case MAX -> "adaptiveMaxPool";
      case AVERAGE -> "adaptiveAveragePool";
    };
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    int rows = window(scope, "height", x.shape().length(1), height);
    int columns = window(scope, "width", x.shape().length(2), width);
    Window window = new Window(rows, columns, rows, columns, 0, 0, 0, 0, 1, 1);
    return switch (kind) {
      case MAX -> x.maxPool(window);
      case AVERAGE -> x.averagePool(window);
    };
  }

  private static int window(Scope scope, String side, int from, int to) {
    if (from == 0 || from % to != 0) {
      throw new ShapeException(
          "AdaptivePool2d" + Path.phrase(scope.path()) + ": the image's " + side + " (=" + from
              + ") must be divisible by the output's (=" + to + ")");
    }
    return from / to;
  }
}
