package dev.gradus.layer;

import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.op.Conv2dInputGradient;
import dev.gradus.op.Window;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// A convolution the other way round: each input pixel lays its filters, times its numbers, over the output:
/// y_{n, i·stride + p·dilation - padTop, j·stride + q·dilation - padLeft, o} = bias_o + the sum over i, j, p, q, c of
/// x_{n,i,j,c} · filter_{p,q,c,o}
///
/// Good for: making images larger with learned filters.
///
/// Shapes: x [N, h, w, in], filter [size, size, in, filters], bias [filters] -> y [N, oh, ow, filters], where oh = h ·
/// stride with padding SAME, else (h - 1) · stride + dilation · (size - 1) + 1 - padTop - padBottom
/// Parameters: size · size · in · filters (+ filters)
/// Source: Zeiler, Krishnan, Taylor and Fergus 2010, "Deconvolutional networks"; Dumoulin and Visin 2016, arXiv:1603.07285,
/// for the arithmetic. Deviation: none.
///
/// @param filters the number of output channels
/// @param size the filters' height and width in pixels
/// @param stride how many times larger the output is; default 1
/// @param padding what is cut off the output; default [Padding#SAME]
/// @param dilation the distance between taps in pixels; default 1
/// @param filterInitializer default He normal
/// @param bias default yes, starting at 0
public record TransposedConv2d(
    int filters, int size, int stride, Padding padding, int dilation, Initializer filterInitializer, Bias bias)
    implements NamedLayer {
  public TransposedConv2d {
    Require.positive("filters", filters);
    Require.positive("a filter's size", size);
    Require.positive("stride", stride);
    Require.positive("dilation", dilation);
  }

  TransposedConv2d(int filters, int size) {
    this(filters, size, 1, Padding.SAME, 1, Initializers.heNormal(), Bias.YES);
  }

  /// The same layer with another stride.
  public TransposedConv2d stride(int pixels) {
    return new TransposedConv2d(filters, size, pixels, padding, dilation, filterInitializer, bias);
  }

  /// The same layer with other padding.
  public TransposedConv2d padding(Padding other) {
    return new TransposedConv2d(filters, size, stride, other, dilation, filterInitializer, bias);
  }

  /// The same layer with another dilation.
  public TransposedConv2d dilation(int pixels) {
    return new TransposedConv2d(filters, size, stride, padding, pixels, filterInitializer, bias);
  }

  /// The same layer with another initialiser.
  public TransposedConv2d initializer(Initializer other) {
    return new TransposedConv2d(filters, size, stride, padding, dilation, other, bias);
  }

  /// The same layer without a bias, as before a normalisation.
  public TransposedConv2d withoutBias() {
    return new TransposedConv2d(filters, size, stride, padding, dilation, filterInitializer, Bias.NO);
  }

  @Override
  public String name() {
    return "transposedConv2d";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    int rows = outputs(x.shape().length(1));
    int columns = outputs(x.shape().length(2));
    Window window = padding.window(size, size, stride, stride, dilation, dilation, rows, columns);
    int height = rows;
    int width = columns;
    if (padding instanceof Padding.Explicit) {
      height -= window.padTop() + window.padBottom();
      width -= window.padLeft() + window.padRight();
    }
    if (height < 1 || width < 1) {
      throw new ShapeException(
          "TransposedConv2d" + Path.phrase(scope.path()) + ": the padding leaves nothing of the output of " + rows + " x "
              + columns);
    }
    // Stored like other filters, so that initialisers count fans right; the op has the output's channels third.
    Value filter = scope.parameter("filter", Shape.of(size, size, x.shape().length(3), filters), filterInitializer);
    Value turned = filter.transpose(0, 1, 3, 2);
    return bias.add(scope, Value.of(new Conv2dInputGradient(window, 1, height, width), List.of(x, turned)), filters);
  }

  /// The output's size, explicit padding not yet cut off.
  private int outputs(int inputs) {
    return switch (padding) {
      case Padding.Same _ -> inputs * stride;
      case Padding.Explicit _ -> (inputs - 1) * stride + dilation * (size - 1) + 1;
    };
  }
}
