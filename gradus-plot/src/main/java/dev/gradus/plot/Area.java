package dev.gradus.plot;

/// Where a plot's data are drawn, in the drawing's own units.
record Area(Span across, Span up, double left, double top, double right, double bottom) {
  double x(double value) {
    return left + across.share(value) * (right - left);
  }

  double y(double value) {
    return bottom - up.share(value) * (bottom - top);
  }

  boolean shows(double x, double y) {
    return across.axis().shows(x) && up.axis().shows(y);
  }

  /// Grid, marks and titles.
  void axes(Tag svg) {
    StringBuilder grid = new StringBuilder();
    for (double mark : up.marks()) {
      grid.append('M').append(Tag.place(left)).append(' ').append(Tag.place(y(mark))).append('H').append(Tag.place(right));
      svg.add(words(up.name(mark), left - 7, y(mark) + 4, "end"));
    }
    double free = Double.NEGATIVE_INFINITY;
    for (double mark : across.marks()) {
      String name = across.name(mark);
      double half = name.length() * 3.4;
      grid.append('M').append(Tag.place(x(mark))).append(' ').append(Tag.place(bottom)).append("v4");
      // Words that would touch their neighbours are left out.
      if (x(mark) - half > free) {
        svg.add(words(name, Math.min(x(mark), right + 12 - half), bottom + 16, "middle"));
        free = x(mark) + half + 4;
      }
    }
    svg.add(Tag.of("path").with("class", "grid").with("d", grid.toString()));
    svg.add(Tag.of("path").with("class", "edge").with("d", "M" + Tag.place(left) + " " + Tag.place(bottom) + "H" + Tag.place(right)));
    svg.add(words(up.axis().title(), 2, 12, "start").with("class", "title"));
    svg.add(words(across.axis().title(), (left + right) / 2, bottom + 33, "middle").with("class", "title"));
  }

  /// A line or dots into `path`; where there are few points, also a mark at each into `marks`.
  void draw(Tag svg, Series series, Tag path, Tag marks, int few) {
    StringBuilder points = new StringBuilder();
    StringBuilder line = new StringBuilder();
    boolean on = false;
    int shown = 0;
    for (int i = 0; i < series.x().length; i++) {
      double a = series.x()[i];
      double b = series.y()[i];
      if (!shows(a, b)) {
        on = false;
        continue;
      }
      String at = Tag.place(x(a)) + " " + Tag.place(y(b));
      points.append('M').append(at).append("h0");
      line.append(on ? 'L' : 'M').append(at);
      on = true;
      shown++;
    }
    if (shown == 0) {
      return;
    }
    svg.add(path.with("d", (series.look() == Series.Look.DOTS ? points : line).toString()));
    if (series.look() == Series.Look.LINE && shown <= few) {
      svg.add(marks.with("d", points.toString()));
    }
  }

  static Tag words(String text, double x, double y, String anchor) {
    return Tag.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
  }
}
