package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;

/// A convolution of sequences: y_{n,i,o} = bias_o + Σ_{q,c} x_{n, i·stride + q·dilation - padLeft, c} · filter_{0,q,c,o}
///
/// Computed as a convolution of images of height 1.
///
/// Shapes: x [N, length, in], filter [1, size, in / groups, filters], bias [filters] -> y [N, olength, filters]
/// Parameters: size · in / groups · filters (+ filters)
/// Source: Waibel, Hanazawa, Hinton, Shikano and Lang 1989, doi:10.1109/29.21701. Deviation: the function of the sum is a
/// layer of its own.
///
/// @param filters the number of output channels
/// @param size the filters' length in steps
/// @param stride how many steps the window moves; default 1
/// @param padding default [Padding#SAME]; of an explicit one, left and right count
/// @param dilation the distance between taps in steps; default 1
/// @param groups into how many separate convolutions the channels are cut; default 1
/// @param filterInitializer default He normal
/// @param bias default yes, starting at 0
public record Conv1d(
    int filters, int size, int stride, Padding padding, int dilation, int groups, Initializer filterInitializer, Bias bias)
    implements NamedLayer {
  public Conv1d {
    Require.positive("filters", filters);
    Require.positive("a filter's size", size);
    Require.positive("stride", stride);
    Require.positive("dilation", dilation);
    Require.positive("groups", groups);
  }

  Conv1d(int filters, int size) {
    this(filters, size, 1, Padding.SAME, 1, 1, Initializers.heNormal(), Bias.YES);
  }

  /// The same layer with another stride.
  public Conv1d stride(int steps) {
    return new Conv1d(filters, size, steps, padding, dilation, groups, filterInitializer, bias);
  }

  /// The same layer with other padding.
  public Conv1d padding(Padding other) {
    return new Conv1d(filters, size, stride, other, dilation, groups, filterInitializer, bias);
  }

  /// The same layer with another dilation.
  public Conv1d dilation(int steps) {
    return new Conv1d(filters, size, stride, padding, steps, groups, filterInitializer, bias);
  }

  /// The same layer with another number of groups.
  public Conv1d groups(int count) {
    return new Conv1d(filters, size, stride, padding, dilation, count, filterInitializer, bias);
  }

  /// The same layer with another initialiser.
  public Conv1d initializer(Initializer other) {
    return new Conv1d(filters, size, stride, padding, dilation, groups, other, bias);
  }

  /// The same layer without a bias, as before a normalisation.
  public Conv1d withoutBias() {
    return new Conv1d(filters, size, stride, padding, dilation, groups, filterInitializer, Bias.NO);
  }

  @Override
  public String name() {
    return "conv1d";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Steps.require(scope, x);
    Padding sides = switch (padding) {
      case Padding.Same same -> same;
      case Padding.Explicit(int _, int _, int left, int right) -> new Padding.Explicit(0, 0, left, right);
    };
    Shape from = x.shape();
    Value images = x.reshape(Shape.of(from.dim(0), Dim.of(1), from.dim(1), from.dim(2)));
    Conv2d flat = new Conv2d(filters, 1, size, 1, stride, sides, 1, dilation, groups, filterInitializer, bias);
    Value y = flat.build(scope, images);
    return y.reshape(y.shape().without(1));
  }
}
