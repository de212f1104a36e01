package dev.gradus.backend;

import dev.gradus.graph.Value;
import dev.gradus.op.Conv2d;
import dev.gradus.op.Conv2dFilterGradient;
import dev.gradus.op.Conv2dInputGradient;
import dev.gradus.op.MatMul;
import dev.gradus.op.Window;

/// The concrete sizes of products, convolutions and pools, from the values of a graph.
public final class OpSizes {
  private OpSizes() {}

  /// Of c = op(a) · op(b).
  public static MatMulSize matmul(MatMul op, Value y, Sizing sizing) {
    int[] c = sizing.dims(y.shape());
    int[] a = sizing.dims(y.input(0).shape());
    int rank = c.length;
    return new MatMulSize(
        Strides.product(c, 0, rank - 2), c[rank - 2], c[rank - 1], a[op.transposeLeft() ? rank - 2 : rank - 1],
        op.transposeLeft(), op.transposeRight());
  }

  /// Of y = conv(x, filter).
  public static ConvSize forward(Conv2d op, Value y, Sizing sizing) {
    return size(y.input(0), y.shape().length(3), op.window(), op.groups(), sizing);
  }

  /// Of dx from (dy, filter).
  public static ConvSize inputGradient(Conv2dInputGradient op, Value dx, Sizing sizing) {
    return size(dx, dx.input(0).shape().length(3), op.window(), op.groups(), sizing);
  }

  /// Of dfilter from (x, dy).
  public static ConvSize filterGradient(Conv2dFilterGradient op, Value filter, Sizing sizing) {
    return size(filter.input(0), filter.shape().length(3), op.window(), op.groups(), sizing);
  }

  /// Of pooling over `images`.
  public static PoolSize pool(Window window, Value images, Sizing sizing) {
    int[] x = sizing.dims(images.shape());
    return new PoolSize(x[0], x[1], x[2], x[3], window);
  }

  private static ConvSize size(Value images, int filters, Window window, int groups, Sizing sizing) {
    int[] x = sizing.dims(images.shape());
    return new ConvSize(x[0], x[1], x[2], x[3], filters, groups, window);
  }
}
