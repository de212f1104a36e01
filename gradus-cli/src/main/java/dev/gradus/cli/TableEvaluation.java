package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.data.table.BadRows;
import dev.gradus.data.table.Column;
import dev.gradus.data.table.RowSource;
import dev.gradus.data.table.Table;
import dev.gradus.data.table.TableModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `gradus evaluate RUN FILE`: how good a table's model is on rows whose answers are known, read some at a time.
final class TableEvaluation {
  private static final int CHUNK = 1024;

  private final Path run;
  private TableModel model;
  private final Path table;
  private final BadRows badRows;
  private final List<String> skipped = new ArrayList<>();
  private final long[][] counts;
  private int left;
  private long rows;
  private double mean;
  private double spread;
  private double squares;
  private double distances;

  TableEvaluation(Path run, TableModel model, Path table, BadRows badRows) {
    this.run = run;
    this.model = model;
    this.table = table;
    this.badRows = badRows;
    int classes = model.target() instanceof Column.Category category ? category.levels().size() : 0;
    counts = new long[classes][classes];
  }

  Object run(Screen screen, Execution execution) {
    screen.note("Testing on " + table + "…");
    try (RowProgress shown = RowProgress.on(screen)) {
      return run(screen, execution, shown.over(shown.open(TableInput.file(table)), "Testing", 1));
    }
  }

  private Object run(Screen screen, Execution execution, RowSource file) {
    model = model.reading(file);
    int[] places = TablePrediction.places(file, model.inputs(), run);
    int target = TablePrediction.places(file, List.of(model.target()), run)[0];
    List<float[]> inputs = new ArrayList<>();
    List<Float> answers = new ArrayList<>();
    file.forEach(row -> {
      float[] input;
      float answer;
      try {
        input = TablePrediction.encode(file, row, model, places);
        answer = answer(file, row, target);
      } catch (GradusException bad) {
        leaveOut(bad);
        return;
      }
      inputs.add(input);
      answers.add(answer);
      if (inputs.size() == CHUNK) {
        add(inputs, answers, execution);
      }
    });
    add(inputs, answers, execution);
    EvaluateCommand.leftOut(left, skipped, screen);
    if (rows == 0) {
      throw new GradusException(table + " has no rows to test on");
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("run", run.toString());
    report.put("data", table.toString());
    report.put("test_examples", rows);
    report.put("skipped_rows", left);
    report.put("skipped", skipped);
    if (model.target() instanceof Column.Category category) {
      long right = 0;
      for (int c = 0; c < counts.length; c++) {
        right += counts[c][c];
      }
      double accuracy = right / (double) rows;
      screen.say("Test: accuracy " + Figures.percent(accuracy) + " on " + Figures.count(rows) + " rows");
      screen.say("");
      new ConfusionMatrix(category.levels(), counts).lines().forEach(screen::say);
      report.put("test_accuracy", accuracy);
      report.put("classes", category.levels());
      report.put("confusion", counts);
    } else {
      double r2 = spread == 0 ? 0 : 1 - squares / spread;
      double rmse = Math.sqrt(squares / rows);
      screen.say(String.format(Locale.ROOT, "Test: R² %.4f, root mean squared error %.5g, mean absolute error %.5g on %s rows", r2, rmse,
          distances / rows, Figures.count(rows)));
      report.put("test_r2", r2);
      report.put("test_rmse", rmse);
      report.put("test_mae", distances / rows);
    }
    report.put("weights_sha256", model.model().weightsSha256());
    return report;
  }

  private void leaveOut(GradusException bad) {
    if (badRows == BadRows.REFUSE) {
      throw new GradusException(bad.getMessage() + ". Leave such rows out with --skip-bad-rows?", bad);
    }
    if (left++ < Table.MOST_TOLD) {
      skipped.add(bad.getMessage());
    }
  }

  /// The number of a row's answer.
  private float answer(RowSource file, RowSource.Row row, int place) {
    float[] answer = new float[1];
    String text = row.fields().get(place);
    try {
      model.target().encode(text, answer, 0);
    } catch (GradusException wrong) {
      throw new GradusException(file.where(row) + ": " + wrong.getMessage(), wrong);
    }
    if (Float.isNaN(answer[0])) {
      throw new GradusException(file.where(row) + ": column \"" + model.target().name() + "\": " + (text.isBlank() ? "the answer is missing"
          : "the run knows no class \"" + GradusException.excerpt(text) + "\""));
    }
    return answer[0];
  }

  private void add(List<float[]> inputs, List<Float> answers, Execution execution) {
    if (inputs.isEmpty()) {
      return;
    }
    List<String> predicted = model.answers(inputs, execution);
    float[] number = new float[1];
    for (int i = 0; i < predicted.size(); i++) {
      double answer = answers.get(i);
      rows++;
      if (model.target() instanceof Column.Category category) {
        counts[(int) answer][(int) category.number(predicted.get(i))]++;
        continue;
      }
      number[0] = Float.parseFloat(predicted.get(i));
      squares += (answer - number[0]) * (answer - number[0]);
      distances += Math.abs(answer - number[0]);
      // The mean and the sum of squares around it, as answers come (Welford 1962, doi:10.1080/00401706.1962.10490022).
      double far = answer - mean;
      mean += far / rows;
      spread += far * (answer - mean);
    }
    inputs.clear();
    answers.clear();
  }
}
