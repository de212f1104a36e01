package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;

/// A depthwise convolution, then a 1×1 convolution over its channels, with nothing between, y = conv1×1(depthwise(x)):
/// far fewer parameters than a full one.
///
/// Shapes: x [N, h, w, c], depthwise/filter [size, size, 1, c · multiplier], pointwise/filter [1, 1, c · multiplier,
/// filters], pointwise/bias [filters] -> y [N, oh, ow, filters]
/// Parameters: c · multiplier · (size · size + filters) (+ filters)
/// Source: Chollet 2017, arXiv:1610.02357. Deviation: none.
///
/// @param filters the number of output channels
/// @param depthwise the first convolution; it has no bias, the second's being enough
/// @param pointwiseInitializer default He normal
/// @param bias default yes, starting at 0
public record SeparableConv2d(int filters, DepthwiseConv2d depthwise, Initializer pointwiseInitializer, Bias bias)
    implements NamedLayer {
  public SeparableConv2d {
    Require.positive("filters", filters);
    depthwise = depthwise.withoutBias();
  }

  SeparableConv2d(int filters, int size) {
    this(filters, new DepthwiseConv2d(size), Initializers.heNormal(), Bias.YES);
  }

  /// The same layer with another first convolution, as for another stride.
  public SeparableConv2d depthwise(DepthwiseConv2d other) {
    return new SeparableConv2d(filters, other, pointwiseInitializer, bias);
  }

  /// The same layer with another stride.
  public SeparableConv2d stride(int pixels) {
    return depthwise(depthwise.stride(pixels));
  }

  /// The same layer with other padding.
  public SeparableConv2d padding(Padding other) {
    return depthwise(depthwise.padding(other));
  }

  /// The same layer with another dilation.
  public SeparableConv2d dilation(int pixels) {
    return depthwise(depthwise.dilation(pixels));
  }

  /// The same layer with so many depthwise filters for each channel.
  public SeparableConv2d multiplier(int count) {
    return depthwise(depthwise.multiplier(count));
  }

  /// The same layer with another initialiser, for both convolutions.
  public SeparableConv2d initializer(Initializer other) {
    return new SeparableConv2d(filters, depthwise.initializer(other), other, bias);
  }

  /// The same layer without a bias, as before a normalisation.
  public SeparableConv2d withoutBias() {
    return new SeparableConv2d(filters, depthwise, pointwiseInitializer, Bias.NO);
  }

  @Override
  public String name() {
    return "separableConv2d";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    Value each = scope.named("depthwise", inner -> depthwise.build(inner, x));
    Conv2d pointwise = new Conv2d(filters, 1, 1, 1, 1, Padding.VALID, 1, 1, 1, pointwiseInitializer, bias);
    return scope.named("pointwise", inner -> pointwise.build(inner, each));
  }
}
