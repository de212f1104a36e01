package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.data.table.BadRows;
import dev.gradus.data.table.Column;
import dev.gradus.data.table.Table;
import dev.gradus.data.table.TableFit;
import dev.gradus.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// `gradus train --data FILE --target COLUMN`: a network for a table, with no recipe.
///
/// With folds each part of the rows is predicted by a model that learned from the others, and the model that is kept learned from
/// all. Without, a fifth of the rows is held back to test on, and the model that is kept learned from the rest.
///
/// @param parent where the run folder is made
record TableTraining(TableInput input, String target, OptionalInt folds, BadRows badRows, long seed, Path parent) {
  private static final int HELD = 5;
  private static final int BAR = 30;
  private static final int SHOWN = 15;

  Object run(Screen screen, Execution execution) throws IOException {
    RunFolder.prepare(parent);
    long begun = System.nanoTime();
    screen.note("Reading " + input.title() + "…");
    Table table = Table.read(input.open(), target, badRows);
    double reading = (System.nanoTime() - begun) / 1e9;
    if (table.skippedRows() > 0) {
      screen.note("Left out " + Figures.count(table.skippedRows()) + " bad rows, such as:");
      table.skipped().forEach(line -> screen.note("  " + line));
    }
    table.columns().stream().filter(Column.Ignored.class::isInstance)
        .forEach(column -> screen.note("Column \"" + column.name() + "\" is left out: nearly all of its texts are different"));
    TableFit fit = new TableFit(table, target, seed, execution);
    String measure = fit.classifies() ? "accuracy" : "R²";
    screen.say("Data: " + Figures.count(table.rows()) + " rows, read at " + Figures.count(Math.round(table.rows() / reading))
        + " rows/s; \"" + target + "\" is learned from " + fit.inputs().size() + " columns");
    int[][] parts = fit.folds(folds.orElse(HELD));
    int tested = folds.isPresent() ? parts.length : 1;
    double score = 0;
    double baseline = 0;
    double linear = 0;
    Model model = null;
    double[] importance = {};
    long learned = System.nanoTime();
    for (int part = 0; part < tested; part++) {
      screen.note(folds.isPresent() ? "Fold " + (part + 1) + " of " + tested + "…" : "Training…");
      int[] train = TableFit.without(parts, part);
      model = fit.train(train);
      TableFit.Score one = fit.score(model, train, parts[part]);
      score += one.score() / tested;
      baseline += one.baseline() / tested;
      linear += one.linear() / tested;
      importance = fit.importance(model, parts[part]);
    }
    if (folds.isPresent()) {
      screen.note("Training on all rows…");
      model = fit.train(IntStream.range(0, table.rows()).toArray());
    }
    double seconds = (System.nanoTime() - learned) / 1e9;
    RunFolder run = RunFolder.create(parent, input.name());
    new TableColumns(fit.inputs(), table.columns().get(table.index(target))).write(run.path());
    model.save(run.modelFile());

    String kind = folds.isPresent() ? "cv" : "test";
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", run.path().toString());
    result.put(kind + "_score", score);
    result.put("measure", fit.classifies() ? "accuracy" : "r2");
    result.put("baseline_score", baseline);
    result.put("linear_score", linear);
    folds.ifPresent(count -> result.put("folds", count));
    result.put("rows", table.rows());
    result.put("skipped_rows", table.skippedRows());
    result.put("skipped", table.skipped());
    result.put("reading_rows_per_second", table.rows() / reading);
    result.put("importance", byName(fit.inputs(), importance));
    result.put("seconds", seconds);
    result.put("parameters", model.parameters());
    result.put("weights_sha256", model.weightsSha256());
    screen.say("");
    screen.say((folds.isPresent() ? "Cross-validated " : "Test ") + measure + ": " + text(score) + "; " + (fit.classifies() ? "majority " : "mean ")
        + text(baseline) + ", linear model " + text(linear));
    screen.say("");
    plot(screen, measure, fit.inputs(), importance);
    screen.say("");
    screen.say("Trained for " + Figures.duration(seconds));
    screen.say("Run folder: " + run.path());
    screen.say("Next: ./gradus predict " + run.path() + " new.csv --out scored.csv");
    return result;
  }

  private static Map<String, Double> byName(List<Column> inputs, double[] importance) {
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int i = 0; i < importance.length; i++) {
      byName.put(inputs.get(i).name(), importance[i]);
    }
    return byName;
  }

  private static void plot(Screen screen, String measure, List<Column> inputs, double[] importance) {
    List<Integer> order = IntStream.range(0, importance.length).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -importance[i])).limit(SHOWN).toList();
    int width = order.stream().mapToInt(i -> inputs.get(i).name().length()).max().orElse(0);
    double most = Math.max(1e-12, importance[order.getFirst()]);
    String full = screen.out().charset().newEncoder().canEncode('█') ? "█" : "#";
    screen.say("How much " + measure + " falls when a column's values change places:");
    for (int i : order) {
      screen.say(String.format(Locale.ROOT, "  %-" + width + "s %7.4f %s", inputs.get(i).name(), importance[i],
          full.repeat((int) Math.max(0, Math.round(BAR * importance[i] / most)))).stripTrailing());
    }
  }

  private static String text(double score) {
    return String.format(Locale.ROOT, "%.4f", score);
  }
}
