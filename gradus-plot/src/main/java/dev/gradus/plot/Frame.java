package dev.gradus.plot;

import java.util.List;

/// Two axes over data, the room between them, and the legend beneath.
record Frame(Span across, Span up, double left, double top, double width, double height) {
  private static final double HEIGHT = 230;
  private static final double RIGHT = 14;
  private static final double SAMPLE = 34;

  /// @param right what is left free on the right
  static Frame of(Span across, Span up, double right) {
    double widest = up.marks().stream().mapToDouble(mark -> Svg.width(up.name(mark))).max().orElse(20);
    double left = Math.max(34, widest + 14);
    double top = 10 + Svg.LINE * Svg.lines(up.axis().title(), Svg.WIDTH - 10);
    return new Frame(across, up, left, top, Svg.WIDTH - left - RIGHT - right, HEIGHT);
  }

  Frame squared() {
    return new Frame(across, up, left, top, width, width);
  }

  double x(double value) {
    return left + width * across.share(value);
  }

  double y(double value) {
    return top + height * (1 - up.share(value));
  }

  boolean shows(double x, double y) {
    return across.axis().shows(x) && up.axis().shows(y);
  }

  /// Grid, marks and titles.
  void draw(Svg svg) {
    svg.text(6, 16, "start", "name", up.axis().title(), Svg.WIDTH - 10);
    for (double mark : up.marks()) {
      svg.line(left, y(mark), left + width, y(mark), "grid");
      svg.text(left - 6, y(mark) + 4, "end", "tick", up.name(mark));
    }
    drawAcross(svg);
  }

  /// Those of the x axis alone.
  void drawAcross(Svg svg) {
    double free = Double.NEGATIVE_INFINITY;
    for (double mark : across.marks()) {
      svg.line(x(mark), top, x(mark), top + height, "grid");
      double half = Svg.width(across.name(mark)) / 2;
      // Words that would touch their neighbours are left out.
      if (x(mark) - half > free) {
        svg.text(Math.min(x(mark), Svg.WIDTH - half), top + height + 16, "middle", "tick", across.name(mark));
        free = x(mark) + half + 4;
      }
    }
    svg.rect(left, top, width, height, "room");
    svg.text(left + width / 2, top + height + 34, "middle", "name", across.axis().title(), nameRoom());
  }

  double bottom() {
    return top + height + 42 + Svg.LINE * (Svg.lines(across.axis().title(), nameRoom()) - 1);
  }

  /// What there is to both sides of the middle.
  private double nameRoom() {
    double middle = left + width / 2;
    return 2 * Math.min(middle, Svg.WIDTH - middle);
  }

  /// Where to draw what is cut off at the edges of the room.
  Svg clipped(Svg svg) {
    return svg.in(Tag.of("svg").with("x", left).with("y", top).with("width", width).with("height", height)
        .with("viewBox", Tag.place(left) + " " + Tag.place(top) + " " + Tag.place(width) + " " + Tag.place(height)));
  }

  /// The legend from a height on.
  ///
  /// @return where it ends
  static double legend(Svg svg, double from, List<Series> series) {
    if (series.isEmpty()) {
      return from;
    }
    double widest = series.stream().mapToDouble(one -> Svg.width(one.name())).max().orElse(0) + SAMPLE + 10;
    int columns = Math.min(series.size(), Math.max(1, (int) ((Svg.WIDTH - 8) / widest)));
    double column = (Svg.WIDTH - 8) / columns;
    double y = from + 12;
    int lines = 1;
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      double x = 6 + column * (i % columns);
      int own = Svg.lines(one.name(), column - SAMPLE);
      Svg entry = svg.in(one.group("entry").with("data-toggle", i).with("role", "button").with("tabindex", "0"));
      entry.rect(x - 2, y - 12, column - 4, 18 + Svg.LINE * (own - 1), "touch");
      one.sample(entry, x, y - 4);
      entry.text(x + SAMPLE, y, "start", "label", one.name(), column - SAMPLE);
      lines = Math.max(i % columns == 0 ? 1 : lines, own);
      y += i % columns == columns - 1 || i == series.size() - 1 ? 4 + Svg.LINE * lines : 0;
    }
    return y - 10;
  }
}
