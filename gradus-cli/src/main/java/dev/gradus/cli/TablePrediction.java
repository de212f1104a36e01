package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.table.Column;
import dev.gradus.data.table.CsvFile;
import dev.gradus.data.table.RowSource;
import dev.gradus.model.Model;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// `gradus predict RUN FILE --out scored.csv`: a table's rows, of any file that trains, as CSV with a column of predictions after them, some
/// at a time. Further columns
/// are copied; what the run learned to predict needn't be there.
record TablePrediction(Path run, Path table, Path out) {
  private static final int CHUNK = 1024;

  Object run(Screen screen) throws IOException {
    TableColumns columns = TableColumns.read(run);
    Model model = Model.load(new RunFolder(run).modelFile());
    RowSource file = TableInput.file(table).open();
    int[] places = columns.inputs().stream().mapToInt(column -> {
      int place = file.names().indexOf(column.name());
      if (place < 0) {
        throw new GradusException(table + " has no column \"" + column.name() + "\", which " + run + " learned from");
      }
      return place;
    }).toArray();
    Path partial = out.resolveSibling(out.getFileName() + ".part");
    int[] rows = new int[1];
    try {
      try (Writer writer = Files.newBufferedWriter(partial)) {
        String separator = file instanceof CsvFile csv ? String.valueOf(csv.separator()) : ",";
        List<String> header = new ArrayList<>(file.names());
        header.add("predicted " + columns.target().name());
        writer.write(line(header, separator));
        List<RowSource.Row> waiting = new ArrayList<>();
        file.forEach(row -> {
          row.wrong().ifPresent(why -> {
            throw new GradusException(file.where(row) + ": " + why);
          });
          waiting.add(row);
          rows[0]++;
          if (waiting.size() == CHUNK) {
            write(writer, separator, file, columns, model, places, waiting);
          }
        });
        write(writer, separator, file, columns, model, places, waiting);
      }
      Files.move(partial, out, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
    screen.say("Predicted \"" + columns.target().name() + "\" for " + Figures.count(rows[0]) + " rows: " + out);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("run", run.toString());
    report.put("rows", rows[0]);
    report.put("out", out.toString());
    return report;
  }

  private void write(
      Writer writer, String separator, RowSource file, TableColumns columns, Model model, int[] places, List<RowSource.Row> rows)
      throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    float[] raw = new float[rows.size() * places.length];
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < places.length; i++) {
        raw[r * places.length + i] = number(file, columns.inputs().get(i), rows.get(r), places[i]);
      }
    }
    float[] outputs = model.predict(Tensor.of(Shape.of(rows.size(), places.length), raw)).floats();
    int each = outputs.length / rows.size();
    for (int r = 0; r < rows.size(); r++) {
      int at = r * each;
      List<String> fields = new ArrayList<>(rows.get(r).fields());
      fields.add(columns.target() instanceof Column.Category category
          ? category.levels().get(IntStream.range(0, each).reduce((a, b) -> outputs[at + b] > outputs[at + a] ? b : a).orElseThrow())
          : Float.toString(outputs[at]));
      writer.write(line(fields, separator));
    }
    rows.clear();
  }

  private static float number(RowSource file, Column column, RowSource.Row row, int place) {
    String text = row.fields().get(place);
    try {
      return column.encode(text);
    } catch (GradusException wrong) {
      throw new GradusException(file.where(row) + ": column \"" + column.name() + "\": " + wrong.getMessage() + ", not \""
          + text + "\"", wrong);
    }
  }

  private static String line(List<String> fields, String separator) {
    return String.join(separator, fields.stream().map(field -> field.contains(separator) || field.contains("\"") || field.contains("\n")
        ? "\"" + field.replace("\"", "\"\"") + "\"" : field).toList()) + "\n";
  }
}
