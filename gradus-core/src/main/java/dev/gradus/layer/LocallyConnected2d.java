package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.op.Window;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;

/// A convolution without sharing: each output pixel has filters and biases of its own:
/// y_{n,i,j,o} = bias_{i,j,o} + Σ_{p,q,c} x_{n, i·stride + p - padTop, j·stride + q - padLeft, c} · kernel_{(i,j),(p,q,c),o}
///
/// Good for: seeing what sharing is worth; images whose places mean different things, such as aligned faces.
///
/// Shapes: x [N, h, w, in], kernel [oh · ow, size · size · in, filters], bias [oh, ow, filters] -> y [N, oh, ow, filters]
/// Parameters: oh · ow · size · size · in · filters (+ oh · ow · filters)
/// Source: LeCun 1989, "Generalization and network design strategies". Deviation: none.
///
/// @param filters the number of output channels
/// @param size the filters' height and width in pixels
/// @param stride how many pixels the window moves; default 1
/// @param padding default [Padding#SAME]
/// @param kernelInitializer default He normal, for each place as for filters [size, size, in, filters]
/// @param bias default yes, starting at 0
public record LocallyConnected2d(int filters, int size, int stride, Padding padding, Initializer kernelInitializer, Bias bias)
    implements NamedLayer {
  public LocallyConnected2d {
    Require.positive("filters", filters);
    Require.positive("a filter's size", size);
    Require.positive("stride", stride);
  }

  LocallyConnected2d(int filters, int size) {
    this(filters, size, 1, Padding.SAME, Initializers.heNormal(), Bias.YES);
  }

  /// The same layer with another stride.
  public LocallyConnected2d stride(int pixels) {
    return new LocallyConnected2d(filters, size, pixels, padding, kernelInitializer, bias);
  }

  /// The same layer with other padding.
  public LocallyConnected2d padding(Padding other) {
    return new LocallyConnected2d(filters, size, stride, other, kernelInitializer, bias);
  }

  /// The same layer with another initialiser.
  public LocallyConnected2d initializer(Initializer other) {
    return new LocallyConnected2d(filters, size, stride, padding, other, bias);
  }

  /// The same layer without a bias, as before a normalisation.
  public LocallyConnected2d withoutBias() {
    return new LocallyConnected2d(filters, size, stride, padding, kernelInitializer, Bias.NO);
  }

  @Override
  public String name() {
    return "locallyConnected2d";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    Window window = padding.window(size, size, stride, stride, 1, 1, x.shape().length(1), x.shape().length(2));
    int rows = window.outputRows(x.shape().length(1));
    int columns = window.outputColumns(x.shape().length(2));
    Value padded = x.pad(1, window.padTop(), window.padBottom()).pad(2, window.padLeft(), window.padRight());
    if (rows < 1 || columns < 1) {
      throw new ShapeException(
          "LocallyConnected2d" + dev.gradus.graph.Path.phrase(scope.path()) + ": a window of " + size + " x " + size
              + " doesn't fit the padded image of " + padded.shape().length(1) + " x " + padded.shape().length(2));
    }
    List<Value> taps = new ArrayList<>();
    for (int p = 0; p < size; p++) {
      for (int q = 0; q < size; q++) {
        taps.add(every(every(padded, 1, p, rows), 2, q, columns));
      }
    }
    int channels = x.shape().length(3);
    int places = rows * columns;
    int inputs = size * size * channels;
    Value patches = Value.concat(3, taps).reshape(Shape.of(x.shape().dim(0), Dim.of(places), Dim.of(inputs)));
    Initializer each = (values, _, random) -> fill(values, Shape.of(size, size, channels, filters), random);
    Value kernel = scope.parameter("kernel", Shape.of(places, inputs, filters), each);
    Value y = patches.transpose(1, 0, 2).matmul(kernel).transpose(1, 0, 2)
        .reshape(Shape.of(x.shape().dim(0), Dim.of(rows), Dim.of(columns), Dim.of(filters)));
    return switch (bias) {
      case YES -> y.add(scope.parameter("bias", Shape.of(rows, columns, filters), Initializers.zeros()));
      case NO -> y;
    };
  }

  /// The places start, start + stride and so on along an axis, so many: narrowed, padded to whole strides, the first of
  /// each.
  private Value every(Value x, int axis, int start, int count) {
    Value run = x.narrow(axis, start, (count - 1) * stride + 1);
    if (stride == 1) {
      return run;
    }
    Shape split = run.shape().with(axis, Dim.of(count));
    List<Dim> dims = new ArrayList<>(split.dims());
    dims.add(axis + 1, Dim.of(stride));
    return run.pad(axis, 0, stride - 1).reshape(new Shape(dims)).narrow(axis + 1, 0, 1).reshape(split);
  }

  private void fill(float[] values, Shape filter, RandomStream random) {
    float[] one = new float[filter.size()];
    for (int start = 0; start < values.length; start += one.length) {
      kernelInitializer.fill(one, filter, random);
      System.arraycopy(one, 0, values, start, one.length);
    }
  }
}
