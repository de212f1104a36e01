package dev.gradus.cli;

import dev.gradus.cli.report.Course;
import dev.gradus.cli.report.Report;
import dev.gradus.cli.report.Sight;
import dev.gradus.data.table.Column;
import dev.gradus.data.table.Table;
import dev.gradus.metric.Predictions;
import dev.gradus.model.Model;
import dev.gradus.plot.Numbers;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.EpochReport;
import dev.gradus.train.Listener;
import dev.gradus.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// What the training of a table shows on its page: how the model that is kept was trained, and what was predicted for rows that
/// were not learned from, those of all folds together.
final class TableReport implements Listener {
  private static final int FIELDS = 8;

  private final Table table;
  private final String target;
  private final List<Map<String, Double>> epochs = new ArrayList<>();
  private final List<int[]> steps = new ArrayList<>();
  private final List<String> parameters = new ArrayList<>();
  private final List<Predictions> tested = new ArrayList<>();
  private final List<int[]> rows = new ArrayList<>();
  private Set<String> kernels = Set.of();

  TableReport(Table table, String target) {
    this.table = table;
    this.target = target;
  }

  @Override
  public void stepFinished(Training training) {
    if (steps.isEmpty()) {
      parameters.addAll(training.gradientNorms().keySet());
      kernels = RunReport.kernels(training.model());
    }
    steps.add(Receipt.row(training));
  }

  @Override
  public void epochFinished(Training training, EpochReport report) {
    epochs.add(RunReport.numbers(EpochLog.line(training, report)));
  }

  /// Adds what was predicted for rows that the model had not learned from.
  void tested(int[] rows, Predictions predictions) {
    this.rows.add(rows);
    tested.add(predictions);
  }

  /// Writes the page, whole or not at all.
  ///
  /// @param model what is kept, if anything is
  /// @param importance of each column; empty if that was not measured
  Path write(RunFolder run, Optional<Model> model, List<String> highlights, String lead, Map<String, Double> importance) throws IOException {
    int[] all = rows.stream().flatMapToInt(IntStream::of).toArray();
    List<String> shown = importance.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder())).limit(FIELDS)
        .map(Map.Entry::getKey).toList();
    List<String> names = new ArrayList<>(List.of("row"));
    names.addAll(shown);
    Sight sight = new Sight.Fields(names, i -> {
      List<String> words = new ArrayList<>(List.of(String.valueOf(all[i] + 1)));
      shown.forEach(name -> words.add(words(table.column(name), table.at(all[i], table.slot(name)))));
      return words;
    });
    List<String> classes = table.column(target) instanceof Column.Category category ? category.levels() : List.of();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Made by", Receipt.currentVersion());
    model.ifPresent(kept -> {
      facts.put("Weights, SHA-256", kept.weightsSha256());
      facts.put("To predict with it", "gradus predict " + run.path() + " new.csv --out scored.csv");
    });
    Path file = RunReport.file(run);
    new Report(run.path().toAbsolutePath().getFileName().toString(), lead, highlights, new Course(epochs, parameters, steps), kernels,
        tested.isEmpty() ? Optional.empty() : Optional.of(together()), classes, target, sight, importance, facts,
        Files.readString(run.recipeFile())).page().write(file);
    return file;
  }

  private static String words(Column column, float value) {
    if (Float.isNaN(value)) {
      return "–";
    }
    return switch (column) {
      case Column.Category category -> category.levels().get((int) value);
      case Column.Date _ -> LocalDate.ofEpochDay((long) Math.floor(value)).toString();
      case Column.Text _ -> "a text";
      case Column.Number _, Column.Ignored _ -> Numbers.text(value);
    };
  }

  private Predictions together() {
    int count = tested.stream().mapToInt(Predictions::examples).sum();
    int columns = tested.getFirst().columns();
    boolean labels = tested.getFirst().target().dtype() == DType.I32;
    float[] predicted = new float[count * columns];
    int[] classes = new int[labels ? count : 0];
    float[] numbers = new float[labels ? 0 : count * columns];
    int at = 0;
    for (Predictions part : tested) {
      System.arraycopy(part.predicted().floats(), 0, predicted, at * columns, part.examples() * columns);
      if (labels) {
        System.arraycopy(part.target().ints(), 0, classes, at, part.examples());
      } else {
        System.arraycopy(part.target().floats(), 0, numbers, at * columns, part.examples() * columns);
      }
      at += part.examples();
    }
    Shape shape = Shape.of(columns).prepend(Dim.of(count));
    return new Predictions(Tensor.of(shape, predicted), labels ? Tensor.of(Shape.of(count), classes) : Tensor.of(shape, numbers));
  }
}
