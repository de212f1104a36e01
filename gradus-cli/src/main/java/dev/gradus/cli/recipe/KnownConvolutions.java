package dev.gradus.cli.recipe;

import static dev.gradus.cli.recipe.KnownLayers.bias;
import static dev.gradus.cli.recipe.KnownLayers.padding;

import dev.gradus.layer.AdaptivePool2d;
import dev.gradus.layer.Conv1d;
import dev.gradus.layer.DepthwiseConv2d;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.LocallyConnected2d;
import dev.gradus.layer.Pool2d;
import dev.gradus.layer.SeparableConv2d;
import dev.gradus.layer.TransposedConv2d;
import java.util.List;

/// The layers of images and sequences beside `conv2d`, for [KnownLayers].
final class KnownConvolutions {
  private KnownConvolutions() {}

  static Layer conv1d(Entry entry) {
    Conv1d plain = Layers.conv1d(entry.integer("filters"), entry.integer("kernel"));
    return new Conv1d(plain.filters(), plain.size(), entry.integer("stride", plain.stride()), padding(entry, plain.padding()),
        entry.integer("dilation", plain.dilation()), entry.integer("groups", plain.groups()),
        KnownInitializers.option(entry, plain.filterInitializer()), bias(entry));
  }

  static DepthwiseConv2d depthwise(Entry entry) {
    DepthwiseConv2d plain = Layers.depthwiseConv2d(entry.integer("kernel"));
    return new DepthwiseConv2d(plain.size(), entry.integer("multiplier", plain.multiplier()),
        entry.integer("stride", plain.stride()), padding(entry, plain.padding()), entry.integer("dilation", plain.dilation()),
        KnownInitializers.option(entry, plain.filterInitializer()), bias(entry));
  }

  static Layer separable(Entry entry) {
    SeparableConv2d plain = Layers.separableConv2d(entry.integer("filters"), entry.integer("kernel"));
    return new SeparableConv2d(
        plain.filters(), depthwise(entry), KnownInitializers.option(entry, plain.pointwiseInitializer()), bias(entry));
  }

  static Layer transposed(Entry entry) {
    TransposedConv2d plain = Layers.transposedConv2d(entry.integer("filters"), entry.integer("kernel"));
    return new TransposedConv2d(plain.filters(), plain.size(), entry.integer("stride", plain.stride()),
        padding(entry, plain.padding()), entry.integer("dilation", plain.dilation()),
        KnownInitializers.option(entry, plain.filterInitializer()), bias(entry));
  }

  static Layer locallyConnected(Entry entry) {
    LocallyConnected2d plain = Layers.locallyConnected2d(entry.integer("filters"), entry.integer("kernel"));
    return new LocallyConnected2d(plain.filters(), plain.size(), entry.integer("stride", plain.stride()),
        padding(entry, plain.padding()), KnownInitializers.option(entry, plain.kernelInitializer()), bias(entry));
  }

  /// One number for all sides, or top, bottom, left and right.
  static Layer zeroPad(Entry entry) {
    List<Integer> sides = entry.integers("padding", 1, 4);
    if (sides.isEmpty()) {
      throw entry.error("the option padding, a number or [top, bottom, left, right], is missing");
    }
    return sides.size() == 1
        ? Layers.zeroPad2d(sides.getFirst())
        : Layers.zeroPad2d(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
  }

  /// One number for a square, or height and width.
  static Layer adaptivePool(Entry entry, Pool2d.Kind kind) {
    List<Integer> size = entry.integers("size", 1, 2);
    if (size.isEmpty()) {
      throw entry.error("the option size, a number or [height, width], is missing");
    }
    return new AdaptivePool2d(kind, size.getFirst(), size.getLast());
  }
}
