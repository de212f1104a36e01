package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// Convolution of images (as the field calls it: cross-correlation):
/// y_{n,i,j,o} = Σ_{p,q,c} x_{n, i·strideY + p·dilationY - padTop, j·strideX + q·dilationX - padLeft, c} · w_{p,q,c,o}
///
/// Shapes: x [n, h, w, c], filter [kh, kw, c / groups, o] -> y [n, oh, ow, o]; with groups, group g maps its c / groups
/// channels to its o / groups filters.
public record Conv2d(Window window, int groups) implements Op {
  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 2);
    Shape x = Op.floats(inputs.get(0));
    Shape filter = Op.floats(inputs.get(1));
    if (x.rank() != 4 || filter.rank() != 4) {
      throw new ShapeException(
          "expected images [n, height, width, channels] and filters [height, width, channels / groups, filters], got " + x
              + " and " + filter);
    }
    int channels = x.length(3);
    int filters = filter.length(3);
    checkGroups(channels, filters, groups);
    if (filter.length(2) != channels / groups) {
      throw new ShapeException(
          "channels differ: images " + x + " axis 3 = " + channels + (groups == 1 ? "" : " in " + groups + " groups")
              + ", filters " + filter + " axis 2 = " + filter.length(2));
    }
    if (filter.length(0) != window.height() || filter.length(1) != window.width()) {
      throw new ShapeException("filters " + filter + " don't have the window's size " + window.height() + " x " + window.width());
    }
    return Type.f32(outputShape(x, window).with(3, Dim.of(filters)));
  }

  static void checkGroups(int channels, int filters, int groups) {
    if (groups < 1 || channels % groups != 0) {
      throw new ShapeException("channels (=" + channels + ") must be divisible by groups (=" + groups + ")");
    }
    if (filters % groups != 0) {
      throw new ShapeException("filters (=" + filters + ") must be divisible by groups (=" + groups + ")");
    }
  }

  /// The images' shape after a window has slid over them.
  static Shape outputShape(Shape x, Window window) {
    if (x.rank() != 4) {
      throw new ShapeException("expected images [n, height, width, channels], got " + x);
    }
    int rows = window.outputRows(x.length(1));
    int columns = window.outputColumns(x.length(2));
    if (rows < 1 || columns < 1) {
      throw new ShapeException(
          "a window of " + window.height() + " x " + window.width() + " (dilation " + window.dilationY() + " x "
              + window.dilationX() + ") doesn't fit the padded image of "
              + (x.length(1) + window.padTop() + window.padBottom()) + " x "
              + (x.length(2) + window.padLeft() + window.padRight()));
    }
    return x.with(1, Dim.of(rows)).with(2, Dim.of(columns));
  }
}
