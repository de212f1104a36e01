package dev.gradus.lab.plot;

import dev.gradus.lab.text.Text;
import java.util.List;

/// Two axes, the room between them, and the legend beneath.
record Frame(Axis xAxis, Axis yAxis, Text xName, Text yName, double left, double top, double width, double height) {
  private static final double HEIGHT = 230;
  private static final double RIGHT = 14;
  private static final double SAMPLE = 34;

  static Frame of(Axis xAxis, Axis yAxis, Text xName, Text yName, double right) {
    double widest = yAxis.ticks().stream().mapToDouble(tick -> Svg.width(yAxis.label(tick))).max().orElse(20);
    double left = Math.max(34, widest + 14);
    double top = 10 + Svg.LINE * Svg.lines(yName, Svg.WIDTH - 10);
    return new Frame(xAxis, yAxis, xName, yName, left, top, Svg.WIDTH - left - RIGHT - right, HEIGHT);
  }

  double x(double number) {
    return left + width * xAxis.place(number);
  }

  double y(double number) {
    return top + height * (1 - yAxis.place(number));
  }

  /// Grid, ticks and names.
  void draw(Svg svg) {
    svg.wrapped(6, 16, "start", "name", yName, Svg.WIDTH - 10);
    for (double tick : yAxis.ticks()) {
      svg.line(left, y(tick), left + width, y(tick), "grid");
      svg.text(left - 6, y(tick) + 4, "end", "tick", Text.same(yAxis.label(tick)));
    }
    double end = Double.NEGATIVE_INFINITY;
    for (double tick : xAxis.ticks()) {
      svg.line(x(tick), top, x(tick), top + height, "grid");
      double half = Svg.width(xAxis.label(tick)) / 2;
      if (x(tick) - half > end) {
        svg.text(Math.min(x(tick), Svg.WIDTH - half), top + height + 16, "middle", "tick", Text.same(xAxis.label(tick)));
        end = x(tick) + half + 4;
      }
    }
    svg.rect(left, top, width, height, "room");
    svg.wrapped(left + width / 2, top + height + 34, "middle", "name", xName, Svg.WIDTH - 10);
  }

  /// The room's left, top, width and height.
  String room() {
    return Svg.unit(left) + " " + Svg.unit(top) + " " + Svg.unit(width) + " " + Svg.unit(height);
  }

  double bottom() {
    return top + height + 42 + Svg.LINE * (Svg.lines(xName, Svg.WIDTH - 10) - 1);
  }

  /// Draws what is cut off at the edges of the room.
  void clipped(Svg svg, Runnable drawing) {
    svg.open("svg", "x", left, "y", top, "width", width, "height", height, "viewBox", room());
    drawing.run();
    svg.close("svg");
  }

  /// The legend from a height on.
  ///
  /// @return where it ends
  static double legend(Svg svg, double from, List<Series> series) {
    if (series.isEmpty()) {
      return from;
    }
    double widest = series.stream().mapToDouble(one -> Svg.width(one.name())).max().orElse(0) + SAMPLE + 10;
    int columns = Math.max(1, (int) ((Svg.WIDTH - 8) / widest));
    double column = (Svg.WIDTH - 8) / Math.min(columns, series.size());
    columns = Math.min(columns, series.size());
    double y = from + 12;
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      double x = 6 + column * (i % columns);
      svg.open("g", "class", "entry s" + one.number() % 8, "data-toggle", one.number(), "role", "button", "tabindex", 0);
      svg.rect(x - 2, y - 12, column - 4, 18 + Svg.LINE * (Svg.lines(one.name(), column - SAMPLE) - 1), "touch");
      one.sample(svg, x, y - 4);
      svg.wrapped(x + SAMPLE, y, "start", "label", one.name(), column - SAMPLE).close("g");
      boolean rowEnds = i % columns == columns - 1 || i == series.size() - 1;
      if (rowEnds) {
        double rowColumn = column;
        int lines = series.subList(i - i % columns, i + 1).stream()
            .mapToInt(other -> Svg.lines(other.name(), rowColumn - SAMPLE)).max().orElse(1);
        y += 4 + Svg.LINE * lines;
      }
    }
    return y - 4;
  }
}
