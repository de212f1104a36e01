package dev.gradus.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlotTest {
  private static Plot plot() {
    return Plot.of("Loss", Axis.of("step").between(0, 2), Axis.of("loss").between(0, 4));
  }

  @Test
  void putsEachPointInItsPlace() {
    // The left edge is at 34, the least there is; the right at 440 - 14; the top at 10 + a line of 16, the bottom 230 lower.
    assertThat(plot().line("a", new double[] {0, 1, 2}, new double[] {0, 4, 2}).draw().html()).contains("d=\"M34 256L230 26L426 141\"");
  }

  @Test
  void leavesGapsForWhatIsNoNumber() {
    double[] x = {0, 1, 2, 3, 4};

    assertThat(plot().x(0, 4).line("a", x, new double[] {0, 4, Double.NaN, 4, 0}).draw().html()).contains("d=\"M34 256L132 26M328 26L426 256\"")
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
        String html = Plot.of("t", axis, axis).line("l", values, values).points("d", values, values).draw().html();
        assertThat(html).doesNotContain("NaN", "Infinity");
      }
    }
  }

  @Test
  void thinsLongLinesButKeepsTheirPeaks() {
    double[] steps = IntStream.range(0, 100_000).asDoubleStream().toArray();
    double[] values = new double[100_000];
    values[43_210] = 4;

    String html = plot().x(0, 100_000).line("a", steps, values).draw().html();

    assertThat(html.length()).isLessThan(12_000);
    assertThat(html).contains(",43210,");
    // Stretches are equal as they are seen: the first ten of a thousand steps are far from each other on a logarithmic axis.
    double[] thousand = Arrays.copyOf(steps, 1000);
    assertThat(Plot.of("t", Axis.of("step").logarithmic(), Axis.of("y")).line("a", thousand, thousand).draw().html())
        .contains("[null,1,2,3,4,5,6,7,8,9,10,", ",999]");
  }

  @Test
  void refusesUnequalCounts() {
    assertThatThrownBy(() -> plot().line("a", new double[2], new double[3])).hasMessage("\"a\" has 2 x and 3 y");
  }

  @Test
  void bigMapsBecomePictures() {
    List<String> names = IntStream.range(0, 100).mapToObj(String::valueOf).toList();

    String html = Matrix.of("m", Axis.of("a"), names, Axis.of("b"), names, Axis.of("c"), new double[100][100]).draw().html();

    assertThat(html).contains("data:image/png;base64,").doesNotContain("class=\"tell\"");
    assertThat(html.length()).isLessThan(20_000);
  }

  @Test
  void namesOfNarrowColumnsKeepClearOfTheCorner() {
    List<String> steps = IntStream.range(0, 80).mapToObj(i -> String.valueOf(1000 + i)).toList();
    String html = Matrix.of("m", Axis.of("layer"), List.of("a", "b", "c"), Axis.of("step"), steps, Axis.of("norm"), new double[3][80]).draw().html();
    double corner = place(html, "end\" class=\"name\"");
    double first = place(html, "middle\" class=\"tick\"");
    assertThat(first - Svg.width("1000") / 2).isGreaterThan(corner);
    assertThat(html).doesNotContain(">1000<");
  }

  /// Where the first text with an anchor and a class stands.
  private static double place(String html, String anchor) {
    Matcher text = Pattern.compile("<text x=\"([0-9.]+)\" y=\"[0-9.]+\" text-anchor=\"" + anchor).matcher(html);
    assertThat(text.find()).isTrue();
    return Double.parseDouble(text.group(1));
  }

  @Test
  void cellsSayAndShowTheirValues() {
    String html = Matrix.of("m", Axis.of("layer"), List.of("dense"), Axis.of("epoch"), List.of("1", "2"), Axis.of("norm").logarithmic(),
        new double[][] {{0.01, 1}}).draw().html();

    assertThat(html).contains("fill-opacity=\"0.0\"><title>dense, epoch 1: 0.01</title>", "fill-opacity=\"1.0\"><title>dense, epoch 2: 1</title>");
  }

  @Test
  void barsGrowFromZero() {
    String html = Bars.of("b", Axis.of("a"), List.of("x", "y"), new double[] {-1, 2}).draw().html();

    // From 16 + 1.1 letters of 6.7 to 440 - 12 - 2 letters, with 0 in the middle: 218.985, and 195.615 for the 2.
    assertThat(html).contains("<rect x=\"121.2\" y=\"4\" width=\"97.8\"", "<rect x=\"219\" y=\"26\" width=\"195.6\"");
  }

  @Test
  void wordsInTwoLanguagesAreAllDrawnAndOneIsMarkedForEach() {
    Words words = new Words.Plain(new Text("Loss", "손실"), Text.same(""), key -> new Text(key, "훈련"));
    double[] x = {0, 1};
    Plot plot = new Plot(words).line("training", x, x).line(Text.same("η = 1"), x, new double[] {1, 0});

    assertThat(plot.draw().html()).contains("<figcaption><span lang=\"en\">Loss</span><span lang=\"ko\">손실</span></figcaption>",
        "class=\"label\">training</text><text lang=\"ko\"", ">훈련</text>",
        "{&quot;name&quot;:{&quot;en&quot;:&quot;training&quot;,&quot;ko&quot;:&quot;훈련&quot;}")
        .containsOnlyOnce(">η = 1</text>");
    assertThat(plot.picture().orElseThrow()).startsWith("<svg xmlns=").contains("<style>:root{", "[lang=ko]{display:none}")
        .doesNotContain("data-plot", "data-series", "data-toggle");
  }

  @Test
  void bandsAreTheMedianOfRunsFromTheLeastToTheLargest() {
    String html = Plot.of("t", Axis.of("x").between(0, 1), Axis.of("y").between(0, 4)).line("a", new double[] {0, 1},
        List.of(new double[] {1, 0}, new double[] {2, 4}, new double[] {4, 1})).drawing().html();

    // 230 units are 4: 1 is at 198.5, 2 at 141.
    assertThat(html).contains("class=\"band\" d=\"M34 26L426 26L426 256L34 198.5Z\"", "d=\"M34 141L426 198.5\"",
        "&quot;low&quot;:[1,0],&quot;high&quot;:[4,4]");
  }

  @Test
  void referencesWithoutEndReachTheEdges() {
    Plot plot = plot().line("a", new double[] {0, 2}, new double[] {0, 4}).vertical("half", 1).horizontal("level", 2);

    assertThat(plot.drawing().html()).contains("d=\"M230 256L230 26\"", "d=\"M34 141L426 141\"");
  }
}
