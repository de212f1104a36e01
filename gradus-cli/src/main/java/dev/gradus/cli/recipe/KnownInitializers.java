package dev.gradus.cli.recipe;

import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;

/// The initialisers that a recipe can name: those of [Initializers].
final class KnownInitializers {
  private static final Catalogue<Initializer> INITIALIZERS = new Catalogue<Initializer>("initializer")
      .addNamed("zeros", _ -> Initializers.zeros())
      .addNamed("ones", _ -> Initializers.ones())
      .add("constant", entry -> Initializers.constant(entry.number("value")), "value")
      .addNamed("glorotUniform", _ -> Initializers.glorotUniform())
      .addNamed("glorotNormal", _ -> Initializers.glorotNormal())
      .addNamed("heUniform", _ -> Initializers.heUniform())
      .addNamed("heNormal", _ -> Initializers.heNormal())
      .addNamed("lecunUniform", _ -> Initializers.lecunUniform())
      .addNamed("lecunNormal", _ -> Initializers.lecunNormal());

  private KnownInitializers() {}

  /// The one that a layer's option `initializer` names.
  static Initializer option(Entry layer, Initializer otherwise) {
    return layer.entry("initializer").map(INITIALIZERS::make).orElse(otherwise);
  }
}
