package dev.gradus.lab.plot;

import dev.gradus.lab.text.Numbers;
import dev.gradus.lab.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/// A row for each of several things: its mean as a dot, an interval as a line, and each seed's number as a small stroke.
public final class DotPlot implements Exhibit {
  private static final double ROW = 30;
  private static final double MOST_LEFT = 170;

  private final Words words;
  private final List<Row> rows = new ArrayList<>();
  private Scale scale = Scale.LINEAR;
  private Optional<double[]> ends = Optional.empty();

  private record Row(Text name, double mean, double low, double high, double[] values) {}

  /// Usually by [dev.gradus.lab.Notebook#dots].
  public DotPlot(Words words) {
    this.words = words;
  }

  @Override
  public Words words() {
    return words;
  }

  /// With a logarithmic axis.
  public DotPlot logX() {
    scale = Scale.LOG;
    return this;
  }

  /// The ends of the axis, instead of room for all.
  public DotPlot x(double low, double high) {
    ends = Optional.of(new double[] {low, high});
    return this;
  }

  /// A row: its name is the experiment's words for `series.KEY`.
  ///
  /// @param low where the interval of the mean begins; -∞ for none
  public DotPlot row(String key, double mean, double low, double high, double... values) {
    return row(words.series(key), mean, low, high, values);
  }

  /// A row with a name of its own.
  public DotPlot row(Text name, double mean, double low, double high, double... values) {
    rows.add(new Row(name, mean, low, high, values.clone()));
    return this;
  }

  @Override
  public String html() {
    Axis axis = ends.map(given -> new Axis(scale, given[0], given[1])).orElseGet(() -> Axis.around(scale, rows.stream().flatMapToDouble(
        row -> DoubleStream.concat(DoubleStream.of(row.mean, row.low, row.high), Arrays.stream(row.values)))));
    double left = Math.min(MOST_LEFT, rows.stream().mapToDouble(row -> Svg.width(row.name)).max().orElse(0)) + 14;
    Frame frame = new Frame(axis, new Axis(Scale.LINEAR, 0, Math.max(1, rows.size())), words.x(), Text.same(""), left, 8,
        Svg.WIDTH - left - 14, Math.max(1, rows.size()) * ROW);
    Svg svg = new Svg();
    for (double tick : axis.ticks()) {
      svg.line(frame.x(tick), frame.top(), frame.x(tick), frame.top() + frame.height(), "grid");
      svg.text(frame.x(tick), frame.top() + frame.height() + 16, "middle", "tick", Text.same(axis.label(tick)));
    }
    svg.rect(left, frame.top(), frame.width(), frame.height(), "room");
    svg.wrapped(left + frame.width() / 2, frame.top() + frame.height() + 34, "middle", "name", words.x(), frame.width());
    for (int i = 0; i < rows.size(); i++) {
      draw(svg, frame, rows.get(i), i);
    }
    double end = frame.top() + frame.height() + 40 + Svg.LINE * (Svg.lines(words.x(), frame.width()) - 1);
    return svg.finish(end + 4, words.title(), "data-room", frame.room());
  }

  private void draw(Svg svg, Frame frame, Row row, int index) {
    double y = frame.top() + ROW * (index + 0.5);
    double room = frame.left() - 10;
    svg.wrapped(frame.left() - 6, y + 4 - Svg.LINE / 2 * (Svg.lines(row.name, room) - 1), "end", "label", row.name, room);
    String interval = Double.isFinite(row.low) && row.high > row.low ? " [" + Numbers.text(row.low) + ", " + Numbers.text(row.high) + "]" : "";
    Series.open(svg, row.name, index, Svg.unit(frame.x(row.mean)) + ";" + Svg.unit(y) + ";" + Numbers.text(row.mean, 4) + interval);
    for (double value : row.values) {
      if (frame.xAxis().takes(value)) {
        svg.line(frame.x(value), y - 8, frame.x(value), y + 8, "stroke");
      }
    }
    double low = Double.isFinite(row.low) && frame.xAxis().takes(row.low) ? row.low : frame.xAxis().low();
    double high = Double.isFinite(row.high) && frame.xAxis().takes(row.high) ? row.high : frame.xAxis().high();
    if (row.low > Double.NEGATIVE_INFINITY) {
      svg.line(Math.max(frame.left(), frame.x(low)), y, Math.min(frame.left() + frame.width(), frame.x(high)), y, "curve");
    }
    svg.circle(frame.x(row.mean), y, 5, "marker").close("g");
  }

  @Override
  public Optional<String> picture() {
    return Optional.of(Svg.alone(html()));
  }
}
