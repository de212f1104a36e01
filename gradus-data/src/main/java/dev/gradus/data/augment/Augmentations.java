package dev.gradus.data.augment;

import dev.gradus.GradusException;
import dev.gradus.dataset.Augmentation;

/// The augmentations, for static import.
public final class Augmentations {
  private Augmentations() {}

  /// Mixup: each example is blended with another of the training set, x' = λ · x + (1 - λ) · x_j and t' = λ · t + (1 - λ) · t_j with
  /// λ ~ Beta(α, α): a network learns to behave linearly between examples.
  ///
  /// Labels become probabilities of the classes, which must have names in the data set; numbers are blended. Fits losses that take
  /// probabilities: softmaxCrossEntropy, binaryCrossEntropy (one output for two classes too), those of numbers; not focal,
  /// multiClassHinge or examples with weights. The training accuracy counts the class with the larger share as the right one.
  /// Source: Zhang et al. 2018, arXiv:1710.09412, section 2. Deviation: none; the authors' code differs: it draws λ once for
  /// each batch and partners within the batch, here both are drawn for each example, partners from the whole training set.
  ///
  /// @param alpha α > 0, the paper's 0.1 to 0.4 for ImageNet and 1 for CIFAR; near 0 examples stay themselves
  public static Augmentation mixup(double alpha) {
    positive("mixup", alpha);
    return (training, seed, epoch) -> new MixedExamples(
        "mixup", training, seed, epoch, random -> new Mixture.Blend((float) random.nextBeta(alpha, alpha)));
  }

  /// Cutmix with α = 1.
  public static Augmentation cutmix() {
    return cutmix(1);
  }

  /// Cutmix: a box of each picture shows the same part of another, and the target is mixed by area: t' = λ · t + (1 - λ) · t_j. For
  /// λ₀ ~ Beta(α, α) the box's sides are √(1 - λ₀) of the picture's height and width, its centre is uniform in the picture, what
  /// lies outside is cut off, and λ is the part of the pixels that stay.
  ///
  /// Shapes: inputs [height, width, channels]. Labels, numbers, losses and weights as for [#mixup].
  /// Source: Yun et al. 2019, arXiv:1905.04899, equations 1 and 2. Deviation: sides are whole pixels, rounded down, and λ is that of
  /// the box cut off, as in the authors' code; each example has its own box, and its partner comes from the whole training set.
  ///
  /// @param alpha α > 0, the paper's 1, for which λ₀ is uniform
  public static Augmentation cutmix(double alpha) {
    positive("cutmix", alpha);
    return (training, seed, epoch) -> {
      Mixture.Patch.check(training.inputShape());
      int height = training.inputShape().length(0);
      int width = training.inputShape().length(1);
      return new MixedExamples("cutmix", training, seed, epoch, random -> {
        double kept = random.nextBeta(alpha, alpha);
        return Mixture.Patch.around(random.nextInt(height), random.nextInt(width), kept, height, width);
      });
    };
  }

  private static void positive(String name, double alpha) {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new GradusException(name + "'s alpha must be above 0 and finite, not " + alpha);
    }
  }
}
