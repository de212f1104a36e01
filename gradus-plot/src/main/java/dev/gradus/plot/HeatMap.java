package dev.gradus.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A function of x and y by colour, with contours and paths.
public final class HeatMap implements Exhibit {
  private static final double BAR = 64;
  private static final int BAR_STEPS = 64;
  /// Grids of more rows are drawn without edges between their cells.
  private static final int SMOOTH = 30;

  private final Words words;
  private final List<Series> paths = new ArrayList<>();
  private Optional<Grid> grid = Optional.empty();
  private Axis scale = Axis.of("");
  private int contours;
  private boolean signed;

  /// Without a grid, its axes and paths called as the words have it.
  public HeatMap(Words words) {
    this.words = words;
  }

  @Override
  public Words words() {
    return words;
  }

  /// What it shows.
  public HeatMap grid(Grid value) {
    grid = Optional.of(value);
    return this;
  }

  /// The values of the first and the last colour, instead of the least and the largest; what is beyond has the colour of the end.
  public HeatMap range(double low, double high) {
    scale = scale.between(low, high);
    return this;
  }

  /// Colours by the logarithm.
  public HeatMap logColour() {
    scale = scale.logarithmic();
    return this;
  }

  /// Blue below 0, white at 0, brown above.
  public HeatMap signed() {
    signed = true;
    return this;
  }

  /// With so many lines of equal value; none by default.
  public HeatMap contours(int count) {
    contours = count;
    return this;
  }

  /// A path with a ring at its start and a disc at its end.
  public HeatMap path(String key, double[] x, double[] y) {
    return path(words.series(key), x, y);
  }

  /// A path with a ring at its start and a disc at its end.
  public HeatMap path(Text name, double[] x, double[] y) {
    paths.add(Series.of(name, paths.size(), Series.Look.PATH, x, y));
    return this;
  }

  /// Points without a line.
  public HeatMap points(String key, double[] x, double[] y) {
    paths.add(Series.of(words.series(key), paths.size(), Series.Look.POINTS, x, y));
    return this;
  }

  @Override
  public Tag drawing() {
    Grid shown = grid.orElseThrow(() -> new IllegalArgumentException("heat map \"" + words.title().english() + "\" has no grid"));
    Span values = values(shown);
    Frame frame = Frame.of(new Span(Axis.of(words.x()), shown.xLow(), shown.xHigh()),
        new Span(Axis.of(words.y()), shown.yLow(), shown.yHigh()), BAR);
    Svg svg = Svg.root();
    frame.draw(svg);
    int[] colours = new int[shown.rows() * shown.columns()];
    StringBuilder told = new StringBuilder();
    for (int row = 0; row < shown.rows(); row++) {
      for (int column = 0; column < shown.columns(); column++) {
        double value = shown.values()[shown.rows() - 1 - row][column];
        colours[row * shown.columns() + column] = colour(scale.shows(value) ? values.share(value) : 1);
        told.append(row + column == 0 ? "" : " ").append(Numbers.text(value));
      }
    }
    svg.image(frame.left(), frame.top(), frame.width(), frame.height(), shown.rows() > SMOOTH ? "smooth" : "pixels",
        Picture.address(shown.columns(), shown.rows(), colours)).with("data-columns", shown.columns()).with("data-values", told.toString());
    Svg room = frame.clipped(svg);
    for (int i = 1; i <= contours; i++) {
      room.path("contour", Contour.path(shown, values.at((double) i / (contours + 1)), frame));
    }
    Series.draw(svg, frame, paths);
    bar(svg, frame, values);
    double end = Frame.legend(svg, frame.bottom(), paths);
    return svg.finish(end + 4, words.title().then(": ").then(words.y()).then(" by ").then(words.x()))
        .with("data-plot", new PlotData(frame, paths).json());
  }

  private Span values(Grid shown) {
    double least = scale.from().orElseGet(shown::least);
    double most = scale.to().orElseGet(shown::largest);
    if (signed) {
      double size = Math.max(Math.abs(least), Math.abs(most));
      return new Span(scale, -size, size == 0 ? 1 : size);
    }
    if (scale.log() && least <= 0) {
      throw new IllegalArgumentException("heat map \"" + words.title().english() + "\" has logarithmic colours and the value " + least);
    }
    return new Span(scale, least, most > least ? most : least + 1);
  }

  private int colour(double part) {
    return signed ? Colours.signed(part) : Colours.sequence(part);
  }

  private void bar(Svg svg, Frame frame, Span values) {
    double x = frame.left() + frame.width() + 10;
    int[] colours = IntStream.range(0, BAR_STEPS).map(i -> colour(1 - (double) i / (BAR_STEPS - 1))).toArray();
    svg.image(x, frame.top(), 10, frame.height(), "smooth", Picture.address(1, BAR_STEPS, colours));
    for (double mark : values.marks()) {
      svg.text(x + 14, frame.top() + frame.height() * (1 - values.share(mark)) + 4, "start", "tick", Numbers.text(mark, 2));
    }
  }
}
