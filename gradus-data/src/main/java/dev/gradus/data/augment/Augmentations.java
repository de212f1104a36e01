package dev.gradus.data.augment;

import dev.gradus.GradusException;
import dev.gradus.dataset.Augmentation;
import dev.gradus.random.Philox;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.ShapeException;

/// The augmentations, for static import.
public final class Augmentations {
  private Augmentations() {}

  /// Crop: each picture is cut from itself with `padding` black pixels on each side, x'(r, c) = x(r + a, c + b) with a and b uniform
  /// in the whole numbers -padding to padding. Copies of rows: it costs next to nothing.
  ///
  /// Shapes: inputs [height, width, channels].
  /// Source: He et al. 2016, arXiv:1512.03385, section 4.2, with 4 for CIFAR. Deviation: none.
  ///
  /// @param padding pixels, at least 0
  public static Augmentation crop(int padding) {
    within("crop", "padding", padding, 0, Integer.MAX_VALUE / 4);
    return Change.Of.pictures("crop", picture -> (random, values, at, scratch) -> {
      int down = random.nextInt(2 * padding + 1) - padding;
      int right = random.nextInt(2 * padding + 1) - padding;
      Moves.shift(picture, down, right, values, at, scratch);
    });
  }

  /// Flip: left becomes right with probability 0.5.
  public static Augmentation horizontalFlip() {
    return horizontalFlip(0.5);
  }

  /// Flip: left becomes right with a probability, x'(r, c) = x(r, width - 1 - c).
  ///
  /// Shapes: inputs [height, width, channels]. Source: Krizhevsky et al. 2012, "ImageNet classification with deep convolutional
  /// neural networks", section 4.1. Deviation: none.
  ///
  /// @param probability in [0, 1]; default 0.5
  public static Augmentation horizontalFlip(double probability) {
    within("horizontalFlip", "probability", probability, 0, 1);
    return Change.Of.pictures("horizontalFlip", picture -> (random, values, at, _) -> {
      if (random.nextDouble() < probability) {
        Moves.flipColumns(picture, values, at);
      }
    });
  }

  /// Flip: top becomes bottom with probability 0.5.
  public static Augmentation verticalFlip() {
    return verticalFlip(0.5);
  }

  /// Flip: top becomes bottom with a probability, x'(r, c) = x(height - 1 - r, c).
  ///
  /// Shapes: inputs [height, width, channels]. Source: definition.
  ///
  /// @param probability in [0, 1]; default 0.5
  public static Augmentation verticalFlip(double probability) {
    within("verticalFlip", "probability", probability, 0, 1);
    return Change.Of.pictures("verticalFlip", picture -> (random, values, at, scratch) -> {
      if (random.nextDouble() < probability) {
        Moves.flipRows(picture, values, at, scratch);
      }
    });
  }

  /// Shift: each picture moves by uniform parts of its height and width, in [-fraction, fraction]; what comes in is black.
  ///
  /// x'(r, c) = x(r - a, c - b), bilinear between pixels. Shapes: inputs [height, width, channels]. Source: definition.
  ///
  /// @param fraction in [0, 1]
  public static Augmentation shift(double fraction) {
    within("shift", "fraction", fraction, 0, 1);
    return Change.Of.pictures("shift", picture -> (random, values, at, scratch) -> {
      double down = random.uniform(-fraction, fraction) * picture.height();
      double right = random.uniform(-fraction, fraction) * picture.width();
      Moves.affine(picture, new Moves.Affine(1, 0, 0, 1), right, down, values, at, scratch);
    });
  }

  /// Rotate: each picture turns around its middle by a uniform angle in [-degrees, degrees]; what comes in is black.
  ///
  /// x'(p) = x(R · p) for places p from the middle, bilinear between pixels. Shapes: inputs [height, width, channels].
  /// Source: definition.
  ///
  /// @param degrees in [0, 180]
  public static Augmentation rotate(double degrees) {
    within("rotate", "degrees", degrees, 0, 180);
    return Change.Of.pictures("rotate", picture -> (random, values, at, scratch) ->
        Moves.affine(picture, RandomOperations.rotation(random.uniform(-degrees, degrees)), 0, 0, values, at, scratch));
  }

  /// Scale: each picture becomes larger or smaller around its middle by a factor uniform in [1 - strength, 1 + strength].
  ///
  /// x'(p) = x(p / factor) for places p from the middle, bilinear between pixels; what comes in is black. Shapes: inputs
  /// [height, width, channels]. Source: definition.
  ///
  /// @param strength in [0, 0.9]
  public static Augmentation scale(double strength) {
    within("scale", "strength", strength, 0, 0.9);
    return Change.Of.pictures("scale", picture -> (random, values, at, scratch) -> {
      double factor = random.uniform(1 - strength, 1 + strength);
      Moves.affine(picture, new Moves.Affine(1 / factor, 0, 0, 1 / factor), 0, 0, values, at, scratch);
    });
  }

  /// Shear: each picture's rows move sideways in proportion to their distance from the middle, by up to tan(degrees).
  ///
  /// x'(r, c) = x(r, c + r · tan φ) for places from the middle and φ uniform in [-degrees, degrees], bilinear between pixels; what
  /// comes in is black. Shapes: inputs [height, width, channels]. Source: definition.
  ///
  /// @param degrees in [0, 80]
  public static Augmentation shear(double degrees) {
    within("shear", "degrees", degrees, 0, 80);
    return Change.Of.pictures("shear", picture -> (random, values, at, scratch) -> {
      double slope = StrictMath.tan(random.uniform(-degrees, degrees) * (StrictMath.PI / 180));
      Moves.affine(picture, new Moves.Affine(1, slope, 0, 1), 0, 0, values, at, scratch);
    });
  }

  /// Elastic with α = 34 and σ = 4.
  public static Augmentation elastic() {
    return elastic(34, 4);
  }

  /// Elastic: pixels move by two smooth random fields, x'(p) = x(p + α · (G_σ * u)(p)) with u uniform in [-1, 1] for each pixel and
  /// direction, bilinear between pixels.
  ///
  /// Shapes: inputs [height, width, channels]. Source: Simard, Steinkraus and Platt 2003, doi:10.1109/ICDAR.2003.1227801, section 2.
  /// Deviation: the Gaussian ends after three deviations, and fields go on beyond the edge with the number at it.
  ///
  /// @param strength α in pixels, at least 0, for pictures of about 28 × 28; default 34
  /// @param deviation σ in pixels, above 0; default 4
  public static Augmentation elastic(double strength, double deviation) {
    within("elastic", "strength", strength, 0, 1e6);
    within("elastic", "deviation", deviation, 1e-3, 1e3);
    return Change.Of.pictures("elastic", picture -> Smoothing.elastic(picture, strength, deviation));
  }

  /// Brightness: each picture times a factor f uniform in [max(0, 1 - strength), 1 + strength], x' = f · x, cut off at 0 and 1.
  ///
  /// Shapes: inputs [height, width, channels], of values 0 (black) to 1. Source: definition.
  ///
  /// @param strength at least 0
  public static Augmentation brightness(double strength) {
    within("brightness", "strength", strength, 0, 100);
    return Change.Of.pictures("brightness", picture -> (random, values, at, _) ->
        Colours.brightness(picture, factor(random, strength), values, at));
  }

  /// Contrast: each picture nearer to or farther from its mean brightness m, x' = f · x + (1 - f) · m, cut off at 0 and 1, with f
  /// uniform in [max(0, 1 - strength), 1 + strength].
  ///
  /// Shapes: inputs [height, width, channels], of values 0 (black) to 1; three channels are red, green and blue. Source: definition.
  ///
  /// @param strength at least 0
  public static Augmentation contrast(double strength) {
    within("contrast", "strength", strength, 0, 100);
    return Change.Of.pictures("contrast", picture -> (random, values, at, _) ->
        Colours.contrast(picture, factor(random, strength), values, at));
  }

  /// Saturation: each pixel nearer to or farther from its grey g, x' = f · x + (1 - f) · g, cut off at 0 and 1, with f uniform in
  /// [max(0, 1 - strength), 1 + strength] for each picture.
  ///
  /// Shapes: inputs [height, width, 3], red, green and blue of values 0 to 1; g by ITU-R BT.601. Source: definition.
  ///
  /// @param strength at least 0
  public static Augmentation saturation(double strength) {
    within("saturation", "strength", strength, 0, 100);
    return Change.Of.pictures("saturation", picture -> {
      coloured("saturation", picture);
      return (random, values, at, _) -> Colours.saturation(picture, factor(random, strength), values, at);
    });
  }

  /// Hue: each picture's hues turn by the same part of a full turn, uniform in [-turn, turn].
  ///
  /// h' = h + t with saturation and value of Smith's HSV kept. Shapes: inputs [height, width, 3], red, green and blue of values 0 to 1.
  /// Source: Smith 1978, doi:10.1145/965139.807361, for HSV. Deviation: none.
  ///
  /// @param turn in [0, 0.5]
  public static Augmentation hue(double turn) {
    within("hue", "turn", turn, 0, 0.5);
    return Change.Of.pictures("hue", picture -> {
      coloured("hue", picture);
      return (random, values, at, _) -> Colours.hue(picture, (float) random.uniform(-turn, turn), values, at);
    });
  }

  /// Noise: each number gets normal noise of its own, x' = x + σ · n. For inputs of any shape: pictures, tables, signals.
  ///
  /// Source: Bishop 1995, doi:10.1162/neco.1995.7.1.108. Deviation: none.
  ///
  /// @param deviation σ, at least 0, in units of the inputs
  public static Augmentation noise(double deviation) {
    within("noise", "deviation", deviation, 0, 1e30);
    return new Change.Of("noise", input -> {
      int size = input.size();
      return (random, values, at, _) -> {
        for (int i = at; i < at + size && deviation > 0; i++) {
          values[i] += (float) (deviation * random.nextGaussian());
        }
      };
    });
  }

  /// Scale of signals: each input times a number of its own, x' = f · x with f normal around 1.
  ///
  /// For inputs of any shape whose 0 means nothing, such as signals and standardised tables. Source: Um et al. 2017,
  /// arXiv:1706.00552, section 3.1. Deviation: none.
  ///
  /// @param deviation of f, at least 0
  public static Augmentation scaleSignal(double deviation) {
    within("scaleSignal", "deviation", deviation, 0, 1e30);
    return new Change.Of("scaleSignal", input -> {
      int size = input.size();
      return (random, values, at, _) -> {
        float factor = (float) (1 + deviation * random.nextGaussian());
        for (int i = at; i < at + size; i++) {
          values[i] *= factor;
        }
      };
    });
  }

  /// Blur: each picture convolved with a Gaussian, x' = G_s * x, of a deviation s uniform in [0, deviation].
  ///
  /// The Gaussian ends after three deviations; beyond the edge counts the pixel at it. Shapes: inputs [height, width, channels].
  /// Source: definition.
  ///
  /// @param deviation in pixels, at least 0
  public static Augmentation blur(double deviation) {
    within("blur", "deviation", deviation, 0, 1e3);
    return Change.Of.pictures("blur", picture -> (random, values, at, scratch) -> {
      double own = random.uniform(0, deviation);
      // Less leaves no neighbour a share that a float could hold.
      if (own > 0.05) {
        int radius = Smoothing.radius(own, picture);
        Smoothing.kernel(own, radius, scratch, picture.size());
        Smoothing.blur(picture, scratch, picture.size(), radius, values, at, scratch, 0);
      }
    });
  }

  /// Cutout: a square of size × size pixels becomes black, x' = 0, its middle uniform in the picture, what lies outside cut off.
  ///
  /// Shapes: inputs [height, width, channels].
  /// Source: DeVries and Taylor 2017, arXiv:1708.04552, section 3.2, with 16 for CIFAR-10. Deviation: none.
  ///
  /// @param size pixels, at least 0
  public static Augmentation cutout(int size) {
    within("cutout", "size", size, 0, Integer.MAX_VALUE / 4);
    return Change.Of.pictures("cutout", picture -> (random, values, at, _) -> {
      int top = random.nextInt(picture.height()) - size / 2;
      int left = random.nextInt(picture.width()) - size / 2;
      Covers.clear(picture, top, left, top + size, left + size, values, at);
    });
  }

  /// Random erasing with probability 0.5 of 0.02 to 0.4 of the picture.
  public static Augmentation erase() {
    return erase(0.5, 0.02, 0.4);
  }

  /// Random erasing: with a probability, a box of the picture becomes noise uniform in [0, 1).
  ///
  /// The box covers a uniform part of the picture in [smallest, largest], height / width = r uniform in [0.3, 1 / 0.3], its place is
  /// uniform among those inside. Shapes: inputs [height, width, channels].
  /// Source: Zhong et al. 2017, arXiv:1708.04896, algorithm 1. Deviation: after 10 boxes that don't fit, the picture stays.
  ///
  /// @param probability in [0, 1]; default 0.5
  /// @param smallest part of the picture, in [0, 1]; default 0.02
  /// @param largest part of the picture, in [smallest, 1]; default 0.4
  public static Augmentation erase(double probability, double smallest, double largest) {
    within("erase", "probability", probability, 0, 1);
    within("erase", "smallest", smallest, 0, 1);
    within("erase", "largest", largest, smallest, 1);
    return Change.Of.pictures("erase", picture -> (random, values, at, _) -> {
      if (random.nextDouble() < probability) {
        Covers.erase(picture, smallest, largest, random, values, at);
      }
    });
  }

  /// RandAugment: each picture is changed by so many operations one after another, each drawn uniformly from a list, all at
  /// one strength.
  ///
  /// With s = ± magnitude / 10: nothing; rotate by 30 · s degrees; shear by 0.3 · s along rows or columns; shift by 0.45 · s of the
  /// width or height; brightness, contrast and, of three channels, saturation times 1 + 0.9 · s; posterise to 8 - 4 · |s| bits;
  /// solarise above 1 - |s|. Magnitude 0 changes nothing. Shapes: inputs [height, width, channels], of values 0 (black) to 1.
  /// Source: Cubuk et al. 2019, arXiv:1909.13719, figure 2. Deviation: without AutoContrast, Equalize and Sharpness; bilinear.
  ///
  /// @param operations how many, the paper's N, at least 0
  /// @param magnitude the paper's M, in [0, 10]
  public static Augmentation randAugment(int operations, double magnitude) {
    within("randAugment", "operations", operations, 0, 100);
    within("randAugment", "magnitude", magnitude, 0, 10);
    return Change.Of.pictures("randAugment", picture -> RandomOperations.some(picture, operations, magnitude / 10));
  }

  /// Another augmentation for some of the examples, drawn for each: with a probability it is changed, else it stays.
  ///
  /// Where the augmentation makes probabilities of labels, an example that stays has 1 for its class. Source: definition.
  ///
  /// @param probability in [0, 1]
  public static Augmentation sometimes(double probability, Augmentation augmentation) {
    within("sometimes", "probability", probability, 0, 1);
    return (training, seed, epoch) -> new SomeChanged(
        training, augmentation.view(training, Philox.key(seed, "changed"), epoch), seed, "sometimes/" + epoch, probability);
  }

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

  private static float factor(RandomStream random, double strength) {
    return (float) random.uniform(Math.max(0, 1 - strength), 1 + strength);
  }

  private static void coloured(String name, Change.Picture picture) {
    if (picture.channels() != 3) {
      throw new ShapeException(name + " expects pictures of 3 channels, red, green and blue, got [" + picture.height() + ", "
          + picture.width() + ", " + picture.channels() + "]");
    }
  }

  private static void within(String name, String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new GradusException(name + "'s " + option + " must be in [" + plain(least) + ", " + plain(most) + "], not " + plain(value));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
  }

  private static void positive(String name, double alpha) {
    if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
      throw new GradusException(name + "'s alpha must be above 0 and finite, not " + alpha);
    }
  }
}
