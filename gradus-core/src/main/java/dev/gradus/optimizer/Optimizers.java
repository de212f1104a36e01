package dev.gradus.optimizer;

import dev.gradus.GradusException;

/// The optimizers, for static import.
public final class Optimizers {
  private Optimizers() {}

  /// Gradient descent: w' = w - η · g. Batch, mini-batch or stochastic by the trainer's batch size.
  ///
  /// @param learningRate η
  public static Optimizer gradientDescent(double learningRate) {
    return new Optimizer("gradientDescent", learningRate, (_, _, gradients) -> gradients);
  }

  /// Momentum with μ = 0.9. See [#momentum(double, double)].
  public static Optimizer momentum(double learningRate) {
    return momentum(learningRate, 0.9);
  }

  /// Momentum: v' = μ · v + g; w' = w - η · v'
  ///
  /// Source: Polyak 1964; in this form Sutskever et al. 2013. Deviation: η multiplies v', not g.
  ///
  /// @param learningRate η
  /// @param decay μ in [0, 1); default 0.9
  public static Optimizer momentum(double learningRate, double decay) {
    return new Optimizer("momentum", learningRate, Transforms.trace(within("the momentum", decay)));
  }

  /// Nesterov's momentum with μ = 0.9. See [#nesterov(double, double)].
  public static Optimizer nesterov(double learningRate) {
    return nesterov(learningRate, 0.9);
  }

  /// Nesterov's momentum: v' = μ · v + g; w' = w - η · (g + μ · v')
  ///
  /// Source: Nesterov 1983; in this form Sutskever et al. 2013, at the point looked ahead to. Deviation: none beyond it.
  ///
  /// @param learningRate η
  /// @param decay μ in [0, 1); default 0.9
  public static Optimizer nesterov(double learningRate, double decay) {
    return new Optimizer("nesterov", learningRate, Transforms.nesterovTrace(within("the momentum", decay)));
  }

  /// Adam with β1 = 0.9, β2 = 0.999, ε = 1e-8. See [#adam(double, double, double, double)].
  public static Optimizer adam(double learningRate) {
    return adam(learningRate, 0.9, 0.999, 1e-8);
  }

  /// Adam: w' = w - η · m̂ / (√v̂ + ε), with running means m of the gradient and v of its square, corrected for their
  /// start at 0.
  ///
  /// Source: Kingma and Ba 2015, arXiv:1412.6980, algorithm 1. Deviation: none.
  ///
  /// @param learningRate η; the paper's 0.001
  /// @param beta1 in [0, 1); default 0.9
  /// @param beta2 in [0, 1); default 0.999
  /// @param epsilon ε; default 1e-8
  public static Optimizer adam(double learningRate, double beta1, double beta2, double epsilon) {
    within("beta1", beta1);
    within("beta2", beta2);
    if (!(epsilon > 0)) {
      throw new GradusException("epsilon must be positive, not " + epsilon);
    }
    return new Optimizer("adam", learningRate, Transforms.scaleByAdam(beta1, beta2, epsilon));
  }

  private static double within(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new GradusException(what + " must be in [0, 1), not " + value);
    }
    return value;
  }
}
