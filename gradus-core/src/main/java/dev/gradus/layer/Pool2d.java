package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.op.Window;

/// One number for each window of an image, channel by channel. Padding counts for nothing.
///
/// y_{n,i,j,c} = the largest, or the mean, of the x_{n, i·stride + p - padTop, j·stride + q - padLeft, c} with p, q < size
///
/// Shapes: x [N, h, w, c] -> y [N, oh, ow, c]
/// Source: definition.
///
/// @param kind what becomes of a window
/// @param size the window's height and width in pixels
/// @param stride how many pixels the window moves; default its size
/// @param padding default [Padding#VALID]
public record Pool2d(Kind kind, int size, int stride, Padding padding) implements NamedLayer {
  /// What becomes of a window.
  public enum Kind {
    /// Its largest number.
    MAX,
    /// The mean of its numbers.
    AVERAGE
  }

  public Pool2d {
    Require.positive("a pool's size", size);
    Require.positive("stride", stride);
  }

  /// The same layer with another stride.
  public Pool2d stride(int pixels) {
    return new Pool2d(kind, size, pixels, padding);
  }

  /// The same layer with other padding.
  public Pool2d padding(Padding other) {
    return new Pool2d(kind, size, stride, other);
  }

  @Override
  public String name() {
    return switch (kind) {
      case MAX -> "maxPool";
      case AVERAGE -> "averagePool";
    };
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    Window window = padding.window(size, size, stride, stride, 1, 1, x.shape().length(1), x.shape().length(2));
    return switch (kind) {
      case MAX -> x.maxPool(window);
      case AVERAGE -> x.averagePool(window);
    };
  }
}
