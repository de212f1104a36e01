package dev.gradus.cli.recipe;

import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.MultiHeadAttention;
import dev.gradus.layer.TransformerBlock;

/// The layers of sequences, for [KnownLayers].
final class KnownSequences {
  static final Catalogue<Layer> SEQUENCES = new Catalogue<Layer>("layer")
      .addNamed("embedding", KnownSequences::embedding, "vocabulary", "units", "initializer")
      .add("maskZeros", entry -> Layers.maskZeros(KnownLayers.layers(entry.entries("layers"))), "layers")
      .addNamed("positionalEncoding", _ -> Layers.positionalEncoding())
      .addNamed("learnedPositions", KnownSequences::learnedPositions, "initializer")
      .add("multiHeadAttention", KnownSequences::attention, "heads", "dropout", "causal", "bias", "initializer")
      .addNamed("transformerBlock", KnownSequences::transformerBlock, "heads", "units", "dropout", "causal")
      .addNamed("globalAveragePool1d", _ -> Layers.globalAveragePool1d())
      .addNamed("globalMaxPool1d", _ -> Layers.globalMaxPool1d());

  private KnownSequences() {}

  private static Layer embedding(Entry entry) {
    var plain = Layers.embedding(entry.integer("vocabulary"), entry.integer("units"));
    return plain.initializer(KnownInitializers.option(entry, plain.initializer()));
  }

  private static Layer learnedPositions(Entry entry) {
    var plain = Layers.learnedPositions();
    return plain.initializer(KnownInitializers.option(entry, plain.initializer()));
  }

  private static Layer attention(Entry entry) {
    var plain = Layers.multiHeadAttention(entry.integer("heads"));
    return new MultiHeadAttention(plain.heads(), entry.number("dropout", plain.dropout()), sight(entry),
        KnownInitializers.option(entry, plain.kernelInitializer()), KnownLayers.bias(entry));
  }

  private static Layer transformerBlock(Entry entry) {
    var plain = Layers.transformerBlock(entry.integer("heads"), entry.integer("units"));
    return new TransformerBlock(plain.heads(), plain.units(), entry.number("dropout", plain.dropout()), sight(entry));
  }

  private static MultiHeadAttention.Sight sight(Entry entry) {
    return entry.flag("causal", false) ? MultiHeadAttention.Sight.EARLIER : MultiHeadAttention.Sight.ALL;
  }
}
