package dev.gradus.layer;

import dev.gradus.graph.Value;

/// A block with a way around it: y = shortcut(x) + block(x)
///
/// Source: He, Zhang, Ren and Sun 2016, arXiv:1512.03385. Deviation: none.
///
/// @param block what is learned; its output has the shortcut's shape
/// @param shortcut the way around; default the identity, a 1×1 convolution where the shape changes
public record Residual(Layer block, Layer shortcut) implements NamedLayer {
  @Override
  public String name() {
    return "residual";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Value around = Sequential.inline(shortcut, scope, x);
    Value through = Sequential.inline(block, scope, x);
    if (!around.shape().equals(through.shape())) {
      throw new dev.gradus.tensor.ShapeException(
          "residual" + dev.gradus.graph.Path.phrase(scope.path()) + ": shapes differ: block " + through.shape() + ", shortcut "
              + around.shape() + ". Give the shortcut a 1x1 convolution?");
    }
    return around.add(through);
  }
}
