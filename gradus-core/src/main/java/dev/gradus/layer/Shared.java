package dev.gradus.layer;

import dev.gradus.graph.Value;

/// A layer with one set of weights, however often it is applied within a model.
///
/// The first application makes the parameters, under its own path; later ones use them again. Each application computes values of
/// its own: those of the second are under the first one's path with `#2` after it, `dense_1#2`, where errors, [inspect
/// ][dev.gradus.model.Model#inspect] and the summary name them. So parameters are counted, initialised and saved once, and their
/// gradient is the sum of all applications' gradients.
///
/// What is random, such as dropout's mask, is drawn anew for each application. States, such as batch normalisation's running
/// statistics, move once for each application, in order, as if the inputs had come in steps one after another. In training each
/// application normalises by its own batch's statistics.
///
/// Sharing is by identity: each call of [Layers#shared] makes a layer with weights of its own, and two models that are created with
/// the same one share nothing.
///
/// Shapes: inputs of all applications that give its variables the same shapes
/// Source: Bromley et al. 1993, the Siamese network. Deviation: none.
public final class Shared implements Layer {
  private final Layer layer;

  Shared(Layer layer) {
    this.layer = layer;
  }

  /// @throws dev.gradus.tensor.ShapeException if the input needs variables of other shapes than the first application's
  @Override
  public Value apply(Scope scope, Value input) {
    return scope.shared(this, (outer, builder) -> switch (layer) {
      case Layers.Named exact -> outer.named(exact.name(), builder);
      case NamedLayer kind -> outer.in(kind.name(), builder);
      default -> outer.in("shared", builder);
    }, inner -> layer instanceof NamedLayer known ? known.build(inner, input) : layer.apply(inner, input));
  }
}
