package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  @Test
  void alignsShortNames() {
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("cat", "dog", "newt"), new long[][] {{100, 0, 3}, {20, 7, 0}, {0, 0, 0}});
    assertThat(matrix.lines()).containsExactly(
        "true \\ predicted   cat   dog  newt   recall",
        "cat                100     .     3    97.1%",
        "dog                 20     7     .    25.9%",
        "newt                 .     .     .        -");
  }

  @Test
  void numbersLongNames() {
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("Ankle boot", "Bag"), new long[][] {{9, 1}, {0, 10}});
    assertThat(matrix.lines()).containsExactly(
        "true \\ predicted   0   1   recall",
        "0 Ankle boot       9   1    90.0%",
        "1 Bag              .  10   100.0%");
  }

  @Test
  void listsOnlyRecallsOfVeryManyClasses() {
    List<String> names = IntStream.range(0, 21).mapToObj(i -> "class" + i).toList();
    long[][] counts = new long[21][21];
    counts[3][3] = 1;
    List<String> lines = new ConfusionMatrix(names, counts).lines();
    assertThat(lines).hasSize(22).startsWith("class     recall").contains("class3    100.0%", "class20        -");
  }

  @Test
  void refusesAnotherNumberOfRows() {
    assertThatThrownBy(() -> new ConfusionMatrix(List.of("a"), new long[2][1])).isInstanceOf(GradusException.class)
        .hasMessage("1 classes are named, but the confusion matrix has 2 rows");
  }
}
