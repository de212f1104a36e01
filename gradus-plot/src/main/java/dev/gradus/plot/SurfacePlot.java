package dev.gradus.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A function of x and y as a landscape seen from a corner above, with paths over it. In a page it can be turned.
///
/// A point is turned around the vertical axis, then seen from above at an angle; faces farther away are drawn first, paths last.
public final class SurfacePlot implements Exhibit {
  private static final double TURN = 0.7;
  private static final double TILT = 0.6;
  private static final double SIZE = 235;
  private static final double CENTRE = 190;
  private static final double HEIGHT = 372;
  private static final double FLOOR = -0.35;
  private static final double CEILING = 0.35;

  private final Words words;
  private final List<Series> paths = new ArrayList<>();
  private Optional<Grid> grid = Optional.empty();
  private Axis scale = Axis.of("");

  /// Without a grid, its axes and paths called as the words have it.
  public SurfacePlot(Words words) {
    this.words = words;
  }

  @Override
  public Words words() {
    return words;
  }

  /// What it shows; 40 × 40 points are plenty.
  public SurfacePlot grid(Grid value) {
    grid = Optional.of(value);
    return this;
  }

  /// Heights by the logarithm.
  public SurfacePlot logHeight() {
    scale = scale.logarithmic();
    return this;
  }

  /// A path over the surface.
  public SurfacePlot path(String key, double[] x, double[] y) {
    return path(words.series(key), x, y);
  }

  /// A path over the surface.
  public SurfacePlot path(Text name, double[] x, double[] y) {
    paths.add(Series.of(name, paths.size(), Series.Look.PATH, x, y));
    return this;
  }

  /// A point in the box from -0.5 to 0.5 along x and y, as it is seen: right, down, nearness.
  static double[] seen(double x, double y, double z) {
    double across = x * Math.cos(TURN) - y * Math.sin(TURN);
    double away = x * Math.sin(TURN) + y * Math.cos(TURN);
    return new double[] {Svg.WIDTH / 2 + SIZE * across, CENTRE - SIZE * (z * Math.cos(TILT) + away * Math.sin(TILT)), -away};
  }

  private record Face(double nearness, Tag drawn) {}

  @Override
  public Tag drawing() {
    Grid shown = grid.orElseThrow(() -> new IllegalArgumentException("surface \"" + words.title().english() + "\" has no grid"));
    Span heights = new Span(scale, shown.least(), shown.largest() > shown.least() ? shown.largest() : shown.least() + 1);
    Svg svg = Svg.root();
    Svg scene = svg.in(Tag.of("g").with("class", "scene"));
    box(scene);
    List<Face> faces = new ArrayList<>();
    for (int row = 0; row + 1 < shown.rows(); row++) {
      for (int column = 0; column + 1 < shown.columns(); column++) {
        faces.add(face(shown, heights, row, column));
      }
    }
    faces.sort(Comparator.comparingDouble(Face::nearness));
    faces.forEach(face -> scene.in(face.drawn));
    for (int i = 0; i < paths.size(); i++) {
      draw(scene.in(paths.get(i).group("series").with("data-series", i)), shown, heights, paths.get(i));
    }
    names(scene);
    double end = Frame.legend(svg, HEIGHT, paths);
    return svg.finish(end + 4, words.title()).with("data-surface", told(shown, heights));
  }

  private static double z(Span heights, double value) {
    return FLOOR + (CEILING - FLOOR) * Math.clamp(heights.share(value), 0, 1);
  }

  private static String point(double[] seen) {
    return Tag.place(seen[0]) + "," + Tag.place(seen[1]);
  }

  private static Face face(Grid shown, Span heights, int row, int column) {
    double nearness = 0;
    double height = 0;
    StringBuilder points = new StringBuilder();
    int[][] corners = {{0, 0}, {0, 1}, {1, 1}, {1, 0}};
    for (int[] corner : corners) {
      int r = row + corner[0];
      int c = column + corner[1];
      double z = z(heights, shown.values()[r][c]);
      double[] seen = seen((double) c / (shown.columns() - 1) - 0.5, (double) r / (shown.rows() - 1) - 0.5, z);
      nearness += seen[2];
      height += z;
      points.append(points.isEmpty() ? "" : " ").append(point(seen));
    }
    String colour = Colours.css(Colours.sequence((height / 4 - FLOOR) / (CEILING - FLOOR)));
    return new Face(nearness, Tag.of("polygon").with("points", points.toString()).with("fill", colour));
  }

  private static void draw(Svg svg, Grid shown, Span heights, Series path) {
    StringBuilder drawn = new StringBuilder();
    double[] last = {0, 0, 0};
    for (int i = 0; i < path.x().length; i++) {
      last = seen(across(shown, path.x()[i]) - 0.5, along(shown, path.y()[i]) - 0.5, z(heights, shown.at(path.x()[i], path.y()[i])));
      drawn.append(drawn.isEmpty() ? "M" : "L").append(point(last));
    }
    svg.path("halo", drawn.toString()).path(path.dash(), drawn.toString()).circle(last[0], last[1], 5, "end");
  }

  private static double across(Grid shown, double x) {
    return (x - shown.xLow()) / (shown.xHigh() - shown.xLow());
  }

  private static double along(Grid shown, double y) {
    return (y - shown.yLow()) / (shown.yHigh() - shown.yLow());
  }

  private static void box(Svg svg) {
    double[][] floor = {seen(-0.5, -0.5, FLOOR), seen(0.5, -0.5, FLOOR), seen(0.5, 0.5, FLOOR), seen(-0.5, 0.5, FLOOR)};
    for (int i = 0; i < floor.length; i++) {
      double[] next = floor[(i + 1) % floor.length];
      svg.line(floor[i][0], floor[i][1], next[0], next[1], "edge");
    }
    double[] foot = seen(-0.5, 0.5, FLOOR);
    double[] head = seen(-0.5, 0.5, CEILING);
    svg.line(foot[0], foot[1], head[0], head[1], "edge");
  }

  private void names(Svg svg) {
    double[] x = seen(0.1, -0.62, FLOOR);
    double[] y = seen(-0.62, 0.1, FLOOR);
    svg.text(x[0] + 10, x[1] + 10, "start", "name along", words.x()).text(y[0] - 6, y[1] + 10, "end", "name", words.y());
  }

  /// The numbers by which a page turns it: columns, rows, heights from 0 to 1, then each path's places from 0 to 1.
  private String told(Grid shown, Span heights) {
    StringBuilder told = new StringBuilder(shown.columns() + " " + shown.rows() + "|");
    for (double[] row : shown.values()) {
      for (double value : row) {
        told.append(String.format(Locale.ROOT, "%.3f ", Math.clamp(heights.share(value), 0, 1)));
      }
    }
    for (Series path : paths) {
      told.append('|');
      for (int i = 0; i < path.x().length; i++) {
        double height = Math.clamp(heights.share(shown.at(path.x()[i], path.y()[i])), 0, 1);
        told.append(String.format(Locale.ROOT, "%.3f %.3f %.3f ", across(shown, path.x()[i]), along(shown, path.y()[i]), height));
      }
    }
    return told + "|" + Numbers.text(heights.from()) + " … " + Numbers.text(heights.to());
  }
}
