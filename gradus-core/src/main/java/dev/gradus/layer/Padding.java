package dev.gradus.layer;

import dev.gradus.GradusException;
import dev.gradus.op.Window;

/// How many zeros a convolution or pooling sees around an image.
public sealed interface Padding {
  /// As many that the output is the input's size divided by the stride, rounded up; the odd one goes after.
  Padding SAME = new Same();

  /// None: the window stays inside the image.
  Padding VALID = new Explicit(0, 0, 0, 0);

  /// See [#SAME].
  record Same() implements Padding {}

  /// So many rows and columns.
  record Explicit(int top, int bottom, int left, int right) implements Padding {
    public Explicit {
      if (top < 0 || bottom < 0 || left < 0 || right < 0) {
        throw new GradusException("padding can't be negative: top " + top + ", bottom " + bottom + ", left " + left + ", right " + right);
      }
    }
  }

  /// The same number of rows and columns on all sides.
  static Padding of(int pixels) {
    return new Explicit(pixels, pixels, pixels, pixels);
  }

  /// The window over an image of `rows` × `columns`.
  default Window window(
      int height, int width, int strideY, int strideX, int dilationY, int dilationX, int rows, int columns) {
    return switch (this) {
      case Explicit(int top, int bottom, int left, int right) ->
          new Window(height, width, strideY, strideX, top, bottom, left, right, dilationY, dilationX);
      case Same _ -> {
        int y = same(rows, height, strideY, dilationY);
        int x = same(columns, width, strideX, dilationX);
        yield new Window(height, width, strideY, strideX, y / 2, y - y / 2, x / 2, x - x / 2, dilationY, dilationX);
      }
    };
  }

  private static int same(int size, int kernel, int stride, int dilation) {
    int outputs = Math.ceilDiv(size, stride);
    return Math.max(0, (outputs - 1) * stride + dilation * (kernel - 1) + 1 - size);
  }
}
