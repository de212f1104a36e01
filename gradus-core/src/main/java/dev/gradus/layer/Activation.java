package dev.gradus.layer;

import dev.gradus.graph.Value;
import java.util.function.UnaryOperator;

/// A function of each unit. The functions themselves are in [dev.gradus.activation.Activations].
public record Activation(String name, UnaryOperator<Value> function) implements NamedLayer {
  @Override
  public Value build(Scope scope, Value x) {
    return function.apply(x);
  }
}
