package dev.gradus.lab;

import dev.gradus.GradusException;
import dev.gradus.lab.plot.DotPlot;
import dev.gradus.lab.plot.Exhibit;
import dev.gradus.lab.plot.Frames;
import dev.gradus.lab.plot.HeatMap;
import dev.gradus.lab.plot.LinePlot;
import dev.gradus.lab.plot.PictureGrid;
import dev.gradus.lab.plot.SurfacePlot;
import dev.gradus.lab.plot.Table;
import dev.gradus.lab.plot.Words;
import dev.gradus.lab.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What an experiment writes down: figures, and exhibits to look at. Names, axes and remarks come from the experiment's words by key.
public final class Notebook {
  private final Texts texts;
  private final List<Figure> figures = new ArrayList<>();
  private final List<Exhibit> exhibits = new ArrayList<>();

  Notebook(Texts texts) {
    this.texts = texts;
  }

  Figures figures() {
    return Figures.of(figures);
  }

  List<Exhibit> exhibits() {
    return exhibits;
  }

  /// A figure with a value from each seed's outcome.
  public <T> Figure measure(String key, List<T> outcomes, ToDoubleFunction<T> value) {
    return add(key, Figure.Kind.MEASURED, outcomes.stream().map(value::applyAsDouble).toList());
  }

  /// A figure that follows from no seed: a count, or what a formula gives.
  public Figure exact(String key, double value) {
    return add(key, Figure.Kind.EXACT, List.of(value));
  }

  /// A figure in seconds, or that follows from seconds: it is shown, but no rule may use it.
  public <T> Figure time(String key, List<T> outcomes, ToDoubleFunction<T> value) {
    return add(key, Figure.Kind.TIMED, outcomes.stream().map(value::applyAsDouble).toList());
  }

  private Figure add(String key, Figure.Kind kind, List<Double> values) {
    if (kind != Figure.Kind.EXACT && values.size() < 2) {
      throw new GradusException("figure \"" + key + "\" has " + values.size() + " values and so no spread. Measure it for each seed, or use"
          + " exact(...)");
    }
    Figure figure = new Figure(key, texts.text("figure." + key), kind, values);
    figures.add(figure);
    return figure;
  }

  /// Lines, bands and points over two axes.
  public LinePlot lines(String key) {
    return add(new LinePlot(words(key)));
  }

  /// A dot with an interval for each of several things.
  public DotPlot dots(String key) {
    return add(new DotPlot(words(key)));
  }

  /// A function of x and y by colour, with contours and paths.
  public HeatMap heatMap(String key) {
    return add(new HeatMap(words(key)));
  }

  /// A function of x and y as a landscape to turn, with paths.
  public SurfacePlot surface(String key) {
    return add(new SurfacePlot(words(key)));
  }

  /// Small pictures in rows.
  public PictureGrid pictures(String key) {
    return add(new PictureGrid(words(key)));
  }

  /// Rows of numbers or words, on the page and in the terminal.
  public Table table(String key) {
    return add(new Table(words(key)));
  }

  /// Plots of one kind, with a slider that chooses which is seen.
  public Frames frames(String key) {
    return add(new Frames(words(key)));
  }

  private Words words(String key) {
    return new Words(texts, key);
  }

  private <E extends Exhibit> E add(E exhibit) {
    exhibits.add(exhibit);
    return exhibit;
  }
}
