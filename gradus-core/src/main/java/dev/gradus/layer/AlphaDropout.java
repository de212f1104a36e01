package dev.gradus.layer;

import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;

/// Dropout that goes with SELU: while training each number is set to α' with probability `rate`, and all are then scaled and
/// shifted so that mean 0 and variance 1 stay: y = a · (d · x + (1 - d) · α') + b; at inference nothing happens.
///
/// Here α' = -λ · α, SELU's lower end; q = 1 - rate; a = 1 / √(q + α'² · q · (1 - q)); b = -a · (1 - q) · α'.
///
/// Shapes: x [N, ...] -> y [N, ...]
/// Source: Klambauer, Unterthiner, Mayr and Hochreiter 2017, arXiv:1706.02515. Deviation: none.
///
/// @param rate the fraction of numbers dropped, in [0, 1); the paper takes 0.05 to 0.1
public record AlphaDropout(double rate) implements NamedLayer {
  public AlphaDropout {
    Require.within("the dropout rate", rate, 0, 1);
  }

  @Override
  public String name() {
    return "alphaDropout";
  }

  @Override
  public Value build(Scope scope, Value x) {
    return switch (scope.mode()) {
      case INFERENCE -> x;
      case TRAINING -> {
        double low = -Activations.SELU_SCALE * Activations.SELU_ALPHA;
        double kept = 1 - rate;
        double a = 1 / Math.sqrt(kept + low * low * kept * rate);
        yield Noise.kept(scope, x.shape(), rate).select(x, Value.constant(low)).multiply(a).add(-a * rate * low);
      }
    };
  }
}
