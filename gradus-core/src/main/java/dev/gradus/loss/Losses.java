package dev.gradus.loss;

import dev.gradus.graph.Value;

/// The losses, for static import. Each comes with what the network's output predicts; all take raw outputs of any size.
public final class Losses {
  private Losses() {}

  // One class of several ------------------------------------------------------------------------------------------

  /// Categorical cross-entropy from logits: L = -Σ_i t_i · ln softmax(z)_i, for one class of several; with label
  /// smoothing and class weights if asked.
  ///
  /// Shapes: logits z [N, classes]; target t labels `I32` [N], or probabilities `F32` [N, classes]
  /// Predicts softmax(z). Stable for logits of any size.
  /// Source: Goodfellow, Bengio and Courville 2016, section 6.2.2.3. Deviation: none.
  public static SoftmaxCrossEntropy softmaxCrossEntropy() {
    return new SoftmaxCrossEntropy();
  }

  /// The focal loss with γ = 2.
  public static Loss focal() {
    return focal(2);
  }

  /// Focal loss from logits, which makes little of examples that are recognised already: L = -(1 - p)^γ · ln p with
  /// p = softmax(z)_t
  ///
  /// Shapes: logits z [N, classes]; target t labels `I32` [N]. Predicts softmax(z). Stable for logits of any size.
  /// Good for many easy examples and few hard ones. Source: Lin et al. 2017, arXiv:1708.02002, equation 4. Deviation:
  /// softmax instead of a sigmoid for each class; see [#binaryFocal(double, double)] for that.
  ///
  /// @param gamma γ ≥ 0; default 2, the paper's best; 0 is cross-entropy
  public static Loss focal(double gamma) {
    return new Focal.Categorical(gamma);
  }

  /// The loss of Crammer and Singer: L = max(0, 1 + max_{j ≠ t} z_j - z_t): the label's score shall be the largest by 1.
  ///
  /// Shapes: scores z [N, classes]; target t labels `I32` [N]. Predicts sparsemax(z), the distribution nearest to the scores: 1 for
  /// a class that leads by the margin of 1 or more, shares where classes are nearer to each other, for two classes as [#hinge].
  /// The shares are no calibrated probabilities. Sparsemax: Martins and Astudillo 2016, arXiv:1602.02068, equation 2.
  /// Where several classes are the largest, they share the slope.
  /// Source: Crammer and Singer 2001, JMLR 2, 265-292. Deviation: the loss alone, without the norm of the weights.
  public static Loss multiClassHinge() {
    return new Hinge.MultiClass();
  }

  /// Kullback-Leibler divergence from logits: L = Σ_i t_i · (ln t_i - ln softmax(z)_i), which is 0 where the prediction is
  /// the target. Its gradient is that of cross-entropy.
  ///
  /// Shapes: logits z [N, classes]; target t `F32` [N, classes], each row a distribution. Predicts softmax(z).
  /// Source: Kullback and Leibler 1951, doi:10.1214/aoms/1177729694. Deviation: none.
  public static Loss kullbackLeibler() {
    return new KullbackLeibler();
  }

  // Yes or no -----------------------------------------------------------------------------------------------------

  /// Binary cross-entropy from logits: L = mean_i (max(z_i, 0) - z_i · t_i + ln(1 + e^-|z_i|)), for yes-or-no
  /// answers: one, or several of which any may be yes (multi-label); with a weight for yes if asked.
  ///
  /// Shapes: logits z [N, ...]; target t `F32` of the same shape in [0, 1], or labels 0 and 1 `I32` [N] for z [N, 1]
  /// Predicts sigmoid(z). Stable for logits of any size.
  /// Source: Goodfellow, Bengio and Courville 2016, section 6.2.2.2. Deviation: several answers are averaged.
  public static BinaryCrossEntropy binaryCrossEntropy() {
    return new BinaryCrossEntropy();
  }

  /// The binary focal loss with γ = 2 and α = 0.25.
  public static Loss binaryFocal() {
    return binaryFocal(2, 0.25);
  }

  /// Focal loss of yes-or-no answers from logits:
  /// L = mean_i (-α · t · (1 - p)^γ · ln p - (1 - α) · (1 - t) · p^γ · ln(1 - p)) with p = sigmoid(z_i)
  ///
  /// Shapes and prediction as for [#binaryCrossEntropy]. Stable for logits of any size.
  /// Source: Lin et al. 2017, arXiv:1708.02002, equation 5. Deviation: several answers are averaged.
  ///
  /// @param gamma γ ≥ 0; default 2, the paper's best
  /// @param alpha α in (0, 1), the weight of yes; default 0.25, the paper's best
  public static Loss binaryFocal(double gamma, double alpha) {
    return new Focal.Binary(gamma, alpha);
  }

  /// Hinge loss: L = mean_i max(0, 1 - s_i · z_i) with s = 2 · t - 1: the score shall be beyond 1 on the target's side.
  ///
  /// Shapes: scores z [N, ...]; target t as for [#binaryCrossEntropy], 0 or 1. The slope at the corner is 0.
  /// Predicts (1 + z) / 2 within [0, 1]: ½ at the border, sure beyond the margin; not a probability.
  /// Source: Cortes and Vapnik 1995, doi:10.1007/BF00994018. Deviation: the loss alone, without the norm of the weights.
  public static Loss hinge() {
    return new Hinge.Binary();
  }

  // Numbers -------------------------------------------------------------------------------------------------------

  /// Mean squared error: L = mean_i (y_i - t_i)²
  ///
  /// Shapes: output y [N, ...], target t `F32` of the same shape. Predicts y, which learns the mean.
  /// Source: the negative log-likelihood of a normal distribution of constant variance, up to factor and constant. Deviation:
  /// none.
  public static Loss meanSquaredError() {
    return new ErrorLoss("meanSquaredError", Value::square);
  }

  /// Mean absolute error: L = mean_i |y_i - t_i|; the slope at 0 is 0.
  ///
  /// Shapes: output y [N, ...], target t `F32` of the same shape. Predicts y, which learns the median: outliers pull little.
  /// Source: the negative log-likelihood of a Laplace distribution of constant width, up to factor and constant. Deviation:
  /// none.
  public static Loss meanAbsoluteError() {
    return new ErrorLoss("meanAbsoluteError", Value::abs);
  }

  /// The Huber loss with δ = 1.
  public static Loss huber() {
    return huber(1);
  }

  /// Huber loss: L = mean_i h(y_i - t_i) with h(e) = e² / 2 for |e| ≤ δ, else δ · (|e| - δ / 2): squares for small errors,
  /// straight for outliers.
  ///
  /// Shapes: output y [N, ...], target t `F32` of the same shape. Predicts y.
  /// Source: Huber 1964, doi:10.1214/aoms/1177703732. Deviation: none.
  ///
  /// @param delta δ > 0; default 1
  public static Loss huber(double delta) {
    return ErrorLoss.huber(delta);
  }

  /// Log-cosh: L = mean_i ln cosh(y_i - t_i), near e² / 2 for small errors and |e| - ln 2 for large; smooth everywhere.
  ///
  /// Shapes: output y [N, ...], target t `F32` of the same shape. Predicts y. As |e| + ln(1 + e^(-2|e|)) - ln 2, which can't
  /// overflow; exact to about 1e-7.
  /// Source: the negative log-likelihood of a hyperbolic secant distribution, up to a constant. Deviation: none.
  public static Loss logCosh() {
    return ErrorLoss.logCosh();
  }

  /// Quantile loss: L = mean_i (q · e_i for e_i > 0, else (q - 1) · e_i) with e = t - y
  ///
  /// Shapes: output y [N, ...], target t `F32` of the same shape. Predicts y, which learns the quantile: a fraction q of the
  /// targets will be below it. The slope at 0 is the mean of both sides' slopes.
  /// Source: Koenker and Bassett 1978, doi:10.2307/1913643. Deviation: none.
  ///
  /// @param q in (0, 1); ½ is half the mean absolute error
  public static Loss quantile(double q) {
    return ErrorLoss.quantile(q);
  }

  /// Poisson loss from log rates: L = mean_i (e^(z_i) - t_i · z_i), for counts. It may be negative: ln t! is left out.
  ///
  /// Shapes: log rates z [N, ...], target t `F32` counts of the same shape. Predicts e^z, at most e^30.
  /// Source: the negative log-likelihood of a Poisson distribution up to a constant; Nelder and Wedderburn 1972,
  /// doi:10.2307/2344614. Deviation: e^z goes on as its tangent above z = 30 (a rate of 1e13), so that it can't overflow.
  public static Loss poisson() {
    return new Likelihood.Poisson();
  }

  /// Gaussian with a variance of its own for each number, from mean μ and log variance s:
  /// L = mean_i ½ · (s_i + (t_i - μ_i)² · e^(-s_i) + ln 2π)
  ///
  /// Shapes: output [N, 2 · size]: all means, then all log variances; target t `F32` [N, size], or [N] for size 1.
  /// Predicts the means [N, size]. Good for noise that differs from example to example.
  /// Source: Nix and Weigend 1994, doi:10.1109/ICNN.1994.374138. Deviation: e^(-s) goes on as its tangent below s = -30.
  public static Loss gaussianWithVariance() {
    return new Likelihood.Gaussian();
  }

  /// A mixture of Gaussians: L = -ln Σ_k softmax(a)_k · Π_i N(t_i; μ_ki, e^(s_ki)), for targets with several likely values.
  ///
  /// Shapes: output [N, components · (1 + 2 · size)], target `F32` [N, size], or [N] for size 1. Layout of an output's row:
  /// logits a [components], means μ [components, size], log deviations s [components, size].
  /// Predicts the mixture's mean [N, size] = Σ_k softmax(a)_k · μ_k
  /// Source: Bishop 1994, Mixture Density Networks, NCRG/94/004. Deviation: a deviation for each number instead of one for
  /// all of a component; e^(-2s) goes on as its tangent below s = -15.
  ///
  /// @param components how many Gaussians
  public static Loss mixtureDensity(int components) {
    return new Likelihood.Mixture(components);
  }
}
