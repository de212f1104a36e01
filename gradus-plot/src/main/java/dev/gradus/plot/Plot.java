package dev.gradus.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Lines, bands and points over two axes.
///
/// Long lines are thinned to the least and most of each stretch, many dots to every so many. What is not finite, or not above 0 on a
/// logarithmic axis, is a gap.
public final class Plot implements Exhibit {
  private final List<Series> series = new ArrayList<>();
  private Words words;
  private Axis x;
  private Axis y;
  private int numbers;
  private boolean ordered;
  private boolean square;

  /// An empty plot, whose axes and lines are called as the words have it.
  public Plot(Words words) {
    this(words, Axis.of(words.x()), Axis.of(words.y()));
  }

  private Plot(Words words, Axis x, Axis y) {
    this.words = words;
    this.x = x;
    this.y = y;
  }

  /// An empty plot, whose lines are called by their keys.
  public static Plot of(String title, Axis x, Axis y) {
    return new Plot(Words.of(title, ""), x, y);
  }

  @Override
  public Words words() {
    return words;
  }

  /// With words under it.
  public Plot note(String note) {
    words = Words.of(words.title().english(), note);
    return this;
  }

  /// With a logarithmic x axis.
  public Plot logX() {
    x = x.logarithmic();
    return this;
  }

  /// With a logarithmic y axis.
  public Plot logY() {
    y = y.logarithmic();
    return this;
  }

  /// The ends of the x axis, instead of room for all points.
  public Plot x(double low, double high) {
    x = x.between(low, high);
    return this;
  }

  /// The ends of the y axis, instead of room for all points.
  public Plot y(double low, double high) {
    y = y.between(low, high);
    return this;
  }

  /// A line.
  ///
  /// @throws IllegalArgumentException if there are more y than x; a line may end before its x do
  public Plot line(String key, double[] x, double[] y) {
    return line(words.series(key), x, y);
  }

  /// A line with a name of its own, such as a number.
  public Plot line(Text name, double[] x, double[] y) {
    return plus(Series.of(name, numbers++, Series.Look.LINE, x, y));
  }

  /// The median of a line over seeds, and a band from the least to the largest.
  public Plot line(String key, double[] x, List<double[]> runs) {
    return line(words.series(key), x, runs);
  }

  /// The median of a line over seeds, and a band from the least to the largest.
  public Plot line(Text name, double[] x, List<double[]> runs) {
    return plus(Series.of(name, numbers++, x, runs));
  }

  /// A line in the background in the colour of the one that follows, such as values before they are smoothed.
  public Plot faint(String key, double[] x, double[] y) {
    return plus(Series.of(words.series(key), numbers, Series.Look.FAINT, x, y));
  }

  /// Points without a line between them.
  public Plot points(String key, double[] x, double[] y) {
    return points(words.series(key), x, y);
  }

  /// Points without a line between them.
  public Plot points(Text name, double[] x, double[] y) {
    return plus(Series.of(name, numbers++, Series.Look.POINTS, x, y));
  }

  /// A dashed line to compare with, which has no colour of its own.
  public Plot reference(String key, double[] x, double[] y) {
    return plus(Series.of(words.series(key), 0, Series.Look.REFERENCE, x, y).plain());
  }

  /// A dashed line across at a number of the x axis.
  public Plot vertical(String key, double at) {
    return across(key, new double[] {at, at}, new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY});
  }

  /// A dashed line across at a number of the y axis.
  public Plot horizontal(String key, double at) {
    return across(key, new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}, new double[] {at, at});
  }

  private Plot across(String key, double[] x, double[] y) {
    return plus(Series.of(words.series(key), numbers++, Series.Look.REFERENCE, x, y));
  }

  private Plot plus(Series one) {
    series.add(one);
    return this;
  }

  /// With colours that go from one to another in the lines' order, as for layers from first to last.
  public Plot ordered() {
    ordered = true;
    return this;
  }

  /// With sides of the same length.
  public Plot square() {
    square = true;
    return this;
  }

  @Override
  public Tag drawing() {
    Span across = Span.around(x, series.stream().flatMapToDouble(one -> Arrays.stream(one.x())));
    Span up = Span.around(y, series.stream().flatMap(one -> Stream.of(one.y(), one.low(), one.high())).flatMapToDouble(Arrays::stream));
    Frame room = Frame.of(across, up, 0);
    Frame frame = square ? room.squared() : room;
    double last = Math.max(1, series.size() - 1);
    List<Series> all = IntStream.range(0, series.size()).mapToObj(i -> ordered ? series.get(i).ordered(i / last) : series.get(i))
        .map(one -> one.within(frame)).toList();
    Svg svg = Svg.root();
    frame.draw(svg);
    Series.draw(svg, frame, all);
    double end = all.size() < 2 ? frame.bottom() : Frame.legend(svg, frame.bottom(), all);
    return svg.finish(end + 4, words.title().then(": ").then(y.title()).then(" by ").then(x.title()))
        .with("data-plot", new PlotData(frame, all).json());
  }
}
