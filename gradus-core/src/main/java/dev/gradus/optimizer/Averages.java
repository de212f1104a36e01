package dev.gradus.optimizer;

import dev.gradus.graph.Value;
import dev.gradus.op.UnaryKind;

/// Running means, of which most adaptive methods are made.
final class Averages {
  private Averages() {}

  /// a' = β · a + (1 - β) · x in a slot that starts at 0; gives a'.
  static Value next(UpdateScope scope, String name, Value parameter, double beta, Value x) {
    Value average = scope.slot(name, parameter);
    Value next = mixed(beta, average, x);
    scope.update(average, next);
    return next;
  }

  /// β · a + (1 - β) · x
  static Value mixed(double beta, Value a, Value x) {
    return a.multiply(beta).add(x.multiply(1 - beta));
  }

  /// 1 / (1 - β^t), by which a mean that starts at 0 is multiplied to make up for it. It is one number for all parameters, and
  /// products are much cheaper than quotients. 1 - β^t is -(e^(t · ln β) - 1), which stays accurate for β near 1. For β = 0 all
  /// is 1.
  static Value correction(double beta, Value step) {
    return beta == 0
        ? Value.constant(1)
        : Value.constant(1).divide(step.multiply(StrictMath.log(beta)).unary(UnaryKind.EXPM1).negate());
  }
}
