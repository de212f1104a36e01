package dev.gradus.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlotTest {
  private static final Plot PLOT = Plot.of("Loss", Axis.of("step"), Axis.of("loss").between(0, 4));

  @Test
  void putsEachPointInItsPlace() {
    // The left edge is at 14 + 1 letter of 6.6; the right at 420 - 14; the top at 26, the bottom at 250 - 38.
    assertThat(PLOT.line("a", new double[] {0, 1, 2}, new double[] {0, 4, 2}).draw().html()).contains("d=\"M20.6 212L213.3 26L406 119\"");
  }

  @Test
  void leavesGapsForWhatIsNoNumber() {
    double[] x = {0, 1, 2, 3, 4};

    assertThat(PLOT.line("a", x, new double[] {0, 4, Double.NaN, 4, 0}).draw().html()).contains("d=\"M20.6 212L117 26M309.7 26L406 212\"")
        .contains("&quot;y&quot;:[0,4,null,4,0]");
    assertThat(Plot.of("", Axis.of("x"), Axis.of("y").logarithmic()).line("a", x, new double[] {0, -1, 1, 10, 100}).draw().html())
        .contains("&quot;y&quot;:[null,null,1,10,100]");
  }

  @Test
  void drawsAnythingWithoutFailing() {
    double[] wild = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    double[] same = {7, 7, 7};

    for (double[] values : List.of(new double[0], wild, same, new double[] {0}, new double[] {1e-300, 1e300}, new double[] {-1e300, 1e300})) {
      for (Axis axis : List.of(Axis.of("a"), Axis.of("a").logarithmic(), Axis.of("a").whole())) {
        String html = Plot.of("t", axis, axis).line("l", values, values).dots("d", values, values).draw().html();
        assertThat(html).doesNotContain("NaN", "Infinity");
      }
    }
  }

  @Test
  void thinsLongLinesButKeepsTheirPeaks() {
    double[] steps = IntStream.range(0, 100_000).asDoubleStream().toArray();
    double[] values = new double[100_000];
    values[43_210] = 4;

    String html = PLOT.line("a", steps, values).draw().html();

    assertThat(html.length()).isLessThan(12_000);
    assertThat(html).contains(",43210,");
  }

  @Test
  void refusesUnequalCounts() {
    assertThatThrownBy(() -> PLOT.line("a", new double[2], new double[3])).hasMessage("\"a\" has 2 x and 3 y");
  }

  @Test
  void marksRoundNumbers() {
    assertThat(new Span(Axis.of(""), 0, 1).marks()).containsExactly(0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0);
    assertThat(new Span(Axis.of("").whole(), 1, 3).marks()).containsExactly(1.0, 2.0, 3.0);
    assertThat(new Span(Axis.of("").logarithmic(), 1e-6, 1).marks()).containsExactly(1e-6, 1e-4, 1e-2, 1.0);
    assertThat(new Span(Axis.of("").logarithmic(), 0.3, 3).marks()).containsExactly(0.5, 1.0, 2.0);
  }

  @Test
  void writesNumbersShortly() {
    assertThat(IntStream.range(0, 9).mapToObj(i -> Numbers.text(new double[] {0, 1, -2.5, 0.123456, 12345.67, 1234567, 3e-7, 1.5e12,
        Double.NaN}[i]))).containsExactly("0", "1", "-2.5", "0.1235", "12,350", "1,235,000", "3e-7", "1.5e12", "–");
    assertThat(Numbers.percent(0.99371)).isEqualTo("99.4%");
  }

  @Test
  void bigMapsBecomePictures() {
    List<String> names = IntStream.range(0, 100).mapToObj(String::valueOf).toList();

    String html = HeatMap.of("m", Axis.of("a"), names, Axis.of("b"), names, Axis.of("c"), new double[100][100]).draw().html();

    assertThat(html).contains("data:image/png;base64,").doesNotContain("<rect");
    assertThat(html.length()).isLessThan(20_000);
  }

  @Test
  void cellsSayAndShowTheirValues() {
    String html = HeatMap.of("m", Axis.of("layer"), List.of("dense"), Axis.of("epoch"), List.of("1", "2"), Axis.of("norm").logarithmic(),
        new double[][] {{0.01, 1}}).draw().html();

    assertThat(html).contains("fill-opacity=\"0.0\"><title>dense, epoch 1: 0.01</title>", "fill-opacity=\"1.0\"><title>dense, epoch 2: 1</title>");
  }

  @Test
  void barsGrowFromZero() {
    String html = Bars.of("b", Axis.of("a"), List.of("x", "y"), new double[] {-1, 2}).draw().html();

    // From 10 + 1 letter of 7.6 to 420 - 10 - 2 letters, with 0 in the middle: 206.2, and 188.6 for the 2.
    assertThat(html).contains("<rect class=\"bar c0\" x=\"111.9\" y=\"4\" width=\"94.3\"", "<rect class=\"bar c0\" x=\"206.2\" y=\"26\" width=\"188.6\"");
  }
}
