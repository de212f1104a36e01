package dev.gradus.optimizer;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.op.UnaryKind;

/// The links that adapt each number's step to its gradients, other than Adam's family: see [AdamFamily].
public final class Adaptive {
  private Adaptive() {}

  /// s' = s + g²; gives g / (√s' + ε). See [Optimizers#adaGrad].
  ///
  /// @param initial s at first, at least 0
  public static GradientTransform scaleByAdaGrad(double initial, double epsilon) {
    Limits.atLeastZero("the initial accumulator", initial);
    Limits.positive("epsilon", epsilon);
    return GradientTransform.each((scope, parameter, g) -> {
      Value sum = initial == 0 ? scope.slot("squareSum", parameter) : scope.slot("squareSum", parameter, initial);
      Value next = sum.add(g.square());
      scope.update(sum, next);
      return g.divide(next.sqrt().add(epsilon));
    });
  }

  /// s' = ρ · s + (1 - ρ) · g², Δ = g · √(d + ε) / √(s' + ε), d' = ρ · d + (1 - ρ) · Δ²; gives Δ. See [Optimizers#adaDelta].
  public static GradientTransform scaleByAdaDelta(double decay, double epsilon) {
    Limits.belowOne("the decay", decay);
    Limits.positive("epsilon", epsilon);
    return GradientTransform.each((scope, parameter, g) -> {
      Value square = Averages.next(scope, "square", parameter, decay, g.square());
      Value stepSquare = scope.slot("stepSquare", parameter);
      Value step = g.multiply(stepSquare.add(epsilon).sqrt()).divide(square.add(epsilon).sqrt());
      scope.update(stepSquare, Averages.mixed(decay, stepSquare, step.square()));
      return step;
    });
  }

  /// s' = ρ · s + (1 - ρ) · g²; gives g / (√s' + ε). See [Optimizers#rmsProp].
  public static GradientTransform scaleByRmsProp(double decay, double epsilon) {
    Limits.belowOne("the decay", decay);
    Limits.positive("epsilon", epsilon);
    return GradientTransform.each((scope, parameter, g) ->
        g.divide(Averages.next(scope, "square", parameter, decay, g.square()).sqrt().add(epsilon)));
  }

  /// s' = ρ · s + (1 - ρ) · g², m' = ρ · m + (1 - ρ) · g; gives g / √(max(s' - m'², 0) + ε). See [Optimizers#centredRmsProp].
  public static GradientTransform scaleByCentredRmsProp(double decay, double epsilon) {
    Limits.belowOne("the decay", decay);
    Limits.positive("epsilon", epsilon);
    return GradientTransform.each((scope, parameter, g) -> {
      Value square = Averages.next(scope, "square", parameter, decay, g.square());
      Value mean = Averages.next(scope, "mean", parameter, decay, g);
      // A variance is never negative, but the difference of two rounded numbers may be.
      return g.divide(square.subtract(mean.square()).maximum(0).add(epsilon).sqrt());
    });
  }

  /// iRprop⁻: with p the gradient before, a' = min(a · η⁺, largest) where p · g > 0; a' = max(a · η⁻, smallest) and g = 0 where
  /// p · g < 0; else a' = a; then p' = g; gives sign(g) · a', with a = 1 at first. See [Optimizers#rprop].
  public static GradientTransform rprop(double decrease, double increase, double smallest, double largest) {
    if (!(decrease > 0 && decrease < 1 && increase > 1 && increase < Double.POSITIVE_INFINITY)) {
      throw new GradusException(
          "Rprop's decrease must be in (0, 1) and its increase above 1, not " + decrease + " and " + increase);
    }
    if (!(smallest >= 0 && smallest <= 1 && largest >= 1)) {
      throw new GradusException(
          "Rprop's step sizes start at 1, so the smallest must be in [0, 1] and the largest at least 1, not " + smallest + " and "
              + largest);
    }
    return GradientTransform.each((scope, parameter, g) -> {
      Value before = scope.slot("signBefore", parameter);
      Value size = scope.slot("stepSize", parameter, 1);
      // Signs, not gradients: the product of two small gradients would underflow to 0.
      Value sign = g.unary(UnaryKind.SIGN);
      Value agreement = before.multiply(sign);
      Value turned = Value.constant(0).greater(agreement);
      Value next = agreement.greater(0).select(size.multiply(increase).minimum(largest),
          turned.select(size.multiply(decrease).maximum(smallest), size));
      Value kept = turned.select(Value.constant(0), sign);
      scope.update(size, next);
      scope.update(before, kept);
      return kept.multiply(next);
    });
  }

  /// c = β1 · m + (1 - β1) · g, m' = β2 · m + (1 - β2) · g; gives sign(c). See [Optimizers#lion].
  public static GradientTransform signOfMomentum(double beta1, double beta2) {
    Limits.belowOne("beta1", beta1);
    Limits.belowOne("beta2", beta2);
    return GradientTransform.each((scope, parameter, g) -> {
      Value mean = scope.slot("mean", parameter);
      scope.update(mean, Averages.mixed(beta2, mean, g));
      return Averages.mixed(beta1, mean, g).unary(UnaryKind.SIGN);
    });
  }
}
