package dev.gradus.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Points under one name. Series differ by colour, dash and marker, so that no one needs to tell colours apart.
///
/// @param number by which dash and marker are chosen
/// @param colour as CSS has it
/// @param look how it is drawn
/// @param low the lower edge of its band, empty for none
record Series(Text name, int number, String colour, Look look, double[] x, double[] y, double[] low, double[] high) {
  static final int COLOURS = 8;
  private static final int MOST_POINTS = 400;
  private static final int MOST_DOTS = 1500;
  private static final int MOST_MARKERS = 26;
  private static final double MARKER = 3.4;
  private static final int MANY = 200;

  /// A reference is a line to compare with, whose infinite ends are at the edges.
  enum Look { LINE, FAINT, POINTS, PATH, REFERENCE }

  /// @throws IllegalArgumentException if there are more y than x; a line may end before its x do
  static Series of(Text name, int number, Look look, double[] x, double[] y) {
    if (x.length < y.length) {
      throw new IllegalArgumentException("\"" + name.english() + "\" has " + x.length + " x and " + y.length + " y");
    }
    Series whole = new Series(name, number, colour(number), look, Arrays.copyOf(x, y.length), y.clone(), new double[0], new double[0]);
    return look == Look.POINTS || look == Look.PATH ? whole.thinned() : whole;
  }

  /// The median over several runs, with a band from the least to the largest.
  static Series of(Text name, int number, double[] x, List<double[]> runs) {
    int length = Math.min(x.length, runs.stream().mapToInt(run -> run.length).min().orElse(0));
    double[][] edges = new double[3][length];
    for (int i = 0; i < length; i++) {
      int at = i;
      double[] sorted = runs.stream().mapToDouble(run -> run[at]).sorted().toArray();
      int middle = sorted.length / 2;
      edges[0][i] = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      edges[1][i] = sorted[0];
      edges[2][i] = sorted[sorted.length - 1];
    }
    return new Series(name, number, colour(number), Look.LINE, Arrays.copyOf(x, length), edges[0], edges[1], edges[2]);
  }

  private static String colour(int number) {
    return "var(--c" + number % COLOURS + ")";
  }

  /// In the colour of a place from the first to the last of lines that have an order.
  Series ordered(double share) {
    return new Series(name, 0, "color-mix(in oklch,var(--from),var(--to) " + Math.round(100 * share) + "%)", look, x, y, low, high);
  }

  /// Without a colour of its own.
  Series plain() {
    return new Series(name, number, "var(--soft)", look, x, y, low, high);
  }

  /// As it is seen in a frame: the infinite ends of a reference at those of the axes, of a long line the least and the most of each stretch.
  Series within(Frame frame) {
    return switch (look) {
      case REFERENCE -> new Series(name, number, colour, look, ended(x, frame.across()), ended(y, frame.up()), low, high);
      case LINE, FAINT -> x.length <= MOST_POINTS ? this : picked(extremes(frame.across()));
      case POINTS, PATH -> this;
    };
  }

  private static double[] ended(double[] values, Span span) {
    return Arrays.stream(values).map(v -> Double.isInfinite(v) ? v < 0 ? span.from() : span.to() : v).toArray();
  }

  /// Of a long path or many dots every so many.
  private Series thinned() {
    int most = look == Look.POINTS ? MOST_DOTS : MOST_POINTS;
    return x.length <= most ? this : picked(IntStream.range(0, most).map(i -> (int) ((long) i * (x.length - 1) / (most - 1))).toArray());
  }

  private Series picked(int[] kept) {
    return new Series(name, number, colour, look, picked(x, kept), picked(y, kept), picked(low, kept), picked(high, kept));
  }

  private static double[] picked(double[] all, int[] kept) {
    return all.length == 0 ? all : Arrays.stream(kept).mapToDouble(i -> all[i]).toArray();
  }

  private int[] extremes(Span across) {
    IntStream.Builder kept = IntStream.builder();
    int begin = 0;
    while (begin < x.length) {
      int stretch = stretch(across, begin);
      int least = begin;
      int most = begin;
      int end = begin;
      while (end < x.length && stretch(across, end) == stretch) {
        // A value that is no number stays, as the gap that it is.
        least = !(y[end] >= y[least]) ? end : least;
        most = y[end] > y[most] ? end : most;
        end++;
      }
      kept.add(Math.min(least, most)).add(Math.max(least, most));
      begin = end;
    }
    return kept.build().distinct().toArray();
  }

  private int stretch(Span across, int i) {
    return (int) (across.share(x[i]) * MOST_POINTS / 2);
  }

  /// An element that what belongs to this is drawn into.
  Tag group(String style) {
    return Tag.of("g").with("class", style).with("style", "--c:" + colour);
  }

  /// Draws all of them into a frame's room.
  static void draw(Svg svg, Frame frame, List<Series> series) {
    Svg room = frame.clipped(svg);
    for (int i = 0; i < series.size(); i++) {
      series.get(i).draw(room.in(series.get(i).group("series").with("data-series", i)), frame);
    }
  }

  private void draw(Svg svg, Frame frame) {
    StringBuilder path = new StringBuilder();
    StringBuilder markers = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < x.length; i++) {
      boolean shown = frame.shows(x[i], y[i]);
      if (shown) {
        path.append(pen ? 'L' : 'M').append(at(frame, x[i], y[i]));
        markers.append(marker(frame.x(x[i]), frame.y(y[i])));
      }
      pen = shown;
    }
    if (low.length > 0) {
      svg.path("band", band(frame));
    }
    if (look == Look.PATH) {
      svg.path("halo", path.toString());
    }
    if (look != Look.POINTS) {
      svg.path(dash(), path.toString());
    }
    if (marked()) {
      svg.path(x.length > MANY ? "marker many" : "marker", markers.toString());
    }
    if (look == Look.PATH && x.length > 0) {
      svg.circle(frame.x(x[0]), frame.y(y[0]), 4, "start").circle(frame.x(x[x.length - 1]), frame.y(y[y.length - 1]), 5, "end");
    }
  }

  private static String at(Frame frame, double x, double y) {
    return Tag.place(frame.x(x)) + " " + Tag.place(frame.y(y));
  }

  private boolean marked() {
    return look == Look.POINTS || look == Look.LINE && x.length <= MOST_MARKERS;
  }

  String dash() {
    return switch (look) {
      case LINE, PATH, POINTS -> "curve dash" + number % 4;
      case FAINT -> "curve faint";
      case REFERENCE -> "curve dashMark";
    };
  }

  private String band(Frame frame) {
    StringBuilder there = new StringBuilder();
    StringBuilder back = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      if (frame.across().axis().shows(x[i]) && !Double.isNaN(low[i]) && !Double.isNaN(high[i])) {
        there.append(there.isEmpty() ? 'M' : 'L').append(at(frame, x[i], high[i]));
        back.insert(0, "L" + at(frame, x[i], low[i]));
      }
    }
    return there.isEmpty() ? "" : there.append(back).append('Z').toString();
  }

  /// A small sign, another for each number: disc, square, triangle, diamond.
  private String marker(double px, double py) {
    double r = look != Look.POINTS ? MARKER : x.length <= MOST_MARKERS ? 1.3 * MARKER : 0.75 * MARKER;
    return switch (number % 4) {
      case 0 -> path("M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0 %s 0Z", px - r, py, r, r, 2 * r, r, r, -2 * r);
      case 1 -> path("M%s %sh%sv%sh%sZ", px - r, py - r, 2 * r, 2 * r, -2 * r);
      case 2 -> path("M%s %sl%s %sh%sZ", px, py - 1.2 * r, 1.2 * r, 2.2 * r, -2.4 * r);
      default -> path("M%s %sl%s %sl%s %sl%s %sZ", px, py - 1.3 * r, 1.3 * r, 1.3 * r, -1.3 * r, 1.3 * r, -1.3 * r, -1.3 * r);
    };
  }

  private static String path(String form, double... numbers) {
    return form.formatted(Arrays.stream(numbers).mapToObj(Tag::place).toArray());
  }

  /// Draws its sample in the legend, 26 units wide.
  void sample(Svg svg, double px, double py) {
    if (look != Look.POINTS) {
      svg.path(dash(), path("M%s %sh26", px, py));
    }
    if (marked()) {
      svg.path("marker", marker(px + 13, py));
    }
  }
}
