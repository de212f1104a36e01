package dev.gradus.lab.course;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.data.digits.Digits;
import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Setting;
import dev.gradus.lab.course.SmallHandwriting.Images;
import dev.gradus.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SmallHandwritingTest {
  private static final Images IMAGES = Images.of(Setting.tiny(0), 5, 20);

  @Test
  void eachPixelIsTheMeanOfFour() {
    Tensor whole = Digits.train(5, 20).input(3);
    Tensor half = IMAGES.training().input(3);

    for (int row = 0; row < 14; row++) {
      for (int column = 0; column < 14; column++) {
        int at = 2 * row * 28 + 2 * column;
        double mean = (whole.get(at) + whole.get(at + 1) + whole.get(at + 28) + whole.get(at + 29)) / 4;
        assertThat(half.get(row * 14 + column)).isCloseTo(mean, within(1e-6));
      }
    }
    assertThat(IMAGES.training().readLabel(3)).isEqualTo(Digits.train(5, 20).readLabel(3));
  }

  @Test
  void fewerImagesAreTheFirstOnes() {
    Images few = IMAGES.first(10);

    assertThat(few.training().size()).isEqualTo(10);
    assertThat(few.training().input(9)).isEqualTo(IMAGES.training().input(9));
    assertThat(few.validation().input(0)).isNotEqualTo(IMAGES.training().input(0));
  }

  @Test
  void framesAndMoves() {
    Dataset framed = SmallHandwriting.framed(IMAGES.training(), 22, 3, -2);
    Tensor image = IMAGES.training().input(4);
    Tensor moved = framed.input(4);

    double sum = 0;
    for (int row = 0; row < 14; row++) {
      for (int column = 0; column < 14; column++) {
        assertThat(moved.get((row + 4 + 3) * 22 + column + 4 - 2)).isEqualTo(image.get(row * 14 + column));
        sum += image.get(row * 14 + column);
      }
    }
    double all = 0;
    for (int i = 0; i < moved.size(); i++) {
      all += moved.get(i);
    }
    assertThat(all).isCloseTo(sum, within(1e-4));
  }

  @Test
  void saysHowManyImagesAnAccuracyNeeds() {
    double[] images = {10, 100, 1000};
    double[] accuracies = {0.4, 0.6, 0.9};

    assertThat(SmallHandwriting.needed(images, accuracies, 0.3)).isEqualTo(10);
    assertThat(SmallHandwriting.needed(images, accuracies, 0.5)).isCloseTo(Math.sqrt(1000), within(1e-9));
    assertThat(SmallHandwriting.needed(images, accuracies, 0.95)).isEqualTo(1000);
  }
}
