package dev.gradus.layer;

import dev.gradus.graph.Value;

/// Each number times normal noise of mean 1 while training, with dropout's variance: y = x · (1 + √(rate / (1 - rate)) · z);
/// at inference nothing happens.
///
/// Shapes: x [N, ...] -> y [N, ...]
/// Source: Srivastava et al. 2014, JMLR 15, section 10. Deviation: none.
///
/// @param rate that of the dropout with the same variance, in [0, 1)
public record GaussianDropout(double rate) implements NamedLayer {
  public GaussianDropout {
    Require.within("the dropout rate", rate, 0, 1);
  }

  @Override
  public String name() {
    return "gaussianDropout";
  }

  @Override
  public Value build(Scope scope, Value x) {
    return switch (scope.mode()) {
      case INFERENCE -> x;
      case TRAINING -> x.multiply(scope.normal(x.shape()).multiply(Math.sqrt(rate / (1 - rate))).add(1));
    };
  }
}
