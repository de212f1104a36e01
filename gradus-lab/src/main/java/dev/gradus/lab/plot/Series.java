package dev.gradus.lab.plot;

import dev.gradus.lab.text.Numbers;
import dev.gradus.lab.text.Text;
import java.util.Arrays;
import java.util.List;

/// Points under one name.
///
/// @param style how it is drawn
/// @param low the lower edge of its band, empty for none
record Series(Text name, int number, Style style, double[] x, double[] y, double[] low, double[] high) {
  private static final int MOST_POINTS = 400;
  private static final int MOST_MARKERS = 26;
  private static final double MARKER = 3.4;

  enum Style { LINE, POINTS, PATH, MARK }

  static Series of(Text name, int number, Style style, double[] x, double[] y) {
    int length = Math.min(x.length, y.length);
    return new Series(name, number, style, Arrays.copyOf(x, length), Arrays.copyOf(y, length), new double[0], new double[0]).thinned();
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
    return new Series(name, number, Style.LINE, Arrays.copyOf(x, length), edges[0], edges[1], edges[2]).thinned();
  }

  private Series thinned() {
    int stride = style == Style.POINTS ? 1 : Math.ceilDiv(x.length, MOST_POINTS);
    return stride <= 1 ? this
        : new Series(name, number, style, thin(x, stride), thin(y, stride), thin(low, stride), thin(high, stride));
  }

  /// Every so many, and the last.
  private static double[] thin(double[] all, int stride) {
    if (all.length == 0) {
      return all;
    }
    double[] some = new double[Math.ceilDiv(all.length - 1, stride) + 1];
    for (int i = 0; i < some.length; i++) {
      some[i] = all[Math.min(all.length - 1, i * stride)];
    }
    return some;
  }

  /// Draws it; its points' places and numbers go with it, to be told on hovering.
  void draw(Svg svg, Frame frame) {
    StringBuilder told = new StringBuilder();
    StringBuilder path = new StringBuilder();
    StringBuilder markers = new StringBuilder();
    boolean pen = false;
    for (int i = 0; i < x.length; i++) {
      if (!frame.xAxis().takes(x[i]) || !frame.yAxis().takes(y[i])) {
        pen = false;
        continue;
      }
      String at = Svg.unit(frame.x(x[i])) + " " + Svg.unit(frame.y(y[i]));
      path.append(pen ? "L" : "M").append(at);
      pen = true;
      told.append(told.isEmpty() ? "" : "|").append(at.replace(' ', ';')).append(';').append(Numbers.text(x[i], 4)).append("; ")
          .append(Numbers.text(y[i], 4));
      markers.append(marker(frame.x(x[i]), frame.y(y[i])));
    }
    open(svg, name, number, told.toString());
    if (low.length > 0) {
      svg.path("band", band(frame));
    }
    if (style != Style.POINTS) {
      if (style == Style.PATH) {
        svg.path("halo", path.toString());
      }
      svg.path(dash(), path.toString());
    }
    if (style == Style.POINTS || style == Style.LINE && x.length <= MOST_MARKERS) {
      svg.path("marker", markers.toString());
    }
    if (style == Style.PATH && x.length > 0) {
      svg.circle(frame.x(x[0]), frame.y(y[0]), 4, "start").circle(frame.x(x[x.length - 1]), frame.y(y[y.length - 1]), 5, "end");
    }
    svg.close("g");
  }

  /// The beginning of what one name's points are drawn into, with what is told of them on hovering.
  static void open(Svg svg, Text name, int number, String told) {
    svg.open("g", "class", "series s" + number % 8, "data-series", number, "data-en", name.english(), "data-ko", name.korean(), "data-points", told);
  }

  private String dash() {
    return "curve dash" + (style == Style.MARK ? "Mark" : number % 4);
  }

  private String band(Frame frame) {
    StringBuilder there = new StringBuilder();
    StringBuilder back = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      if (frame.xAxis().takes(x[i]) && !Double.isNaN(low[i]) && !Double.isNaN(high[i])) {
        there.append(there.isEmpty() ? "M" : "L").append(Svg.unit(frame.x(x[i]))).append(' ').append(Svg.unit(frame.y(high[i])));
        back.insert(0, "L" + Svg.unit(frame.x(x[i])) + " " + Svg.unit(frame.y(low[i])));
      }
    }
    return there.isEmpty() ? "" : there.append(back).append('Z').toString();
  }

  /// A small sign, another for each number: disc, square, triangle, diamond.
  private String marker(double px, double py) {
    double r = style != Style.POINTS ? MARKER : x.length <= MOST_MARKERS ? 1.3 * MARKER : 0.75 * MARKER;
    return switch (number % 4) {
      case 0 -> path("M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0 %s 0Z", px - r, py, r, r, 2 * r, r, r, -2 * r);
      case 1 -> path("M%s %sh%sv%sh%sZ", px - r, py - r, 2 * r, 2 * r, -2 * r);
      case 2 -> path("M%s %sl%s %sh%sZ", px, py - 1.2 * r, 1.2 * r, 2.2 * r, -2.4 * r);
      default -> path("M%s %sl%s %sl%s %sl%s %sZ", px, py - 1.3 * r, 1.3 * r, 1.3 * r, -1.3 * r, 1.3 * r, -1.3 * r, -1.3 * r);
    };
  }

  private static String path(String form, double... numbers) {
    return form.formatted(Arrays.stream(numbers).mapToObj(Svg::unit).toArray());
  }

  /// Draws its sample in the legend, 26 units wide.
  void sample(Svg svg, double px, double py) {
    if (style != Style.POINTS) {
      svg.path(dash(), path("M%s %sh26", px, py));
    }
    if (style == Style.POINTS || style == Style.LINE && x.length <= MOST_MARKERS) {
      svg.path("marker", marker(px + 13, py));
    }
  }
}
