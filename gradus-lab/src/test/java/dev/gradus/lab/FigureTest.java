package dev.gradus.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.plot.Text;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void meanDeviationAndStudentsInterval() {
    // By hand: squares of -2, -1, 0, 1, 2 sum to 10, so s = √(10/4); t with 4 degrees of freedom is 2.776.
    Figure figure = new Figure("a", Text.same("a"), Figure.Kind.MEASURED, List.of(1.0, 2.0, 3.0, 4.0, 5.0));

    assertThat(figure.mean()).isEqualTo(3);
    assertThat(figure.deviation()).isCloseTo(Math.sqrt(2.5), within(1e-12));
    assertThat(figure.interval().low()).isCloseTo(3 - 2.776 * Math.sqrt(0.5), within(1e-12));
    assertThat(figure.interval().high()).isCloseTo(3 + 2.776 * Math.sqrt(0.5), within(1e-12));
  }

  @Test
  void twoValuesHaveTheWidestInterval() {
    // One degree of freedom: 12.706 · (√2 / √2) = 12.706.
    Figure figure = new Figure("a", Text.same("a"), Figure.Kind.MEASURED, List.of(-1.0, 1.0));

    assertThat(figure.interval().high()).isCloseTo(12.706, within(1e-12));
  }

  @Test
  void beyondTheTableTheIntervalIsRatherTooWide() {
    Figure figure = new Figure("a", Text.same("a"), Figure.Kind.MEASURED, Collections.nCopies(50, List.of(-1.0, 1.0)).stream().flatMap(List::stream).toList());

    assertThat(figure.interval().high()).isCloseTo(2.042 * Math.sqrt(100.0 / 99) / 10, within(1e-12));
  }
}
