package dev.gradus.cli.recipe;

import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;

/// The initialisers that a recipe can name: those of [Initializers].
final class KnownInitializers {
  static final Catalogue<Initializer> INITIALIZERS = new Catalogue<Initializer>("initializer")
      .addNamed("zeros", _ -> Initializers.zeros())
      .addNamed("ones", _ -> Initializers.ones())
      .add("constant", entry -> Initializers.constant(entry.number("value")), "value")
      .addNamed("glorotUniform", _ -> Initializers.glorotUniform())
      .addNamed("glorotNormal", _ -> Initializers.glorotNormal())
      .addNamed("heUniform", _ -> Initializers.heUniform())
      .addNamed("heNormal", _ -> Initializers.heNormal())
      .addNamed("lecunUniform", _ -> Initializers.lecunUniform())
      .addNamed("lecunNormal", _ -> Initializers.lecunNormal())
      .add("uniform", entry -> Initializers.uniform(entry.number("limit")), "limit")
      .add("normal", entry -> Initializers.normal(entry.number("deviation")), "deviation")
      .add("truncatedNormal", entry -> Initializers.truncatedNormal(entry.number("deviation")), "deviation")
      .addNamed("orthogonal", _ -> Initializers.orthogonal())
      .addNamed("identity", _ -> Initializers.identity())
      .addNamed("scaled", KnownInitializers::scaled, "initializer", "gain");

  private KnownInitializers() {}

  /// The gain is a number, or the name of an activation.
  private static Initializer scaled(Entry entry) {
    Initializer scaled = entry.entry("initializer").map(KnownInitializers::initializer)
        .orElseThrow(() -> entry.error("the option initializer is missing"));
    double gain = entry.options().get("gain") instanceof Value.Text text && text.text().matches("\\p{Alpha}.*")
        ? Initializers.gain(text.text())
        : entry.number("gain");
    return Initializers.scaled(scaled, gain);
  }

  private static Initializer initializer(Entry entry) {
    return INITIALIZERS.make(entry);
  }

  /// The one that a layer's option `initializer` names.
  static Initializer option(Entry layer, Initializer otherwise) {
    return option(layer, "initializer", otherwise);
  }

  /// The one that another option of a layer names.
  static Initializer option(Entry layer, String option, Initializer otherwise) {
    return layer.entry(option).map(INITIALIZERS::make).orElse(otherwise);
  }
}
