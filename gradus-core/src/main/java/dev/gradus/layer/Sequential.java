package dev.gradus.layer;

import dev.gradus.graph.Value;
import java.util.List;

/// Layers one after another.
///
/// y = layer_k(... layer_2(layer_1(x)))
/// Source: definition.
public record Sequential(List<Layer> layers) implements NamedLayer {
  public Sequential {
    layers = List.copyOf(layers);
  }

  @Override
  public String name() {
    return "sequential";
  }

  @Override
  public Value build(Scope scope, Value input) {
    Value value = input;
    for (Layer layer : layers) {
      Value current = value;
      // A lambda has no name of its own, but deserves a line in the summary and in errors.
      boolean named = layer instanceof NamedLayer || layer instanceof Shared;
      value = named ? layer.apply(scope, current) : scope.in("layer", inner -> layer.apply(inner, current));
    }
    return value;
  }

  /// Applies a layer right in `scope`: a sequence inside a block needs no name beside the block's.
  public static Value inline(Layer layer, Scope scope, Value input) {
    return layer instanceof Sequential sequential ? sequential.build(scope, input) : layer.apply(scope, input);
  }
}
