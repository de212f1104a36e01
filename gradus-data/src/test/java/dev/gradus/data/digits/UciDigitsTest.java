package dev.gradus.data.digits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.data.SharedData;
import dev.gradus.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class UciDigitsTest {
  /// Nearest neighbours that know our digits alone read real handwriting: a fall here means that the drawn digits have
  /// become less like real ones. With 20,000 of ours they read 92.6%; the bound leaves room.
  /// `UciDigits` prints the mistakes.
  @Test
  void realDigitsAreReadByNeighboursAmongOurs() throws IOException {
    Path csv = SharedData.require("tabular/digits_named.csv");
    List<int[]> real = UciDigits.read(csv);
    assertThat(real).hasSize(1797);
    Dataset digits = Digits.train(1, 5_000);
    int[] said = UciDigits.predict(digits, real);
    int right = 0;
    int[] rightOf = new int[10];
    int[] of = new int[10];
    for (int i = 0; i < said.length; i++) {
      int label = real.get(i)[UciDigits.AREA];
      of[label]++;
      if (said[i] == label) {
        right++;
        rightOf[label]++;
      }
    }
    assertThat(right / 1797.0).isGreaterThan(0.87);
    for (int digit = 0; digit < 10; digit++) {
      assertThat((double) rightOf[digit] / of[digit]).as("share of real %ds that are read", digit).isGreaterThan(0.6);
    }
  }
}
