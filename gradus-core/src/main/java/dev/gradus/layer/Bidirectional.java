package dev.gradus.layer;

import dev.gradus.graph.Value;
import java.util.List;

/// A recurrent layer and the same one from the other end, with weights of its own, side by side: each output knows what comes
/// before it and after it: y_t = (h_t, g_t), where h = layer(x) and g = layer.reversed()(x)
///
/// Shapes: x [N, T, in] -> y [N, 2 · units], or [N, T, 2 · units] of a layer with [Recurrent#sequences]; forward first
/// Parameters: twice the layer's
/// Source: Schuster and Paliwal 1997, doi:10.1109/78.650093. Deviation: none.
///
/// @param layer the layer in its own direction
public record Bidirectional(Recurrent layer) implements NamedLayer {
  @Override
  public String name() {
    return "bidirectional";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Value forward = scope.named("forward", inner -> layer.build(inner, x));
    Value backward = scope.named("backward", inner -> layer.reversed().build(inner, x));
    return Value.concat(-1, List.of(forward, backward));
  }
}
