package dev.gradus.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/// A row for each of several things: its mean as a dot, an interval as a line, and each seed's number as a small stroke.
public final class DotPlot implements Exhibit {
  private static final double ROW = 30;
  private static final double MOST_LEFT = 170;

  private final Words words;
  private final List<Row> rows = new ArrayList<>();
  private Axis x;

  private record Row(Text name, double mean, double low, double high, double[] values) {}

  /// Without rows, its axis and its rows called as the words have it.
  public DotPlot(Words words) {
    this.words = words;
    x = Axis.of(words.x());
  }

  @Override
  public Words words() {
    return words;
  }

  /// With a logarithmic axis.
  public DotPlot logX() {
    x = x.logarithmic();
    return this;
  }

  /// The ends of the axis, instead of room for all.
  public DotPlot x(double low, double high) {
    x = x.between(low, high);
    return this;
  }

  /// A row.
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
  public Tag drawing() {
    Span across = Span.around(x, rows.stream().flatMapToDouble(
        row -> DoubleStream.concat(DoubleStream.of(row.mean, row.low, row.high), Arrays.stream(row.values))));
    double left = Math.min(MOST_LEFT, rows.stream().mapToDouble(row -> Svg.width(row.name)).max().orElse(0)) + 14;
    int count = Math.max(1, rows.size());
    Frame frame = new Frame(across, new Span(Axis.of(""), 0, count), left, 8, Svg.WIDTH - left - 14, count * ROW);
    Svg svg = Svg.root();
    frame.drawAcross(svg);
    for (int i = 0; i < rows.size(); i++) {
      draw(svg, frame, rows.get(i), i);
    }
    return svg.finish(frame.bottom() + 2, words.title().then(": ").then(x.title()));
  }

  private static void draw(Svg svg, Frame frame, Row row, int index) {
    double y = frame.top() + ROW * (index + 0.5);
    double room = frame.left() - 10;
    boolean bounded = row.low > Double.NEGATIVE_INFINITY;
    Svg drawn = svg.in(Tag.of("g").with("class", "tell").with("style", "--c:var(--c" + index % Series.COLOURS + ")"))
        .tells(row.name.then(": " + Numbers.text(row.mean, 4)
            + (bounded && row.high > row.low ? " [" + Numbers.text(row.low) + ", " + Numbers.text(row.high) + "]" : "")))
        .rect(0, y - ROW / 2, Svg.WIDTH, ROW, "touch");
    drawn.text(frame.left() - 6, y + 4 - Svg.LINE / 2 * (Svg.lines(row.name, room) - 1), "end", "label", row.name, room);
    for (double value : row.values) {
      if (frame.across().axis().shows(value)) {
        drawn.line(frame.x(value), y - 8, frame.x(value), y + 8, "stroke");
      }
    }
    double low = frame.across().axis().shows(row.low) ? row.low : frame.across().from();
    double high = frame.across().axis().shows(row.high) ? row.high : frame.across().to();
    if (bounded) {
      drawn.line(Math.max(frame.left(), frame.x(low)), y, Math.min(frame.left() + frame.width(), frame.x(high)), y, "curve");
    }
    drawn.circle(frame.x(row.mean), y, 5, "marker");
  }
}
