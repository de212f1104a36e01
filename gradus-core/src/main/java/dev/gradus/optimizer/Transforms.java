package dev.gradus.optimizer;

import dev.gradus.graph.Value;
import dev.gradus.op.UnaryKind;

/// The links that optimizers are made of.
public final class Transforms {
  private Transforms() {}

  /// v' = decay · v + g; gives v'.
  public static GradientTransform trace(double decay) {
    return GradientTransform.each((scope, parameter, g) -> velocity(scope, parameter, g, decay));
  }

  /// v' = decay · v + g; gives g + decay · v', the gradient as if one step ahead.
  public static GradientTransform nesterovTrace(double decay) {
    return GradientTransform.each((scope, parameter, g) -> g.add(velocity(scope, parameter, g, decay).multiply(decay)));
  }

  private static Value velocity(UpdateScope scope, Value parameter, Value g, double decay) {
    Value velocity = scope.slot("velocity", parameter);
    Value next = velocity.multiply(decay).add(g);
    scope.update(velocity, next);
    return next;
  }

  /// m' = β1 · m + (1 - β1) · g, v' = β2 · v + (1 - β2) · g²; gives m̂ / (√v̂ + ε) with m̂ = m' / (1 - β1^t),
  /// v̂ = v' / (1 - β2^t).
  ///
  /// Source: Kingma and Ba 2015, arXiv:1412.6980, algorithm 1. Deviation: none.
  public static GradientTransform scaleByAdam(double beta1, double beta2, double epsilon) {
    return GradientTransform.each((scope, parameter, g) -> {
      Value mean = scope.slot("mean", parameter);
      Value square = scope.slot("square", parameter);
      Value nextMean = mean.multiply(beta1).add(g.multiply(1 - beta1));
      Value nextSquare = square.multiply(beta2).add(g.square().multiply(1 - beta2));
      scope.update(mean, nextMean);
      scope.update(square, nextSquare);
      Value corrected = nextMean.divide(oneMinusPower(beta1, scope.step()));
      Value spread = nextSquare.divide(oneMinusPower(beta2, scope.step())).sqrt();
      return corrected.divide(spread.add(epsilon));
    });
  }

  /// 1 - β^t as -(e^(t · ln β) - 1), which stays accurate for β near 1. For β = 0 it is 1.
  private static Value oneMinusPower(double beta, Value step) {
    return beta == 0 ? Value.constant(1) : step.multiply(StrictMath.log(beta)).unary(UnaryKind.EXPM1).negate();
  }
}
