package dev.gradus.layer;

import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;
import java.util.List;

/// Layers each of which sees the input and the outputs of all before it, and adds `growth` channels: x_{k+1} = [x_k,
/// conv(relu(norm(x_k)))], the convolution 3×3; with a bottleneck [x, conv3×3(relu(norm(conv1×1(relu(norm(x))))))].
///
/// Shapes: x [N, h, w, c] -> y [N, h, w, c + layers · growth], the input's channels first
/// Source: Huang, Liu, van der Maaten and Weinberger 2017, arXiv:1608.06993. Deviation: none.
///
/// @param layers how many
/// @param growth how many channels each adds, the paper's k
/// @param bottleneck how many times `growth` the 1×1 convolution before each has filters; default 0, for none; 4 is the paper's
///     DenseNet-B
public record DenseNetBlock(int layers, int growth, int bottleneck) implements NamedLayer {
  public DenseNetBlock {
    Require.positive("layers", layers);
    Require.positive("growth", growth);
    if (bottleneck < 0) {
      throw new dev.gradus.GradusException("bottleneck must be at least 0, not " + bottleneck);
    }
  }

  DenseNetBlock(int layers, int growth) {
    this(layers, growth, 0);
  }

  /// The same block with a 1×1 convolution of so many times `growth` filters before each 3×3.
  public DenseNetBlock bottleneck(int times) {
    return new DenseNetBlock(layers, growth, times);
  }

  @Override
  public String name() {
    return "denseNetBlock";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.images(scope, x);
    Value all = x;
    for (int i = 0; i < layers; i++) {
      Value before = all;
      Value added = scope.in("layer", inner -> {
        Value narrow = bottleneck == 0
            ? before
            : convolved(inner, before, new Conv2d(Math.multiplyExact(bottleneck, growth), 1, 1));
        return convolved(inner, narrow, new Conv2d(growth, 3, 3));
      });
      all = Value.concat(3, List.of(before, added));
    }
    return all;
  }

  private static Value convolved(Scope scope, Value x, Conv2d convolution) {
    Value active = Activations.relu(new BatchNorm().apply(scope, x));
    return convolution.withoutBias().apply(scope, active);
  }
}
