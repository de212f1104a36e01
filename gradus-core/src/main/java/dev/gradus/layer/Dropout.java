package dev.gradus.layer;

import dev.gradus.graph.Value;

/// Dropout: while training each number is set to 0 with probability `rate` and the others are divided by 1 - rate, so
/// that the expected sum stays: y = x · mask / (1 - rate); at inference nothing happens.
///
/// Shapes: x [N, ...] -> y [N, ...]
/// Source: Srivastava et al. 2014, JMLR 15. Deviation: scaled while training ("inverted"), not at inference.
///
/// @param rate the fraction of nodes dropped, in [0, 1)
public record Dropout(double rate) implements NamedLayer {
  public Dropout {
    Require.within("the dropout rate", rate, 0, 1);
  }

  @Override
  public String name() {
    return "dropout";
  }

  @Override
  public Value build(Scope scope, Value x) {
    return switch (scope.mode()) {
      case INFERENCE -> x;
      case TRAINING -> {
        Value dropped = Value.constant(rate).broadcast(x.shape()).greater(scope.uniform(x.shape()));
        yield dropped.select(Value.constant(0), x.multiply(1 / (1 - rate)));
      }
    };
  }
}
