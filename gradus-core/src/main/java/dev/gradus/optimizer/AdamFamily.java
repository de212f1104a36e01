package dev.gradus.optimizer;

import dev.gradus.graph.Value;

/// The links of Adam and its kin: a running mean of the gradient over one of its size.
///
/// In all of them m' = β1 · m + (1 - β1) · g and v' = β2 · v + (1 - β2) · g², both 0 at first, and t is the step from 1.
public final class AdamFamily {
  private AdamFamily() {}

  /// Gives m̂ / (√v̂ + ε) with m̂ = m' / (1 - β1^t), v̂ = v' / (1 - β2^t). See [Optimizers#adam].
  public static GradientTransform scaleByAdam(double beta1, double beta2, double epsilon) {
    checked(beta1, beta2, epsilon);
    return GradientTransform.each((scope, parameter, g) -> {
      Value mean = Averages.next(scope, "mean", parameter, beta1, g);
      Value corrected = mean.multiply(Averages.correction(beta1, scope.step()));
      return corrected.divide(spread(scope, parameter, beta2, g).add(epsilon));
    });
  }

  /// Gives m' / (√v̂ + ε) with v̂' = max(v̂, v'), 0 at first. See [Optimizers#amsGrad].
  public static GradientTransform scaleByAmsGrad(double beta1, double beta2, double epsilon) {
    checked(beta1, beta2, epsilon);
    return GradientTransform.each((scope, parameter, g) -> {
      Value mean = Averages.next(scope, "mean", parameter, beta1, g);
      Value square = Averages.next(scope, "square", parameter, beta2, g.square());
      Value largest = scope.slot("largestSquare", parameter);
      Value next = largest.maximum(square);
      scope.update(largest, next);
      return mean.divide(next.sqrt().add(epsilon));
    });
  }

  /// Gives m̂ / (u' + ε) with m̂ = m' / (1 - β1^t) and u' = max(β2 · u, |g|), 0 at first. See [Optimizers#adaMax].
  public static GradientTransform scaleByAdaMax(double beta1, double beta2, double epsilon) {
    checked(beta1, beta2, epsilon);
    return GradientTransform.each((scope, parameter, g) -> {
      Value mean = Averages.next(scope, "mean", parameter, beta1, g);
      Value largest = scope.slot("largest", parameter);
      Value next = largest.multiply(beta2).maximum(g.abs());
      scope.update(largest, next);
      return mean.multiply(Averages.correction(beta1, scope.step())).divide(next.add(epsilon));
    });
  }

  /// Gives m̄ / (√v̂ + ε) with m̄ = β1 · m' / (1 - β1^(t+1)) + (1 - β1) · g / (1 - β1^t) and v̂ = v' / (1 - β2^t). See
  /// [Optimizers#nadam].
  public static GradientTransform scaleByNadam(double beta1, double beta2, double epsilon) {
    checked(beta1, beta2, epsilon);
    return GradientTransform.each((scope, parameter, g) -> {
      Value mean = Averages.next(scope, "mean", parameter, beta1, g);
      Value ahead = mean.multiply(beta1).multiply(Averages.correction(beta1, scope.step().add(1)))
          .add(g.multiply(1 - beta1).multiply(Averages.correction(beta1, scope.step())));
      return ahead.divide(spread(scope, parameter, beta2, g).add(epsilon));
    });
  }

  /// d · ‖w‖ / ‖d‖, the norms over each whole parameter; d itself where either norm is 0. See [Optimizers#lamb].
  public static GradientTransform scaleByTrustRatio() {
    return GradientTransform.each((_, parameter, d) -> {
      Value weights = norm(parameter);
      Value step = norm(d);
      Value ratio = weights.minimum(step).greater(0).select(weights.divide(step), Value.constant(1));
      return d.multiply(ratio);
    });
  }

  /// √ of the sum of squares, shape [].
  static Value norm(Value value) {
    return value.square().sum().sqrt();
  }

  /// √v̂
  private static Value spread(UpdateScope scope, Value parameter, double beta2, Value g) {
    Value square = Averages.next(scope, "square", parameter, beta2, g.square());
    return square.multiply(Averages.correction(beta2, scope.step())).sqrt();
  }

  private static void checked(double beta1, double beta2, double epsilon) {
    Limits.belowOne("beta1", beta1);
    Limits.belowOne("beta2", beta2);
    Limits.positive("epsilon", epsilon);
  }
}
