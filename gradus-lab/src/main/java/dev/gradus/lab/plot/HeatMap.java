package dev.gradus.lab.plot;

import dev.gradus.GradusException;
import dev.gradus.lab.text.Numbers;
import dev.gradus.lab.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A function of x and y by colour, with contours and paths.
public final class HeatMap implements Exhibit {
  private static final double BAR = 64;
  private static final int BAR_STEPS = 64;
  /// Grids of more rows are drawn without edges between their cells.
  private static final int SMOOTH = 30;

  private final Words words;
  private final List<Series> paths = new ArrayList<>();
  private Optional<Grid> grid = Optional.empty();
  private Scale scale = Scale.LINEAR;
  private Optional<double[]> ends = Optional.empty();
  private int contours;
  private boolean signed;

  /// Usually by [dev.gradus.lab.Notebook#heatMap].
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
    ends = Optional.of(new double[] {low, high});
    return this;
  }

  /// Colours by the logarithm.
  public HeatMap logColour() {
    scale = Scale.LOG;
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
    paths.add(Series.of(name, paths.size(), Series.Style.PATH, x, y));
    return this;
  }

  /// Points without a line.
  public HeatMap points(String key, double[] x, double[] y) {
    paths.add(Series.of(words.series(key), paths.size(), Series.Style.POINTS, x, y));
    return this;
  }

  @Override
  public String html() {
    Grid shown = grid.orElseThrow(() -> new GradusException("heat map \"" + words.key() + "\" has no grid"));
    Axis values = values(shown);
    Svg svg = new Svg();
    Frame frame = Frame.of(new Axis(Scale.LINEAR, shown.xLow(), shown.xHigh()), new Axis(Scale.LINEAR, shown.yLow(), shown.yHigh()),
        words.x(), words.y(), BAR);
    frame.draw(svg);
    int[] colours = new int[shown.rows() * shown.columns()];
    StringBuilder told = new StringBuilder();
    for (int row = 0; row < shown.rows(); row++) {
      for (int column = 0; column < shown.columns(); column++) {
        double value = shown.values()[shown.rows() - 1 - row][column];
        colours[row * shown.columns() + column] = colour(values.takes(value) ? values.place(value) : 1);
        told.append(row + column == 0 ? "" : " ").append(Numbers.text(value).replace(" ", ""));
      }
    }
    svg.image(frame.left(), frame.top(), frame.width(), frame.height(), shown.rows() > SMOOTH ? "smooth" : "pixels",
        Png.address(shown.columns(), shown.rows(), colours), "data-columns", shown.columns(),
        "data-ends", shown.xLow() + " " + shown.xHigh() + " " + shown.yLow() + " " + shown.yHigh(), "data-values", told);
    frame.clipped(svg, () -> {
      for (int i = 1; i <= contours; i++) {
        double level = scale.back(scale.of(values.low()) + (scale.of(values.high()) - scale.of(values.low())) * i / (contours + 1));
        svg.path("contour", Contour.path(shown, level, frame));
      }
      paths.forEach(path -> path.draw(svg, frame));
    });
    bar(svg, frame, values);
    double end = paths.isEmpty() ? frame.bottom() : Frame.legend(svg, frame.bottom(), paths);
    return svg.finish(end + 4, words.title(), "data-room", frame.room());
  }

  private Axis values(Grid shown) {
    double least = ends.map(given -> given[0]).orElseGet(shown::least);
    double most = ends.map(given -> given[1]).orElseGet(shown::largest);
    if (signed) {
      double size = Math.max(Math.abs(least), Math.abs(most));
      return new Axis(Scale.LINEAR, -size, size == 0 ? 1 : size);
    }
    if (scale == Scale.LOG && least <= 0) {
      throw new GradusException("heat map \"" + words.key() + "\" has logarithmic colours and the value " + least);
    }
    return new Axis(scale, least, most > least ? most : least + 1);
  }

  private int colour(double part) {
    return signed ? Colours.signed(part) : Colours.sequence(part);
  }

  private void bar(Svg svg, Frame frame, Axis values) {
    double x = frame.left() + frame.width() + 10;
    int[] colours = new int[BAR_STEPS];
    for (int i = 0; i < BAR_STEPS; i++) {
      colours[i] = colour(1 - (double) i / (BAR_STEPS - 1));
    }
    svg.image(x, frame.top(), 10, frame.height(), "smooth", Png.address(1, BAR_STEPS, colours));
    for (double tick : values.ticks()) {
      svg.text(x + 14, frame.top() + frame.height() * (1 - values.place(tick)) + 4, "start", "tick", Text.same(Numbers.text(tick, 2)));
    }
  }

  @Override
  public Optional<String> picture() {
    return Optional.of(Svg.alone(html()));
  }
}
