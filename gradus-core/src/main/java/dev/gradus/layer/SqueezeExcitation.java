package dev.gradus.layer;

import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;

/// Weighs the channels of images by what is in the whole image: y = x · sigmoid(dense(relu(dense(mean of x over pixels))))
///
/// Shapes: x [N, h, w, c]; dense_1 c -> c / ratio (at least 1), dense_2 c / ratio -> c; y [N, h, w, c]
/// Parameters: 2 · c · (c / ratio) + c / ratio + c
/// Source: Hu, Shen and Sun 2018, arXiv:1709.01507. Deviation: none.
///
/// @param ratio how many times narrower the middle is, the paper's r; default 16
public record SqueezeExcitation(int ratio) implements NamedLayer {
  public SqueezeExcitation {
    Require.positive("ratio", ratio);
  }

  SqueezeExcitation() {
    this(16);
  }

  @Override
  public String name() {
    return "squeezeExcitation";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    int channels = x.shape().length(3);
    Dense narrow = new Dense(Math.max(1, channels / ratio), Initializers.heNormal(), Bias.YES);
    Value squeezed = Activations.relu(narrow.apply(scope, x.mean(1, 2)));
    Value weights = Activations.sigmoid(new Dense(channels).apply(scope, squeezed));
    Dim one = Dim.of(1);
    return x.multiply(weights.reshape(Shape.of(x.shape().dim(0), one, one, Dim.of(channels))));
  }
}
