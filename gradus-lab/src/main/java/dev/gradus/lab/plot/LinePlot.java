package dev.gradus.lab.plot;

import dev.gradus.lab.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Lines, bands and points over two axes. Numbers that are no finite ones leave a gap; on a logarithmic axis so do 0 and less.
public final class LinePlot implements Exhibit {
  private static final int OF_A_MARK = 2;

  private final Words words;
  private final List<Series> series = new ArrayList<>();
  private Scale xScale = Scale.LINEAR;
  private Scale yScale = Scale.LINEAR;
  private Optional<double[]> xEnds = Optional.empty();
  private Optional<double[]> yEnds = Optional.empty();
  private final List<Mark> marks = new ArrayList<>();

  private record Mark(Text name, int number, OptionalDouble x, OptionalDouble y) {}

  /// Usually by [dev.gradus.lab.Notebook#lines].
  public LinePlot(Words words) {
    this.words = words;
  }

  @Override
  public Words words() {
    return words;
  }

  /// With a logarithmic x axis.
  public LinePlot logX() {
    xScale = Scale.LOG;
    return this;
  }

  /// With a logarithmic y axis.
  public LinePlot logY() {
    yScale = Scale.LOG;
    return this;
  }

  /// The ends of the x axis, instead of room for all points.
  public LinePlot x(double low, double high) {
    xEnds = Optional.of(new double[] {low, high});
    return this;
  }

  /// The ends of the y axis, instead of room for all points.
  public LinePlot y(double low, double high) {
    yEnds = Optional.of(new double[] {low, high});
    return this;
  }

  /// A line. Its name is the experiment's words for `series.KEY`.
  public LinePlot line(String key, double[] x, double[] y) {
    return line(words.series(key), x, y);
  }

  /// A line with a name of its own, such as a number.
  public LinePlot line(Text name, double[] x, double[] y) {
    series.add(Series.of(name, number(), Series.Style.LINE, x, y));
    return this;
  }

  /// The median of a line over seeds, and a band from the least to the largest.
  public LinePlot line(String key, double[] x, List<double[]> runs) {
    return line(words.series(key), x, runs);
  }

  /// The median of a line over seeds, and a band from the least to the largest.
  public LinePlot line(Text name, double[] x, List<double[]> runs) {
    series.add(Series.of(name, number(), x, runs));
    return this;
  }

  /// Points without a line between them.
  public LinePlot points(String key, double[] x, double[] y) {
    return points(words.series(key), x, y);
  }

  /// Points without a line between them.
  public LinePlot points(Text name, double[] x, double[] y) {
    series.add(Series.of(name, number(), Series.Style.POINTS, x, y));
    return this;
  }

  /// A dashed line across at a number of the x axis.
  public LinePlot vertical(String key, double x) {
    marks.add(new Mark(words.series(key), number(), OptionalDouble.of(x), OptionalDouble.empty()));
    return this;
  }

  /// A dashed line across at a number of the y axis.
  public LinePlot horizontal(String key, double y) {
    marks.add(new Mark(words.series(key), number(), OptionalDouble.empty(), OptionalDouble.of(y)));
    return this;
  }

  private int number() {
    return series.size() + marks.size();
  }

  private static Axis axis(Scale scale, Optional<double[]> ends, DoubleStream numbers) {
    return ends.map(given -> new Axis(scale, given[0], given[1])).orElseGet(() -> Axis.around(scale, numbers));
  }

  @Override
  public String html() {
    Axis x = axis(xScale, xEnds, DoubleStream.concat(series.stream().flatMapToDouble(one -> Arrays.stream(one.x())),
        marks.stream().flatMapToDouble(mark -> mark.x.stream())));
    Axis y = axis(yScale, yEnds, DoubleStream.concat(
        series.stream().flatMapToDouble(one -> Stream.of(one.y(), one.low(), one.high()).flatMapToDouble(Arrays::stream)),
        marks.stream().flatMapToDouble(mark -> mark.y.stream())));
    List<Series> all = new ArrayList<>(series);
    for (Mark mark : marks) {
      double[] xs = mark.x.isPresent() ? filled(mark.x.getAsDouble()) : new double[] {x.low(), x.high()};
      double[] ys = mark.y.isPresent() ? filled(mark.y.getAsDouble()) : new double[] {y.low(), y.high()};
      all.add(Series.of(mark.name, mark.number, Series.Style.MARK, xs, ys));
    }
    Svg svg = new Svg();
    Frame frame = Frame.of(x, y, words.x(), words.y(), 0);
    frame.draw(svg);
    frame.clipped(svg, () -> all.forEach(one -> one.draw(svg, frame)));
    double end = all.size() < 2 ? frame.bottom() : Frame.legend(svg, frame.bottom(), all);
    return svg.finish(end + 4, words.title(), "data-room", frame.room());
  }

  private static double[] filled(double number) {
    double[] ends = new double[OF_A_MARK];
    Arrays.fill(ends, number);
    return ends;
  }

  @Override
  public Optional<String> picture() {
    return Optional.of(Svg.alone(html()));
  }
}
