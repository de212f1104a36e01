package dev.gradus.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SpanTest {
  @Test
  void marksAreRoundNumbers() {
    assertThat(new Span(Axis.of(""), -0.03, 1.03).marks()).containsExactly(0.0, 0.2, 0.4, 3 * 0.2, 0.8, 1.0);
    assertThat(new Span(Axis.of(""), 0, 10).marks()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0, 10.0);
    assertThat(new Span(Axis.of("").whole(), 1, 3).marks()).containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void logarithmicMarksAreDecades() {
    assertThat(new Span(Axis.of("").logarithmic(), 0.9e-4, 11).marks()).containsExactly(1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0);
    assertThat(new Span(Axis.of("").logarithmic(), 1e-6, 1).marks()).containsExactly(1e-6, 1e-4, 1e-2, 1.0);
    assertThat(new Span(Axis.of("").logarithmic(), 0.3, 4).marks()).containsExactly(0.5, 1.0, 2.0);
    assertThat(new Span(Axis.of("").logarithmic(), 1e-9, 1e9).name(1e6)).isEqualTo("10⁶");
  }

  @Test
  void narrowLogarithmicAxesHaveMarksToo() {
    assertThat(new Span(Axis.of("").logarithmic(), 2.31, 2.44).marks()).hasSizeBetween(4, 8).allMatch(mark -> mark >= 2.31 && mark <= 2.44 + 1e-9);
  }

  @Test
  void placesAreEvenInTheScale() {
    assertThat(new Span(Axis.of("").logarithmic(), 1, 100).share(10)).isCloseTo(0.5, within(1e-12));
    assertThat(new Span(Axis.of(""), 1, 3).share(2)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void roomIsAroundWhatHasAPlace() {
    Span span = Span.around(Axis.of("").logarithmic(), DoubleStream.of(1, 100, 0, -5, Double.NaN, Double.POSITIVE_INFINITY));

    assertThat(span.from()).isBetween(0.8, 0.99);
    assertThat(span.to()).isBetween(101.0, 120.0);
  }

  @Test
  void oneNumberAloneHasRoomToo() {
    assertThat(Span.around(Axis.of(""), DoubleStream.of(3)).marks()).isNotEmpty();
    assertThat(Span.around(Axis.of(""), DoubleStream.of(0)).marks()).contains(0.0);
  }
}
