package dev.gradus.cli.recipe;

import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;

/// The hidden units, that is, the activations among the layers, for [KnownLayers].
final class KnownUnits {
  static final Catalogue<Layer> UNITS = new Catalogue<Layer>("unit")
      .addNamed("relu", _ -> Layers.relu())
      .add("leakyRelu", entry -> Layers.leakyRelu(entry.number("slope", 0.01)), "slope")
      .add("generalisedRelu", entry -> Layers.generalisedRelu(entry.number("alpha", 0.1)), "alpha")
      .addNamed("parametricRelu", KnownUnits::parametricRelu, "perChannel", "initial")
      .addNamed("maxout", KnownUnits::maxout, "units", "pieces", "initializer")
      .addNamed("absoluteValue", _ -> Layers.absoluteValue())
      .add("elu", entry -> Layers.elu(entry.number("alpha", 1)), "alpha")
      .addNamed("selu", _ -> Layers.selu())
      .add("celu", entry -> Layers.celu(entry.number("alpha", 1)), "alpha")
      .addNamed("gelu", _ -> Layers.gelu())
      .addNamed("geluTanh", _ -> Layers.geluTanh())
      .addNamed("silu", _ -> Layers.silu())
      .addNamed("mish", _ -> Layers.mish())
      .addNamed("softplus", _ -> Layers.softplus())
      .addNamed("softsign", _ -> Layers.softsign())
      .addNamed("hardSigmoid", _ -> Layers.hardSigmoid())
      .addNamed("hardTanh", _ -> Layers.hardTanh())
      .addNamed("hardSwish", _ -> Layers.hardSwish())
      .addNamed("sigmoid", _ -> Layers.sigmoid())
      .addNamed("tanh", _ -> Layers.tanh())
      .addNamed("softmax", _ -> Layers.softmax());

  private KnownUnits() {}

  private static Layer parametricRelu(Entry entry) {
    var plain = Layers.parametricRelu();
    var initial = plain.initial(entry.number("initial", plain.initial()));
    return entry.flag("perChannel", false) ? initial.perChannel() : initial;
  }

  private static Layer maxout(Entry entry) {
    var plain = Layers.maxout(entry.integer("units"), entry.integer("pieces"));
    return plain.initializer(KnownInitializers.option(entry, plain.kernelInitializer()));
  }
}
