package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;

/// A convolution of each channel by itself:
/// y_{n,i,j,c·multiplier+m} = bias + Σ_{p,q} x_{n, i·stride + p·dilation - padTop, j·stride + q·dilation - padLeft, c} ·
/// filter_{p,q,0,c·multiplier+m}
///
/// Shapes: x [N, h, w, c], filter [size, size, 1, c · multiplier], bias [c · multiplier] -> y [N, oh, ow, c · multiplier]
/// Parameters: size · size · c · multiplier (+ c · multiplier)
/// Source: Howard et al. 2017, arXiv:1704.04861. Deviation: none.
///
/// @param size the filters' height and width in pixels
/// @param multiplier how many filters each channel has; default 1
/// @param stride how many pixels the window moves; default 1
/// @param padding default [Padding#SAME]
/// @param dilation the distance between taps in pixels; default 1
/// @param filterInitializer default He normal
/// @param bias default yes, starting at 0
public record DepthwiseConv2d(
    int size, int multiplier, int stride, Padding padding, int dilation, Initializer filterInitializer, Bias bias)
    implements NamedLayer {
  public DepthwiseConv2d {
    Require.positive("a filter's size", size);
    Require.positive("multiplier", multiplier);
    Require.positive("stride", stride);
    Require.positive("dilation", dilation);
  }

  DepthwiseConv2d(int size) {
    this(size, 1, 1, Padding.SAME, 1, Initializers.heNormal(), Bias.YES);
  }

  /// The same layer with so many filters for each channel.
  public DepthwiseConv2d multiplier(int filters) {
    return new DepthwiseConv2d(size, filters, stride, padding, dilation, filterInitializer, bias);
  }

  /// The same layer with another stride.
  public DepthwiseConv2d stride(int pixels) {
    return new DepthwiseConv2d(size, multiplier, pixels, padding, dilation, filterInitializer, bias);
  }

  /// The same layer with other padding.
  public DepthwiseConv2d padding(Padding other) {
    return new DepthwiseConv2d(size, multiplier, stride, other, dilation, filterInitializer, bias);
  }

  /// The same layer with another dilation.
  public DepthwiseConv2d dilation(int pixels) {
    return new DepthwiseConv2d(size, multiplier, stride, padding, pixels, filterInitializer, bias);
  }

  /// The same layer with another initialiser.
  public DepthwiseConv2d initializer(Initializer other) {
    return new DepthwiseConv2d(size, multiplier, stride, padding, dilation, other, bias);
  }

  /// The same layer without a bias, as before a normalisation.
  public DepthwiseConv2d withoutBias() {
    return new DepthwiseConv2d(size, multiplier, stride, padding, dilation, filterInitializer, Bias.NO);
  }

  @Override
  public String name() {
    return "depthwiseConv2d";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    int channels = x.shape().length(3);
    return new Conv2d(
            Math.multiplyExact(channels, multiplier), size, size, stride, stride, padding, dilation, dilation, channels,
            filterInitializer, bias)
        .build(scope, x);
  }
}
