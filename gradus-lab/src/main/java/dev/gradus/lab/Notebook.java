package dev.gradus.lab;

import dev.gradus.GradusException;
import dev.gradus.plot.DotPlot;
import dev.gradus.plot.Exhibit;
import dev.gradus.plot.Frames;
import dev.gradus.plot.HeatMap;
import dev.gradus.plot.PictureGrid;
import dev.gradus.plot.Plot;
import dev.gradus.plot.SurfacePlot;
import dev.gradus.plot.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/// What an experiment writes down: figures, and exhibits to look at. Names, axes and remarks come from the experiment's words by key.
public final class Notebook {
  private final Texts texts;
  private final List<Figure> figures = new ArrayList<>();
  private final SequencedMap<String, Exhibit> exhibits = new LinkedHashMap<>();

  Notebook(Texts texts) {
    this.texts = texts;
  }

  Figures figures() {
    return Figures.of(figures);
  }

  SequencedMap<String, Exhibit> exhibits() {
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
  public Plot lines(String key) {
    return add(key, new Plot(words(key)));
  }

  /// A dot with an interval for each of several things.
  public DotPlot dots(String key) {
    return add(key, new DotPlot(words(key)));
  }

  /// A function of x and y by colour, with contours and paths.
  public HeatMap heatMap(String key) {
    return add(key, new HeatMap(words(key)));
  }

  /// A function of x and y as a landscape to turn, with paths.
  public SurfacePlot surface(String key) {
    return add(key, new SurfacePlot(words(key)));
  }

  /// Small pictures in rows.
  public PictureGrid pictures(String key) {
    return add(key, new PictureGrid(words(key)));
  }

  /// Rows of numbers or words, on the page and in the terminal.
  public Table table(String key) {
    return add(key, new Table(words(key)));
  }

  /// Plots of one kind, with a slider that chooses which is seen.
  public Frames frames(String key) {
    return add(key, new Frames(words(key)));
  }

  private KeyedWords words(String key) {
    return new KeyedWords(texts, key);
  }

  private <E extends Exhibit> E add(String key, E exhibit) {
    if (exhibits.putIfAbsent(key, exhibit) != null) {
      throw new GradusException("there are two exhibits \"" + key + "\"");
    }
    return exhibit;
  }
}
