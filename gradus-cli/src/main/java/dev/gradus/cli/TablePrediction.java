package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.data.Nearest;
import dev.gradus.data.table.Column;
import dev.gradus.data.table.RowSource;
import dev.gradus.data.table.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `gradus predict RUN FILE --out scored.csv`: a table's rows, of any file that trains, with a column of predictions after them, as [ScoredRows],
/// some at a time. Further columns are copied; what the run learned to predict needn't be there.
record TablePrediction(Path run, TableModel model, Path table, Path out) {
  private static final int CHUNK = 1024;

  Object run(Screen screen) throws IOException {
    try (RowProgress shown = RowProgress.on(screen)) {
      return run(screen, shown);
    }
  }

  Object run(Screen screen, RowProgress shown) throws IOException {
    RowSource source = shown.open(TableInput.file(table));
    RowSource file = shown.over(source, "Predicting", 1);
    TableModel reading = model.reading(file);
    int[] places = places(file, model.inputs(), run);
    checkOut();
    Path partial = out.resolveSibling(out.getFileName() + ".part");
    int[] rows = new int[1];
    try {
      try (ScoredRows writer = ScoredRows.open(partial, out, source, names(source))) {
        List<RowSource.Row> waiting = new ArrayList<>();
        file.forEach(row -> {
          waiting.add(row);
          rows[0]++;
          if (waiting.size() == CHUNK) {
            write(writer, file, reading, places, waiting);
          }
        });
        write(writer, file, reading, places, waiting);
      }
      Files.move(partial, out, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
    screen.say("Predicted \"" + model.target().name() + "\" for " + Figures.count(rows[0]) + " rows: " + out);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("run", run.toString());
    report.put("rows", rows[0]);
    report.put("out", out.toString());
    return report;
  }

  /// Where a source has some columns.
  ///
  /// @throws GradusException if it lacks one
  static int[] places(RowSource source, List<Column> columns, Path run) {
    return columns.stream().mapToInt(column -> {
      int place = source.names().indexOf(column.name());
      if (place < 0) {
        throw new GradusException(source.title() + " has no column \"" + column.name() + "\", which " + run + " learned from"
            + Nearest.hint(column.name(), source.names()));
      }
      return place;
    }).toArray();
  }

  /// The model's inputs of a row.
  ///
  /// @throws GradusException if it is none, or a value can't be read, saying where
  static float[] encode(RowSource source, RowSource.Row row, TableModel model, int[] places) {
    try {
      row.wrong().ifPresent(why -> {
        throw new GradusException(why);
      });
      List<String> texts = new ArrayList<>();
      for (int place : places) {
        texts.add(row.fields().get(place));
      }
      return model.encode(texts);
    } catch (GradusException wrong) {
      throw new GradusException(source.where(row) + ": " + wrong.getMessage(), wrong);
    }
  }

  /// Before anything is predicted.
  private void checkOut() {
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null) {
      throw new GradusException("--out names the file to write, and " + out + " is a folder");
    }
    if (!Files.isDirectory(folder)) {
      throw new GradusException("there is no folder " + out.getParent() + " to write " + out.getFileName() + " into");
    }
  }

  /// The columns' names, and one that none of them has for what is predicted.
  private List<String> names(RowSource file) {
    List<String> names = new ArrayList<>(file.names());
    String predicted = "predicted " + model.target().name();
    String free = predicted;
    for (int n = 2; names.contains(free); n++) {
      free = predicted + " " + n;
    }
    names.add(free);
    return names;
  }

  private void write(ScoredRows writer, RowSource file, TableModel reading, int[] places, List<RowSource.Row> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    List<String> answers = reading.answers(rows.stream().map(row -> encode(file, row, reading, places)).toList(), Execution.best());
    // As the answers were that were learned from.
    boolean commas = reading.target() instanceof Column.Number number && number.decimalComma() && ScoredRows.Form.of(out) != ScoredRows.Form.JSON_LINES;
    for (int r = 0; r < rows.size(); r++) {
      List<String> fields = new ArrayList<>(rows.get(r).fields());
      fields.add(commas ? answers.get(r).replace('.', ',') : answers.get(r));
      writer.row(fields);
    }
    rows.clear();
  }
}
