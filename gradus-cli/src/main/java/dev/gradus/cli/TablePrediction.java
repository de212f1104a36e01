package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.table.Column;
import dev.gradus.data.table.CsvFile;
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

/// `gradus predict RUN new.csv --out scored.csv`: a table's rows with a column of predictions after them, some at a time. Further columns
/// are copied; what the run learned to predict needn't be there.
record TablePrediction(Path run, Path csv, Path out) {
  private static final int CHUNK = 1024;

  Object run(Screen screen) throws IOException {
    TableColumns columns = TableColumns.read(run);
    Model model = Model.load(new RunFolder(run).modelFile());
    columns.check(run, model);
    CsvFile file = CsvFile.open(csv);
    int[] places = columns.inputs().stream().mapToInt(column -> {
      int place = file.names().indexOf(column.name());
      if (place < 0) {
        throw new GradusException(csv + " has no column \"" + column.name() + "\", which " + run + " learned from");
      }
      return place;
    }).toArray();
    Path partial = out.resolveSibling(out.getFileName() + ".part");
    int[] rows = new int[1];
    try {
      try (Writer writer = Files.newBufferedWriter(partial)) {
        String separator = String.valueOf(file.separator());
        List<String> header = new ArrayList<>(file.names());
        header.add("predicted " + columns.target().name());
        writer.write(line(header, separator));
        List<CsvFile.Row> waiting = new ArrayList<>();
        file.forEach(row -> {
          if (row.fields().size() != file.names().size()) {
            throw new GradusException(csv + ", line " + row.line() + ": expected " + file.names().size() + " fields, not "
                + row.fields().size());
          }
          waiting.add(row);
          rows[0]++;
          if (waiting.size() == CHUNK) {
            write(writer, separator, columns, model, places, waiting);
          }
        });
        write(writer, separator, columns, model, places, waiting);
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
      Writer writer, String separator, TableColumns columns, Model model, int[] places, List<CsvFile.Row> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    float[] raw = new float[rows.size() * places.length];
    for (int r = 0; r < rows.size(); r++) {
      for (int i = 0; i < places.length; i++) {
        raw[r * places.length + i] = number(columns.inputs().get(i), rows.get(r), places[i]);
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

  private float number(Column column, CsvFile.Row row, int place) {
    String text = row.fields().get(place);
    try {
      return column.encode(text);
    } catch (GradusException wrong) {
      throw new GradusException(csv + ", line " + row.line() + ": column \"" + column.name() + "\": " + wrong.getMessage() + ", not \""
          + text + "\"", wrong);
    }
  }

  private static String line(List<String> fields, String separator) {
    return String.join(separator, fields.stream().map(field -> field.contains(separator) || field.contains("\"") || field.contains("\n")
        || field.contains("\r")
        ? "\"" + field.replace("\"", "\"\"") + "\"" : field).toList()) + "\n";
  }
}
