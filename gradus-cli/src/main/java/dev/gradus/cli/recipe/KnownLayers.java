package dev.gradus.cli.recipe;

import static dev.gradus.layer.Layers.averagePool;
import static dev.gradus.layer.Layers.concat;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.globalAveragePool;
import static dev.gradus.layer.Layers.globalMaxPool;
import static dev.gradus.layer.Layers.maxPool;
import static dev.gradus.layer.Layers.named;
import static dev.gradus.layer.Layers.sequential;

import dev.gradus.layer.BatchNorm;
import dev.gradus.layer.Bias;
import dev.gradus.layer.Conv2d;
import dev.gradus.layer.Dense;
import dev.gradus.layer.DropConnect;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.NamedLayer;
import dev.gradus.layer.Padding;
import dev.gradus.layer.Pool2d;
import dev.gradus.layer.Sequential;
import java.util.List;

/// The layers that a recipe can name: those of [dev.gradus.layer.Layers], with the names of their Java methods. The
/// activations among them are in [KnownUnits], those of sequences in [KnownSequences] and [KnownRecurrent], and whole networks, which
/// go where a layer goes, in [KnownModels].
final class KnownLayers {
  static final Catalogue<Layer> LAYERS = new Catalogue<Layer>("layer")
      .addNamed("conv2d", KnownLayers::conv2d,
          "filters", "kernel", "stride", "padding", "dilation", "groups", "bias", "initializer", "standardised")
      .addNamed("conv1d", KnownConvolutions::conv1d,
          "filters", "kernel", "stride", "padding", "dilation", "groups", "bias", "initializer")
      .addNamed("depthwiseConv2d", KnownConvolutions::depthwise,
          "kernel", "multiplier", "stride", "padding", "dilation", "bias", "initializer")
      .addNamed("separableConv2d", KnownConvolutions::separable,
          "filters", "kernel", "multiplier", "stride", "padding", "dilation", "bias", "initializer")
      .addNamed("transposedConv2d", KnownConvolutions::transposed,
          "filters", "kernel", "stride", "padding", "dilation", "bias", "initializer")
      .addNamed("locallyConnected2d", KnownConvolutions::locallyConnected,
          "filters", "kernel", "stride", "padding", "bias", "initializer")
      .add("squeezeExcitation", entry -> Layers.squeezeExcitation(entry.integer("ratio", 16)), "ratio")
      .addNamed("denseNetBlock", entry -> Layers.denseNetBlock(entry.integer("layers"), entry.integer("growth"))
          .bottleneck(entry.integer("bottleneck", 0)), "layers", "growth", "bottleneck")
      .add("zeroPad2d", KnownConvolutions::zeroPad, "padding")
      .add("upSample2d", entry -> Layers.upSample2d(entry.integer("factor")), "factor")
      .add("adaptiveAveragePool", entry -> KnownConvolutions.adaptivePool(entry, Pool2d.Kind.AVERAGE), "size")
      .add("adaptiveMaxPool", entry -> KnownConvolutions.adaptivePool(entry, Pool2d.Kind.MAX), "size")
      .add("dense", KnownLayers::dense, "units", "bias", "initializer")
      .add("maxPool", entry -> pool(entry, maxPool(entry.integer("size"))), "size", "stride", "padding")
      .add("averagePool", entry -> pool(entry, averagePool(entry.integer("size"))), "size", "stride", "padding")
      .addNamed("globalAveragePool", _ -> globalAveragePool())
      .addNamed("globalMaxPool", _ -> globalMaxPool())
      .addNamed("flatten", _ -> flatten())
      .add("reshape", KnownLayers::reshape, "shape")
      .add("dropout", entry -> dropout(entry.number("rate")), "rate")
      .add("spatialDropout", entry -> Layers.spatialDropout(entry.number("rate")), "rate")
      .add("alphaDropout", entry -> Layers.alphaDropout(entry.number("rate")), "rate")
      .add("gaussianNoise", entry -> Layers.gaussianNoise(entry.number("deviation")), "deviation")
      .add("gaussianDropout", entry -> Layers.gaussianDropout(entry.number("rate")), "rate")
      .addNamed("dropConnect", KnownLayers::dropConnect, "units", "rate", "bias", "initializer")
      .addNamed("stochasticDepth", KnownLayers::stochasticDepth, "survival", "layers", "shortcut")
      .add("layerNorm", entry -> Layers.layerNorm().epsilon(entry.number("epsilon", 1e-5)), "epsilon")
      .addNamed("groupNorm", KnownLayers::groupNorm, "groups", "epsilon")
      .add("instanceNorm", entry -> Layers.instanceNorm().epsilon(entry.number("epsilon", 1e-5)), "epsilon")
      .addNamed("batchNorm", KnownLayers::batchNorm, "momentum", "epsilon")
      .addAll(KnownSequences.SEQUENCES)
      .addAll(KnownUnits.UNITS)
      .addAll(KnownRecurrent.RECURRENT)
      .addNamed("bidirectional", KnownRecurrent::bidirectional, "layer")
      .add("sequential", entry -> stack(entry.entries("layers")), "layers")
      .add("residual", KnownLayers::residual, "layers", "shortcut")
      .add("concat", entry -> concat(layers(entry.entries("branches"))), "branches")
      .addNamed("named", entry -> named(entry.text("name"), required(entry, "layer")), "name", "layer")
      .addAll(KnownModels.MODELS);

  private KnownLayers() {}

  /// The layers, one after another.
  static Sequential stack(List<Entry> entries) {
    return sequential(layers(entries));
  }

  static Layer[] layers(List<Entry> entries) {
    return entries.stream().map(KnownLayers::layer).toArray(Layer[]::new);
  }

  static Layer layer(Entry entry) {
    Layer layer = LAYERS.make(entry);
    // A sequence is what its layers are, and other layers ask whether they hold one.
    return layer instanceof NamedLayer known && !(layer instanceof Sequential) ? new Placed.OfLayer(known, entry.where()) : layer;
  }

  private static Conv2d conv2d(Entry entry) {
    List<Integer> kernel = entry.integers("kernel", 1, 2);
    if (kernel.isEmpty()) {
      throw entry.error("the option kernel, a number or [height, width], is missing");
    }
    Conv2d plain = Layers.conv2d(entry.integer("filters"), kernel.getFirst(), kernel.getLast());
    List<Integer> stride = entry.has("stride") ? entry.integers("stride", 1, 2) : List.of(entry.otherwise("stride", plain.strideY()));
    List<Integer> dilation =
        entry.has("dilation") ? entry.integers("dilation", 1, 2) : List.of(entry.otherwise("dilation", plain.dilationY()));
    return new Conv2d(plain.filters(), plain.height(), plain.width(), stride.getFirst(), stride.getLast(),
        padding(entry, plain.padding()), dilation.getFirst(), dilation.getLast(), entry.integer("groups", plain.groups()),
        KnownInitializers.option(entry, plain.filterInitializer()), bias(entry),
        entry.flag("standardised", false) ? Conv2d.Weights.STANDARDISED : plain.weights());
  }

  private static Dense dense(Entry entry) {
    Dense plain = Layers.dense(entry.integer("units"));
    return new Dense(plain.units(), KnownInitializers.option(entry, plain.kernelInitializer()), bias(entry));
  }

  static Bias bias(Entry entry) {
    return entry.flag("bias", true) ? Bias.YES : Bias.NO;
  }

  private static Pool2d pool(Entry entry, Pool2d plain) {
    entry.otherwise("stride", "size");
    return plain.stride(entry.has("stride") ? entry.integer("stride") : plain.stride()).padding(padding(entry, plain.padding()));
  }

  static Padding padding(Entry entry, Padding otherwise) {
    if (!entry.has("padding")) {
      entry.otherwise("padding", otherwise.equals(Padding.SAME) ? "same" : otherwise.equals(Padding.VALID) ? "valid" : otherwise);
      return otherwise;
    }
    if (entry.options().get("padding") instanceof Value.Text) {
      return entry.choice("padding", "same", "same", "valid").equals("same") ? Padding.SAME : Padding.VALID;
    }
    List<Integer> sides = entry.integers("padding", 1, 4);
    return sides.size() == 1
        ? Padding.of(sides.getFirst())
        : new Padding.Explicit(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
  }

  private static Layer reshape(Entry entry) {
    List<Integer> lengths = entry.integers("shape");
    if (lengths.isEmpty()) {
      throw entry.error("the option shape, a list of lengths, is missing");
    }
    return Layers.reshape(lengths.stream().mapToInt(Integer::intValue).toArray());
  }

  private static BatchNorm batchNorm(Entry entry) {
    BatchNorm plain = Layers.batchNorm();
    return new BatchNorm(entry.number("momentum", plain.momentum()), entry.number("epsilon", plain.epsilon()));
  }

  private static Layer groupNorm(Entry entry) {
    var plain = Layers.groupNorm();
    return Layers.groupNorm(entry.integer("groups", plain.groups())).epsilon(entry.number("epsilon", plain.epsilon()));
  }

  private static Layer dropConnect(Entry entry) {
    DropConnect plain = Layers.dropConnect(entry.integer("units"), entry.number("rate"));
    return new DropConnect(
        plain.units(), plain.rate(), KnownInitializers.option(entry, plain.kernelInitializer()), bias(entry));
  }

  private static Layer stochasticDepth(Entry entry) {
    var block = Layers.stochasticDepth(entry.number("survival"), stack(entry.entries("layers")));
    return entry.has("shortcut") ? block.shortcut(required(entry, "shortcut")) : block;
  }

  private static Layer residual(Entry entry) {
    Layer block = stack(entry.entries("layers"));
    return entry.has("shortcut")
        ? Layers.residual(block, required(entry, "shortcut"))
        : Layers.residual(block);
  }

  private static Layer required(Entry entry, String option) {
    return layer(entry.entry(option).orElseThrow(() -> entry.error("the option " + option + ", a layer, is missing")));
  }
}
