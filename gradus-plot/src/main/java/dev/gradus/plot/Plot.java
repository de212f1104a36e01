package dev.gradus.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// Lines and dots over two axes.
///
/// Long lines are thinned to the least and most of each stretch, many dots to every so many. What is not finite, or not above 0 on a
/// logarithmic axis, is a gap.
public final class Plot implements Figure {
  /// Colours that are told apart by eye; more lines take them again with other dashes.
  static final int COLOURS = 6;
  private static final int WIDTH = 420;
  private static final int HEIGHT = 250;
  private static final int TOP = 26;
  private static final int BOTTOM = 38;
  private static final int RIGHT = 14;
  private static final double LETTER = 6.6;
  private static final int POINTS = 400;
  private static final int DOTS = 1500;
  private static final int FEW = 25;

  private final String title;
  private final Axis x;
  private final Axis y;
  private final List<Series> series;
  private final String note;
  private final boolean ordered;
  private final boolean square;

  private Plot(String title, Axis x, Axis y, List<Series> series, String note, boolean ordered, boolean square) {
    this.title = title;
    this.x = x;
    this.y = y;
    this.series = series;
    this.note = note;
    this.ordered = ordered;
    this.square = square;
  }

  /// An empty plot.
  public static Plot of(String title, Axis x, Axis y) {
    return new Plot(title, x, y, List.of(), "", false, false);
  }

  /// With a line. Its name is in the legend.
  ///
  /// @throws IllegalArgumentException if there is not one y for each x
  public Plot line(String name, double[] x, double[] y) {
    return plus(new Series(name, Series.Look.LINE, x, y));
  }

  /// With a line in the background in the colour of the one that follows, such as values before they are smoothed.
  public Plot faint(String name, double[] x, double[] y) {
    return plus(new Series(name, Series.Look.FAINT, x, y));
  }

  /// With a dot for each pair.
  public Plot dots(String name, double[] x, double[] y) {
    return plus(new Series(name, Series.Look.DOTS, x, y));
  }

  /// With a thin line to compare with, which has no colour of its own.
  public Plot reference(String name, double[] x, double[] y) {
    return plus(new Series(name, Series.Look.REFERENCE, x, y));
  }

  /// With words under it.
  public Plot note(String note) {
    return new Plot(title, x, y, series, note, ordered, square);
  }

  /// With colours that go from one to another in the lines' order, as for layers from first to last.
  public Plot ordered() {
    return new Plot(title, x, y, series, note, true, square);
  }

  /// With sides of the same length.
  public Plot square() {
    return new Plot(title, x, y, series, note, ordered, true);
  }

  private Plot plus(Series more) {
    List<Series> all = new ArrayList<>(series);
    all.add(more);
    return new Plot(title, x, y, List.copyOf(all), note, ordered, square);
  }

  @Override
  public Tag draw() {
    List<Series> thin = series.stream().map(s -> s.thinned(s.look() == Series.Look.DOTS ? DOTS : POINTS)).toList();
    boolean dots = series.stream().anyMatch(s -> s.look() == Series.Look.DOTS);
    double[] xs = thin.stream().flatMapToDouble(s -> DoubleStream.of(s.x())).toArray();
    Span across = dots ? Span.over(x, xs) : Span.exactly(x, xs);
    Span up = Span.over(y, thin.stream().flatMapToDouble(s -> DoubleStream.of(s.y())).toArray());
    int letters = up.marks().stream().mapToInt(mark -> up.name(mark).length()).max().orElse(1);
    double left = 14 + letters * LETTER;
    int height = square ? (int) (WIDTH - left - RIGHT + TOP + BOTTOM) : HEIGHT;
    Area area = new Area(across, up, left, TOP, WIDTH - RIGHT, height - BOTTOM);
    Tag svg = Tag.of("svg").with("viewBox", "0 0 " + WIDTH + " " + height).with("role", "img").with("aria-label", title + ": "
        + y.title() + " by " + x.title()).with("data-plot", new PlotData(area, thin).json());
    area.axes(svg);
    int colour = 0;
    int coloured = (int) thin.stream().filter(s -> s.look() != Series.Look.REFERENCE && s.look() != Series.Look.FAINT).count();
    Tag legend = Tag.of("ul").with("class", "legend");
    for (Series one : thin) {
      boolean plain = one.look() == Series.Look.REFERENCE;
      String look = plain ? "reference" : ordered ? "" : "c" + colour % COLOURS + (colour >= COLOURS ? " again" : "");
      String style = ordered && !plain ? "--t:" + Math.round(100.0 * colour / Math.max(1, coloured - 1)) + "%" : "";
      area.draw(svg, one, styled(Tag.of("path"), kind(one) + " " + look, style), styled(Tag.of("path"), "points " + look, style), FEW);
      legend.add(Tag.of("li").add(styled(Tag.of("i"), "key " + kind(one) + " " + look, style)).text(one.name()));
      // What is in the background has the colour of the line that follows it.
      colour += plain || one.look() == Series.Look.FAINT ? 0 : 1;
    }
    return Figure.framed(title, note, thin.size() > 1 ? legend : Tag.of("span"), svg);
  }

  private static Tag styled(Tag tag, String look, String style) {
    tag.with("class", look.strip() + (style.isEmpty() ? "" : " ordered"));
    return style.isEmpty() ? tag : tag.with("style", style);
  }

  private static String kind(Series one) {
    return switch (one.look()) {
      case LINE, REFERENCE -> "line";
      case FAINT -> "line faint";
      case DOTS -> "dots";
    };
  }
}
