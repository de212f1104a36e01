package dev.gradus.lab.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void ticksAreRoundNumbers() {
    assertThat(new Axis(Scale.LINEAR, -0.03, 1.03).ticks()).containsExactly(0.0, 0.2, 0.4, 3 * 0.2, 0.8, 1.0);
    assertThat(new Axis(Scale.LINEAR, 0, 10).ticks()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
  }

  @Test
  void logarithmicTicksAreDecades() {
    assertThat(new Axis(Scale.LOG, 0.9e-4, 11).ticks()).containsExactly(1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0);
    assertThat(new Axis(Scale.LOG, 0.3, 4).ticks()).containsExactly(0.5, 1.0, 2.0);
  }

  @Test
  void narrowLogarithmicAxesHaveTicksToo() {
    assertThat(new Axis(Scale.LOG, 2.31, 2.44).ticks()).hasSizeBetween(4, 8).allMatch(tick -> tick >= 2.31 && tick <= 2.44 + 1e-9);
  }

  @Test
  void placesAreEvenInTheScale() {
    assertThat(new Axis(Scale.LOG, 1, 100).place(10)).isCloseTo(0.5, within(1e-12));
    assertThat(new Axis(Scale.LINEAR, 1, 3).place(2)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void roomIsAroundWhatHasAPlace() {
    Axis axis = Axis.around(Scale.LOG, DoubleStream.of(1, 100, 0, -5, Double.NaN, Double.POSITIVE_INFINITY));

    assertThat(axis.low()).isBetween(0.8, 0.99);
    assertThat(axis.high()).isBetween(101.0, 120.0);
  }

  @Test
  void oneNumberAloneHasRoomToo() {
    assertThat(Axis.around(Scale.LINEAR, DoubleStream.of(3)).ticks()).isNotEmpty();
    assertThat(Axis.around(Scale.LINEAR, DoubleStream.of(0)).ticks()).contains(0.0);
  }
}
