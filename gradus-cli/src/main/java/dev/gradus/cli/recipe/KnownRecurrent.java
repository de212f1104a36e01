package dev.gradus.cli.recipe;

import dev.gradus.layer.Bidirectional;
import dev.gradus.layer.Gru;
import dev.gradus.layer.Layers;
import dev.gradus.layer.Lstm;
import dev.gradus.layer.Recurrent;
import dev.gradus.layer.SimpleRnn;

/// The recurrent layers, for [KnownLayers].
final class KnownRecurrent {
  static final Catalogue<Recurrent> RECURRENT = new Catalogue<Recurrent>("recurrent layer")
      .add("simpleRnn", KnownRecurrent::simpleRnn, "units", "sequences", "reversed", "initializer", "recurrentInitializer")
      .add("lstm", KnownRecurrent::lstm, "units", "sequences", "reversed", "forgetBias", "initializer", "recurrentInitializer")
      .add("gru", KnownRecurrent::gru, "units", "sequences", "reversed", "resetBefore", "initializer", "recurrentInitializer");

  private KnownRecurrent() {}

  private static Recurrent simpleRnn(Entry entry) {
    SimpleRnn plain = Layers.simpleRnn(entry.integer("units"));
    return ways(entry, plain.initializers(
        KnownInitializers.option(entry, plain.kernelInitializer()),
        KnownInitializers.option(entry, "recurrentInitializer", plain.recurrentInitializer())));
  }

  private static Recurrent lstm(Entry entry) {
    Lstm plain = Layers.lstm(entry.integer("units"));
    return ways(entry, plain.forgetBias(entry.number("forgetBias", plain.forgetBias())).initializers(
        KnownInitializers.option(entry, plain.kernelInitializer()),
        KnownInitializers.option(entry, "recurrentInitializer", plain.recurrentInitializer())));
  }

  private static Recurrent gru(Entry entry) {
    Gru plain = Layers.gru(entry.integer("units"));
    Gru gru = plain.initializers(
        KnownInitializers.option(entry, plain.kernelInitializer()),
        KnownInitializers.option(entry, "recurrentInitializer", plain.recurrentInitializer()));
    return ways(entry, entry.flag("resetBefore", false) ? gru.resetBefore() : gru);
  }

  private static Recurrent ways(Entry entry, Recurrent layer) {
    Recurrent outputs = entry.flag("sequences", false) ? layer.sequences() : layer;
    return entry.flag("reversed", false) ? outputs.reversed() : outputs;
  }

  static Bidirectional bidirectional(Entry entry) {
    return Layers.bidirectional(entry.entry("layer").map(RECURRENT::make)
        .orElseThrow(() -> entry.error("the option layer, a recurrent layer, is missing")));
  }
}
