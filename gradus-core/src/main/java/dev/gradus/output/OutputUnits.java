package dev.gradus.output;

import dev.gradus.GradusException;
import dev.gradus.loss.BinaryCrossEntropy;
import dev.gradus.loss.Losses;
import dev.gradus.loss.SoftmaxCrossEntropy;

/// The output units, for static import: which one is a question of what the targets are.
public final class OutputUnits {
  private OutputUnits() {}

  /// One class of several: softmax with cross-entropy. Targets: labels `I32` [N] or probabilities [N, classes].
  ///
  /// Formula and source: [Losses#softmaxCrossEntropy].
  public static OutputUnit categorical(int classes) {
    return categorical(classes, Losses.softmaxCrossEntropy());
  }

  /// One class of several, with label smoothing or class weights.
  ///
  /// @param loss default [Losses#softmaxCrossEntropy]
  public static OutputUnit categorical(int classes, SoftmaxCrossEntropy loss) {
    return new OutputUnit("categorical", severalClasses(classes), loss);
  }

  /// One class of several, easy examples counting little: softmax with the focal loss. Targets: labels `I32` [N].
  ///
  /// Formula and source: [Losses#focal(double)].
  public static OutputUnit focal(int classes, double gamma) {
    return new OutputUnit("focal", severalClasses(classes), Losses.focal(gamma));
  }

  /// One class of several by scores instead of probabilities: the hinge loss of Crammer and Singer. Targets: labels `I32` [N].
  ///
  /// Formula and source: [Losses#multiClassHinge].
  public static OutputUnit multiClassHinge(int classes) {
    return new OutputUnit("multiClassHinge", severalClasses(classes), Losses.multiClassHinge());
  }

  /// A distribution over classes: softmax with the Kullback-Leibler divergence. Targets: `F32` [N, classes].
  ///
  /// Formula and source: [Losses#kullbackLeibler].
  public static OutputUnit distribution(int classes) {
    return new OutputUnit("distribution", severalClasses(classes), Losses.kullbackLeibler());
  }

  /// Yes-or-no answers, any of which may be yes: sigmoid with binary cross-entropy. Targets: 0 or 1, `F32` [N, answers], or
  /// [N] for one, or labels.
  ///
  /// Formula and source: [Losses#binaryCrossEntropy].
  public static OutputUnit bernoulli(int answers) {
    return bernoulli(answers, Losses.binaryCrossEntropy());
  }

  /// Yes-or-no answers, with a weight for yes.
  ///
  /// @param loss default [Losses#binaryCrossEntropy]
  public static OutputUnit bernoulli(int answers, BinaryCrossEntropy loss) {
    return new OutputUnit("bernoulli", answers, loss);
  }

  /// Yes-or-no answers, easy ones counting little: sigmoid with the focal loss. Targets as for [#bernoulli(int)].
  ///
  /// Formula and source: [Losses#binaryFocal(double, double)].
  public static OutputUnit binaryFocal(int answers, double gamma, double alpha) {
    return new OutputUnit("binaryFocal", answers, Losses.binaryFocal(gamma, alpha));
  }

  /// Yes-or-no answers with a margin instead of probabilities: the hinge loss. Targets as for [#bernoulli(int)].
  ///
  /// Formula and source: [Losses#hinge].
  public static OutputUnit hinge(int answers) {
    return new OutputUnit("hinge", answers, Losses.hinge());
  }

  /// Numbers with normal noise of one size: the outputs as they are, with the mean squared error. Targets `F32` [N, size],
  /// here and below; or [N] for one number.
  ///
  /// Formula and source: [Losses#meanSquaredError].
  public static OutputUnit gaussian(int size) {
    return new OutputUnit("gaussian", size, Losses.meanSquaredError());
  }

  /// Numbers with normal noise whose size is learned too: 2 · size raw outputs; predicts the means.
  ///
  /// Formula and source: [Losses#gaussianWithVariance].
  public static OutputUnit gaussianWithVariance(int size) {
    return new OutputUnit("gaussianWithVariance", times(2, size), Losses.gaussianWithVariance());
  }

  /// Numbers with outliers: the outputs as they are, with the mean absolute error.
  ///
  /// Formula and source: [Losses#meanAbsoluteError].
  public static OutputUnit laplace(int size) {
    return new OutputUnit("laplace", size, Losses.meanAbsoluteError());
  }

  /// Numbers with outliers: squared error up to δ, straight beyond.
  ///
  /// Formula and source: [Losses#huber(double)].
  public static OutputUnit huber(int size, double delta) {
    return new OutputUnit("huber", size, Losses.huber(delta));
  }

  /// Numbers with outliers: the smooth log-cosh.
  ///
  /// Formula and source: [Losses#logCosh].
  public static OutputUnit logCosh(int size) {
    return new OutputUnit("logCosh", size, Losses.logCosh());
  }

  /// A quantile of numbers: a fraction q of the targets will be below the prediction.
  ///
  /// Formula and source: [Losses#quantile].
  public static OutputUnit quantile(int size, double q) {
    return new OutputUnit("quantile", size, Losses.quantile(q));
  }

  /// Counts: e^z, with the Poisson loss.
  ///
  /// Formula and source: [Losses#poisson].
  public static OutputUnit poisson(int size) {
    return new OutputUnit("poisson", size, Losses.poisson());
  }

  /// Numbers with several likely values: a mixture of Gaussians of components · (1 + 2 · size) raw outputs; predicts the
  /// mixture's mean.
  ///
  /// Formula and source: [Losses#mixtureDensity].
  public static OutputUnit mixtureDensity(int components, int size) {
    return new OutputUnit("mixtureDensity", times(components, 1 + times(2, size)), Losses.mixtureDensity(components));
  }

  private static int severalClasses(int classes) {
    if (classes < 2) {
      throw new GradusException("there must be at least 2 classes, not " + classes + ". For one yes-or-no answer use bernoulli(1)");
    }
    return classes;
  }

  private static int times(int factor, int size) {
    if (size < 1) {
      throw new GradusException("the size of a target must be at least 1, not " + size);
    }
    return factor * size;
  }
}
