package dev.gradus.layer;

import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.op.Window;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;

/// A convolution of images with learned filters:
/// y_{n,i,j,o} = bias_o + Σ_{p,q,c} x_{n, i·stride + p·dilation - padTop, j·stride + q·dilation - padLeft, c} ·
/// filter_{p,q,c,o}
///
/// Shapes: x [N, h, w, in], filter [height, width, in / groups, filters], bias [filters] -> y [N, oh, ow, filters]
/// Parameters: height · width · in / groups · filters (+ filters)
/// Source: LeCun, Bottou, Bengio and Haffner 1998, doi:10.1109/5.726791; dilation: Yu and Koltun 2016, arXiv:1511.07122.
/// Deviation: each filter sees all channels of its group, not a chosen few.
///
/// @param filters the number of output channels
/// @param height the filters' height in pixels
/// @param width the filters' width in pixels
/// @param strideY how many pixels down the window moves; default 1
/// @param strideX how many pixels across the window moves; default 1
/// @param padding default [Padding#SAME]
/// @param dilationY the distance between taps in pixels; default 1
/// @param dilationX the distance between taps in pixels; default 1
/// @param groups into how many separate convolutions the channels are cut; default 1; the number of channels makes it
///     depthwise
/// @param filterInitializer default He normal
/// @param bias default yes, starting at 0
/// @param weights default as learned
public record Conv2d(
    int filters,
    int height,
    int width,
    int strideY,
    int strideX,
    Padding padding,
    int dilationY,
    int dilationX,
    int groups,
    Initializer filterInitializer,
    Bias bias,
    Weights weights)
    implements NamedLayer {
  /// What becomes of the filters before the convolution.
  public enum Weights {
    /// Nothing.
    AS_LEARNED,
    /// Weight standardisation: each output channel's filter has its mean subtracted and is divided by √(variance + 1e-5)
    /// over height, width and input channels (biased variance). Good for: group normalisation in small batches.
    ///
    /// Source: Qiao, Wang, Liu, Shen and Yuille 2019, arXiv:1903.10520. Deviation: none; the authors' program takes the
    /// unbiased variance and adds 1e-5 outside the root.
    STANDARDISED
  }

  public Conv2d {
    Require.positive("filters", filters);
    Require.positive("a filter's height", height);
    Require.positive("a filter's width", width);
    Require.positive("stride", Math.min(strideY, strideX));
    Require.positive("dilation", Math.min(dilationY, dilationX));
    Require.positive("groups", groups);
  }

  /// A convolution whose filters are used as learned.
  public Conv2d(
      int filters,
      int height,
      int width,
      int strideY,
      int strideX,
      Padding padding,
      int dilationY,
      int dilationX,
      int groups,
      Initializer filterInitializer,
      Bias bias) {
    this(
        filters, height, width, strideY, strideX, padding, dilationY, dilationX, groups, filterInitializer, bias,
        Weights.AS_LEARNED);
  }

  Conv2d(int filters, int height, int width) {
    this(filters, height, width, 1, 1, Padding.SAME, 1, 1, 1, Initializers.heNormal(), Bias.YES);
  }

  /// The same layer with another stride.
  public Conv2d stride(int pixels) {
    return new Conv2d(
        filters, height, width, pixels, pixels, padding, dilationY, dilationX, groups, filterInitializer, bias,
        weights);
  }

  /// The same layer with other padding.
  public Conv2d padding(Padding other) {
    return new Conv2d(
        filters, height, width, strideY, strideX, other, dilationY, dilationX, groups, filterInitializer, bias,
        weights);
  }

  /// The same layer with another dilation.
  public Conv2d dilation(int pixels) {
    return new Conv2d(
        filters, height, width, strideY, strideX, padding, pixels, pixels, groups, filterInitializer, bias,
        weights);
  }

  /// The same layer with another number of groups.
  public Conv2d groups(int count) {
    return new Conv2d(
        filters, height, width, strideY, strideX, padding, dilationY, dilationX, count, filterInitializer, bias, weights);
  }

  /// The same layer with another initialiser.
  public Conv2d initializer(Initializer other) {
    return new Conv2d(
        filters, height, width, strideY, strideX, padding, dilationY, dilationX, groups, other, bias, weights);
  }

  /// The same layer without a bias, as before a normalisation.
  public Conv2d withoutBias() {
    return new Conv2d(
        filters, height, width, strideY, strideX, padding, dilationY, dilationX, groups, filterInitializer, Bias.NO, weights);
  }

  /// The same layer with its filters standardised. Their scale no longer matters: let a normalisation follow.
  public Conv2d standardised() {
    return new Conv2d(
        filters, height, width, strideY, strideX, padding, dilationY, dilationX, groups, filterInitializer, bias,
        Weights.STANDARDISED);
  }

  @Override
  public String name() {
    return "conv2d";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    int channels = x.shape().length(3);
    if (channels % groups != 0) {
      throw new ShapeException(
          "Conv2d" + Path.phrase(scope.path()) + ": channels (=" + channels + ") must be divisible by groups (=" + groups + ")");
    }
    Window window =
        padding.window(height, width, strideY, strideX, dilationY, dilationX, x.shape().length(1), x.shape().length(2));
    Value filter = scope.parameter("filter", Shape.of(height, width, channels / groups, filters), filterInitializer);
    Value used = switch (weights) {
      case AS_LEARNED -> filter;
      case STANDARDISED -> Normalisation.of(filter, 1e-5, 0, 1, 2);
    };
    return bias.add(scope, x.conv2d(used, window, groups), filters);
  }
}
