package dev.gradus.data.digits;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Handwritten-looking digits, drawn by Gradus itself: a set to learn from without any download.
///
/// Images: `U8 [count, 28, 28, 1]`, 0 for paper and up to 255 for ink (white on black, as in MNIST); labels: `I32
/// [count]`, 0 to 9, every ten examples in a row holding each digit once in random order. Default sizes: 20,000 for
/// training, 4,000 for testing.
///
/// The same seed gives the same bits on every machine and with any number of threads: an image depends on the seed,
/// the split and its index alone, so a smaller set is the beginning of a larger one. The test images come from the
/// same hands as the training images, but from other random streams; they tell nothing about real handwriting.
///
/// Source: our own strokes and distortions, no fonts and no scans. Placed in the frame as LeCun, Cortes and Burges
/// (1998) placed MNIST's digits, for most of the images; others are shifted and scaled differently.
public final class Digits {
  /// The number of training images, unless another is asked for.
  public static final int TRAIN_COUNT = 20_000;
  /// The number of test images, unless another is asked for.
  public static final int TEST_COUNT = 4_000;
  /// The most images that one array can hold.
  public static final int MAX_COUNT = Integer.MAX_VALUE / (Scan.SIDE * Scan.SIDE) / 10 * 10;

  private static final List<String> CLASSES = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  private static final int BLOCK = 64;

  private Digits() {}

  /// The training split of the default size.
  public static Dataset train(long seed) {
    return train(seed, TRAIN_COUNT);
  }

  /// The first `count` images of the training split.
  ///
  /// @throws GradusException if `count` is not in 1 .. [#MAX_COUNT]
  public static Dataset train(long seed, int count) {
    return generate(seed, "digits/train", count);
  }

  /// The test split of the default size.
  public static Dataset test(long seed) {
    return test(seed, TEST_COUNT);
  }

  /// The first `count` images of the test split.
  ///
  /// @throws GradusException if `count` is not in 1 .. [#MAX_COUNT]
  public static Dataset test(long seed, int count) {
    return generate(seed, "digits/test", count);
  }

  private static Dataset generate(long seed, String split, int count) {
    if (count < 1 || count > MAX_COUNT) {
      throw new GradusException("a set of digits has 1 to " + MAX_COUNT + " images, not " + count);
    }
    int area = Scan.SIDE * Scan.SIDE;
    byte[] images = new byte[count * area];
    int[] labels = new int[count];
    IntStream.range(0, (count + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
      Scan scan = new Scan();
      for (int i = block * BLOCK; i < Math.min(count, (block + 1) * BLOCK); i++) {
        labels[i] = label(seed, split, i);
        RandomStream random = new RandomStream(seed, split, i);
        scan.scan(Hand.write(labels[i], random), labels[i] == 1, random, images, i * area);
      }
    });
    return Dataset.of(Tensor.of(Shape.of(count, Scan.SIDE, Scan.SIDE, 1), images), Tensor.of(Shape.of(count), labels),
        CLASSES);
  }

  /// The label of one example: every ten in a row are a random order of the ten digits.
  static int label(long seed, String split, int index) {
    return new RandomStream(seed, split + "/labels", index / 10).permutation(10)[index % 10];
  }
}
