package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.cli.recipe.TableRecipe;
import dev.gradus.data.table.Column;
import dev.gradus.data.table.RowSource;
import dev.gradus.data.table.Splits;
import dev.gradus.data.table.Table;
import dev.gradus.data.table.TableFit;
import dev.gradus.data.table.TableSettings;
import dev.gradus.model.Model;
import dev.gradus.train.DivergenceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// `gradus train --data FILE --target COLUMN`, or a table's recipe: a network for a table.
///
/// With folds each part of the rows is predicted by a model that learned from others, and the model that is kept learned from all.
/// Without, a part of the rows is held back to test on, and the model that is kept learned from the rest.
///
/// @param parent where the run folder is made
record TableTraining(TableRecipe recipe, TableInput input, Path parent) {
  private static final int BAR = 30;
  private static final int SHOWN = 15;
  private static final int FEW = 30;
  private static final String OTHER_DATE = "\\d{1,2}([./-])\\d{1,2}\\1(\\d{2}|\\d{4})";
  private static final int FOLDS = 5;

  Object run(Screen screen, Execution execution) throws IOException {
    RunFolder.prepare(parent);
    try (RowProgress shown = RowProgress.on(screen)) {
      return run(screen, execution, shown);
    }
  }

  Map<String, Object> run(Screen screen, Execution execution, RowProgress shown) throws IOException {
    TableSettings settings = recipe.resolved();
    long begun = System.nanoTime();
    screen.note("Reading " + input.title() + "…");
    RowSource rows = shown.over(shown.open(input), "Reading", 2);
    if (settings.by() instanceof Splits.By.Time(String column)) {
      // Before rows are read, as the other columns that are named.
      rows.place(column);
    }
    Table table = Table.read(rows, recipe.target(), settings.reading(), recipe.badRows());
    double reading = (System.nanoTime() - begun) / 1e9;
    tell(table, screen);
    TableFit fit = new TableFit(table, recipe.target(), settings, execution);
    screen.say("Data: " + Figures.count(table.rows()) + " rows, read at " + Figures.count(Math.round(table.rows() / reading))
        + " rows/s; \"" + GradusException.excerpt(recipe.target()) + "\" is learned from " + Figures.columns(fit.inputs().size()));
    boolean crossed = recipe.folds().isPresent();
    List<Splits.Split> splits = crossed ? fit.splits().folds(recipe.folds().getAsInt()) : List.of(fit.splits().held(recipe.held()));
    if (!crossed && splits.getFirst().test().length < FEW && table.rows() >= 2 * FOLDS) {
      screen.note("A test on " + splits.getFirst().test().length + " rows says little: --folds " + FOLDS + " tests on each of the "
          + Figures.count(table.rows()));
    }
    shown.requireUninterrupted(input.title(), table.rows());
    RunFolder run = RunFolder.create(parent, recipe.name());
    run.write(recipe.withColumns(fit.said()).yaml());
    double[] scores = new double[3];
    double[] importance = {};
    TableReport page = new TableReport(table, recipe.target());
    long learned = System.nanoTime();
    TableFit.Fitted fitted = null;
    MembersLog log = null;
    try {
      for (int part = 0; part < splits.size(); part++) {
        String what = crossed ? "Fold " + (part + 1) + " of " + splits.size() : "Training";
        screen.note(what + "…");
        Splits.Split split = splits.get(part);
        log = new MembersLog(what, shown, screen, crossed ? Optional.empty() : Optional.of(page));
        fitted = fit.train(split.train(), shown.stop()::get, log);
        stopped(fitted, fit, run, part, page);
        if (!crossed) {
          // Testing takes a while, and may be interrupted.
          save(fitted.model(), fit, run);
        }
        shown.progress().begin(what + ", testing", "rows");
        page.tested(split.test(), fitted.model().predictions(fit.examples(split.test()), execution));
        TableFit.Score one = fit.score(fitted, split);
        run.append(line(part + 1, one, fitted, split));
        scores[0] += one.score() / splits.size();
        scores[1] += one.baseline() / splits.size();
        scores[2] += one.linear() / splits.size();
        shown.progress().begin(what + ", testing columns", "rows");
        importance = fit.importance(fitted.model(), split.test(), (done, of) -> shown.progress().step(done, of, ""));
        shown.progress().end();
      }
      if (crossed) {
        screen.note("Training on all rows…");
        log = new MembersLog("All rows", shown, screen, Optional.of(page));
        fitted = fit.train(IntStream.range(0, table.rows()).toArray(), shown.stop()::get, log);
        stopped(fitted, fit, run, splits.size(), page);
        save(fitted.model(), fit, run);
        shown.progress().end();
      }
    } catch (DivergenceException diverged) {
      Diverged told = new Diverged(diverged, "The recipe and a page of what was measured before are kept in " + run.path());
      page.write(run, Optional.empty(), List.of(), "\"" + recipe.target() + "\" of " + input.title() + ": the training went wrong: " + told.cause(),
          Map.of());
      throw told;
    }
    double seconds = (System.nanoTime() - learned) / 1e9;
    Map<String, Double> importances = byName(fit.inputs(), importance);
    String measure = fit.classifies() ? "accuracy" : "R²";
    Path report = page.write(run, Optional.of(fitted.model()), List.of((crossed ? "Cross-validated " : "Test ") + measure,
        text(scores[0]), fit.classifies() ? "Majority" : "Mean alone", text(scores[1]), "Linear model", text(scores[2]), "Parameters",
        Figures.count(fitted.parameters()), "Rows", Figures.count(table.rows()), "Training time", Figures.duration(seconds)),
        "\"" + recipe.target() + "\" of " + input.title() + ", learned from " + Figures.columns(fit.inputs().size())
            + "; tested on rows that were not learned from.", importances);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("run", run.path().toString());
    result.put("report", report.toString());
    result.put((crossed ? "cv" : "test") + "_score", scores[0]);
    result.put("measure", fit.classifies() ? "accuracy" : "r2");
    result.put("baseline_score", scores[1]);
    result.put("linear_score", scores[2]);
    recipe.folds().ifPresent(count -> result.put("folds", count));
    result.put("rows", table.rows());
    result.put("skipped_rows", table.skippedRows());
    result.put("skipped", table.skipped());
    result.put("reading_rows_per_second", table.rows() / reading);
    result.put("training_rows_per_second", log.rowsPerSecond());
    result.put("importance", importances);
    result.put("seconds", seconds);
    result.put("parameters", fitted.parameters());
    result.put("share", fitted.share());
    result.put("weights_sha256", fitted.model().weightsSha256());
    say(screen, fit, measure, scores, importance);
    screen.say("Model: " + kept(fitted));
    screen.say("Trained for " + Figures.duration(seconds) + ", " + Figures.count(Math.round(log.rowsPerSecond())) + " rows/s");
    screen.say("Run folder: " + run.path());
    screen.say("To look at: " + report);
    screen.say("Next: ./gradus predict " + run.path() + " new.csv --out scored.csv");
    screen.say("      ./gradus train " + run.recipeFile() + "    # again, or after a change");
    return result;
  }

  /// What was found in the rows that a user may have meant otherwise.
  private void tell(Table table, Screen screen) {
    if (table.skippedRows() > 0) {
      screen.note("Left out " + Figures.count(table.skippedRows()) + " bad rows, such as:");
      table.skipped().forEach(line -> screen.note("  " + line));
    }
    table.columns().stream().filter(column -> column instanceof Column.Ignored && !recipe.columns().containsKey(column.name()))
        .forEach(column -> screen.note("Column \"" + column.name() + "\" is left out: it is empty, or nearly all of its texts are different"));
    table.columns().stream().filter(column -> column instanceof Column.Category levels && !recipe.columns().containsKey(column.name())
        && levels.levels().stream().allMatch(level -> level.matches(OTHER_DATE))).forEach(column -> screen.note("Column \"" + column.name()
            + "\" looks like dates, but is taken for a category: dates are read in the form 2024-12-31"));
    List<String> commas = table.columns().stream().filter(column -> column instanceof Column.Number number && number.decimalComma())
        .map(column -> "\"" + GradusException.excerpt(column.name()) + "\"").toList();
    if (!commas.isEmpty()) {
      screen.note("Read with decimal commas, as in 1.234,5: " + String.join(", ", commas.subList(0, Math.min(SHOWN, commas.size())))
          + (commas.size() > SHOWN ? " and " + (commas.size() - SHOWN) + " more" : ""));
    }
    if (table.column(recipe.target()) instanceof Column.Category target && !recipe.columns().containsKey(target.name())
        && target.levels().size() > 1 && target.levels().stream().allMatch(level -> level.matches("-?\\d+"))) {
      screen.note("Column \"" + target.name() + "\" has " + target.levels().size() + " whole numbers, which are taken for classes; --column "
          + target.name() + "=number learns it as a number");
    }
  }

  /// Ends a command that Ctrl-C stopped, once what was learned so far is kept.
  private void stopped(TableFit.Fitted fitted, TableFit fit, RunFolder run, int done, TableReport page) throws IOException {
    if (fitted.interrupted()) {
      save(fitted.model(), fit, run);
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("run", run.path().toString());
      report.put("report", page.write(run, Optional.of(fitted.model()), List.of("Tests done", String.valueOf(done)), "\"" + recipe.target() + "\" of "
          + input.title() + ": interrupted; the model is kept as far as it was trained.", Map.of()).toString());
      report.put("tests_done", done);
      report.put("stopped", true);
      report.put("weights_sha256", fitted.model().weightsSha256());
      throw new Stopped("interrupted; the model as far as it was trained is kept in " + run.path(), report);
    }
  }

  private void save(Model model, TableFit fit, RunFolder run) {
    fit.model(model).save(run.modelFile());
  }

  private static Map<String, Object> line(int fold, TableFit.Score score, TableFit.Fitted fitted, Splits.Split split) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("fold", fold);
    line.put("score", score.score());
    line.put("baseline_score", score.baseline());
    line.put("linear_score", score.linear());
    line.put("training_rows", split.train().length);
    line.put("test_rows", split.test().length);
    line.put("epoch", fitted.epoch());
    line.put("share", fitted.share());
    line.put("weights_sha256", fitted.model().weightsSha256());
    return line;
  }

  /// What predicts, in words.
  private String kept(TableFit.Fitted fitted) {
    return (fitted.share() == 0 ? "the linear model alone, as networks made nothing better of rows that they had not learned from"
        : "the linear model and " + String.format(Locale.ROOT, "%.1f", fitted.share()) + " times what " + recipe.settings().members()
            + " networks add to it on average") + "; " + Figures.count(fitted.parameters()) + " parameters";
  }

  private static Map<String, Double> byName(List<Column> inputs, double[] importance) {
    Map<String, Double> byName = new LinkedHashMap<>();
    for (int i = 0; i < importance.length; i++) {
      byName.put(inputs.get(i).name(), importance[i]);
    }
    return byName;
  }

  private void say(Screen screen, TableFit fit, String measure, double[] scores, double[] importance) {
    screen.say("");
    screen.say((recipe.folds().isPresent() ? "Cross-validated " : "Test ") + measure + ": " + text(scores[0]) + "; "
        + (fit.classifies() ? "majority " : "mean ") + text(scores[1]) + ", linear model " + text(scores[2]));
    screen.say("");
    List<Column> inputs = fit.inputs();
    List<Integer> order = IntStream.range(0, importance.length).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -importance[i])).limit(SHOWN).toList();
    int width = order.stream().mapToInt(i -> GradusException.excerpt(inputs.get(i).name()).length()).max().orElse(0);
    double most = Math.max(1e-12, importance[order.getFirst()]);
    String full = screen.out().charset().newEncoder().canEncode('█') ? "█" : "#";
    screen.say("How much " + measure + " falls when a column's values change places:");
    for (int i : order) {
      screen.say(String.format(Locale.ROOT, "  %-" + width + "s %7.4f %s", GradusException.excerpt(inputs.get(i).name()), importance[i],
          full.repeat((int) Math.max(0, Math.round(BAR * importance[i] / most)))).stripTrailing());
    }
    screen.say("");
  }

  private static String text(double score) {
    return String.format(Locale.ROOT, "%.4f", score);
  }
}
