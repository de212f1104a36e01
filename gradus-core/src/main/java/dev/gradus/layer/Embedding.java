package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Shape;

/// A learned vector for each word of a vocabulary: y_{n,t} = table_{ids_{n,t}}
///
/// The same as dense(units) without bias on one-hot rows, without making them. Good for: words, and anything else that is
/// one of many.
///
/// Shapes: ids [N, ...] `I32` or `F32`, whole numbers 0 .. vocabulary - 1; table [vocabulary, units] -> y [N, ..., units]
/// Parameters: vocabulary · units
/// A run throws GradusException at the first id that is not whole or outside the vocabulary, with its place in the batch.
/// Source: Bengio, Ducharme, Vincent and Jauvin 2003, JMLR 3. Deviation: none.
///
/// @param vocabulary how many ids there are; with [Layers#maskZeros] id 0 is one of them, for steps that only fill up
/// @param units the vectors' length
/// @param initializer default normal with deviation 1, so that what follows gets the variance that its own initialiser is made
///     for; `uniform(0.05)` is as common
public record Embedding(int vocabulary, int units, Initializer initializer) implements NamedLayer {
  public Embedding {
    Require.positive("vocabulary", vocabulary);
    Require.positive("units", units);
  }

  Embedding(int vocabulary, int units) {
    this(vocabulary, units, Initializers.normal(1));
  }

  /// The same layer with another initialiser.
  public Embedding initializer(Initializer other) {
    return new Embedding(vocabulary, units, other);
  }

  @Override
  public String name() {
    return "embedding";
  }

  @Override
  public Value build(Scope scope, Value ids) {
    return scope.parameter("table", Shape.of(vocabulary, units), initializer).gather(ids.toIndex());
  }
}
