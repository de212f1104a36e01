package dev.gradus.data.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static final int AREA = 28 * 28;

  @Test
  void describesItself() {
    Dataset digits = Digits.train(1, 10);
    assertThat(digits.size()).isEqualTo(10);
    assertThat(digits.inputShape()).isEqualTo(Shape.of(28, 28, 1));
    assertThat(digits.targetShape()).isEqualTo(Shape.SCALAR);
    assertThat(digits.targetType()).isEqualTo(DType.I32);
    assertThat(digits.classes()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void everyTenExamplesHoldEachDigitOnce() {
    Dataset digits = Digits.train(3, 500);
    Set<String> orders = new HashSet<>();
    for (int block = 0; block < 50; block++) {
      StringBuilder order = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        order.append(digits.readLabel(10 * block + i));
      }
      assertThat(order.chars().distinct().count()).isEqualTo(10);
      orders.add(order.toString());
    }
    assertThat(orders).hasSizeGreaterThan(45);
  }

  @Test
  void everyImageHasInkAndPaper() {
    for (Dataset digits : new Dataset[] {Digits.train(11, 3_000), Digits.test(12, 1_000)}) {
      for (int i = 0; i < digits.size(); i++) {
        int[] image = image(digits, i);
        int ink = 0;
        int paper = 0;
        for (int value : image) {
          assertThat(value).isBetween(0, 255);
          ink += value > 90 ? 1 : 0;
          paper += value < 60 ? 1 : 0;
        }
        assertThat(ink).as("ink of image %d, a %d", i, digits.readLabel(i)).isBetween(8, 330);
        assertThat(paper).as("paper of image %d, a %d", i, digits.readLabel(i)).isGreaterThan(AREA / 2);
      }
    }
  }

  @Test
  void noImageIsTheSameAsAnother() {
    Set<Long> seen = new HashSet<>();
    for (Dataset digits : new Dataset[] {Digits.train(1, 2_000), Digits.test(1, 2_000), Digits.train(2, 2_000)}) {
      for (int i = 0; i < digits.size(); i++) {
        assertThat(seen.add(fingerprint(digits, i, i + 1))).as("image %d is new", i).isTrue();
      }
    }
  }

  @Test
  void aSmallerSetIsTheBeginningOfALargerOne() {
    assertThat(fingerprint(Digits.test(5, 77), 0, 77)).isEqualTo(fingerprint(Digits.test(5, 200), 0, 77));
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    long expected = fingerprint(Digits.train(9, 300), 0, 300);
    for (int threads : new int[] {1, 3, 7}) {
      try (ForkJoinPool pool = new ForkJoinPool(threads)) {
        Dataset digits = pool.submit(() -> Digits.train(9, 300)).join();
        assertThat(fingerprint(digits, 0, 300)).as("%d threads", threads).isEqualTo(expected);
      }
    }
  }

  /// Not right or wrong in itself: it holds the bits steady, from machine to machine and from change to change.
  @Test
  void fingerprint() {
    assertThat(Long.toHexString(fingerprint(Digits.train(42, 100), 0, 100))).isEqualTo("8dff7c3");
    assertThat(Long.toHexString(fingerprint(Digits.test(42, 100), 0, 100))).isEqualTo("607b96b0");
  }

  @Test
  void rejectsImpossibleCounts() {
    assertThatThrownBy(() -> Digits.train(1, 0)).isInstanceOf(GradusException.class)
        .hasMessage("a set of digits has 1 to 2739130 images, not 0");
    assertThatThrownBy(() -> Digits.test(1, Integer.MAX_VALUE)).isInstanceOf(GradusException.class)
        .hasMessage("a set of digits has 1 to 2739130 images, not 2147483647");
  }

  private static int[] image(Dataset digits, int index) {
    float[] values = new float[AREA];
    digits.readInput(index, values, 0);
    int[] image = new int[AREA];
    for (int i = 0; i < AREA; i++) {
      image[i] = Math.round(values[i] * 255);
    }
    return image;
  }

  private static long fingerprint(Dataset digits, int from, int to) {
    CRC32 crc = new CRC32();
    for (int i = from; i < to; i++) {
      crc.update(digits.readLabel(i));
      for (int value : image(digits, i)) {
        crc.update(value);
      }
    }
    return crc.getValue();
  }
}
