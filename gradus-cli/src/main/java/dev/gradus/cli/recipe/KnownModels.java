package dev.gradus.cli.recipe;

import dev.gradus.layer.Layer;
import dev.gradus.layer.NamedLayer;
import dev.gradus.network.Mlp;
import dev.gradus.network.Models;
import java.util.List;

/// The networks that a recipe can name where a layer goes: those of [Models]. `model: [resnet: {depth: 20, classes: 10}]`
final class KnownModels {
  static final Catalogue<Layer> MODELS = new Catalogue<Layer>("model")
      .add("mlp", KnownModels::mlp, "units", "activation", "initializer", "dropout")
      .add("lenet", entry -> Models.lenet(entry.integer("classes")), "classes")
      .add("vgg", entry -> Models.vgg(entry.integer("classes")), "classes")
      .addNamed("resnet", entry -> Models.resnet(entry.integer("depth"), entry.integer("classes")), "depth", "classes")
      .addNamed("densenet", entry -> Models.densenet(entry.integer("depth"), entry.integer("growth"), entry.integer("classes")),
          "depth", "growth", "classes")
      .add("mobilenet", entry -> Models.mobilenet(entry.integer("classes"), entry.number("width", 1)), "classes", "width");

  private KnownModels() {}

  private static Layer mlp(Entry entry) {
    List<Integer> units = entry.integers("units");
    if (units.isEmpty()) {
      throw entry.error("the option units, a list of numbers of units, is missing");
    }
    Mlp plain = Models.mlp(units.stream().mapToInt(Integer::intValue).toArray());
    Mlp dropping = plain.dropout(entry.number("dropout", plain.dropout()));
    if (!entry.has("activation")) {
      entry.otherwise("activation", "relu");
      return dropping.activation(plain.activation(), KnownInitializers.option(entry, plain.kernelInitializer()));
    }
    // A lambda or a sequence has no name that a gain is known by; what a recipe names is one or the other.
    NamedLayer unit = (NamedLayer) KnownLayers.layer(entry.entry("activation").orElseThrow());
    return entry.has("initializer")
        ? dropping.activation(unit, KnownInitializers.option(entry, plain.kernelInitializer()))
        : dropping.activation(unit);
  }
}
