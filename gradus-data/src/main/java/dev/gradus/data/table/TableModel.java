package dev.gradus.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.model.Model;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A model of a table with the columns that it takes and gives, which are kept in the model's file: so it predicts from texts.
///
///     TableModel house = TableModel.load(Path.of("runs/house-1/model.gradus"));
///     String price = house.predict(Map.of("size", "120", "town", "Bern"));
///
/// The columns are the model's note `table`, lines of CSV: `input` or `target`, the name, the kind; then for a number `,` or `.`, for a
/// category its levels, for a text the number of its places.
///
/// @param inputs the columns that go in, in the model's order
public record TableModel(Model model, List<Column> inputs, Column target) {
  private static final String NOTE = "table";

  public TableModel {
    inputs = List.copyOf(inputs);
  }

  /// Whether a model is of a table.
  public static boolean is(Model model) {
    return model.notes().containsKey(NOTE);
  }

  /// The model of a table in a file.
  ///
  /// @throws GradusException if it can't be read, or isn't of a table
  public static TableModel load(Path file) {
    Model model = Model.load(file);
    try {
      return of(model);
    } catch (GradusException wrong) {
      throw new GradusException(file + ": " + wrong.getMessage(), wrong);
    }
  }

  /// A model with the columns that its note tells.
  ///
  /// @throws GradusException if it has none, or it is damaged
  public static TableModel of(Model model) {
    if (!is(model)) {
      throw new GradusException("the model was not trained on a table: it doesn't say which columns it takes");
    }
    List<Column> inputs = new ArrayList<>();
    List<Column> targets = new ArrayList<>();
    try (CsvReader<CsvRecord> lines = CsvReader.builder().allowExtraFields(true).allowMissingFields(true)
        .ofCsvRecord(model.notes().get(NOTE))) {
      for (CsvRecord line : lines) {
        (line.getField(0).equals("target") ? targets : inputs).add(column(line.getFields()));
      }
    } catch (java.io.IOException | CsvParseException | IndexOutOfBoundsException | NumberFormatException wrong) {
      throw damaged();
    }
    if (targets.size() != 1 || inputs.stream().mapToLong(Column::width).sum() != model.inputShape().size()
        || targets.getFirst() instanceof Column.Category classes && classes.levels().size() != model.outputShape().size()) {
      throw damaged();
    }
    return new TableModel(model, inputs, targets.getFirst());
  }

  /// This model as it reads a source's texts: where none can have a decimal comma, points are decimal points.
  public TableModel reading(RowSource source) {
    return source.decimalCommas() ? this : new TableModel(model, inputs.stream().map(TableModel::withPoint).toList(), withPoint(target));
  }

  private static Column withPoint(Column column) {
    return column instanceof Column.Number number ? new Column.Number(number.name(), false) : column;
  }

  private static GradusException damaged() {
    return new GradusException("the model is damaged: it doesn't say rightly which columns it takes");
  }

  private static Column column(List<String> fields) {
    String name = fields.get(1);
    return switch (fields.get(2)) {
      case "number" -> new Column.Number(name, fields.get(3).equals(","));
      case "date" -> new Column.Date(name);
      case "category" -> new Column.Category(name, distinct(fields.subList(3, fields.size())));
      case "text" -> new Column.Text(name, Integer.parseInt(fields.get(3)));
      default -> throw damaged();
    };
  }

  private static List<String> distinct(List<String> levels) {
    if (Set.copyOf(levels).size() != levels.size()) {
      throw damaged();
    }
    return levels;
  }

  private static List<String> line(String role, Column column) {
    Stream<String> rest = switch (column) {
      case Column.Number number -> Stream.of(number.decimalComma() ? "," : ".");
      case Column.Category category -> category.levels().stream();
      case Column.Text text -> Stream.of(String.valueOf(text.buckets()));
      case Column.Date _, Column.Ignored _ -> Stream.of();
    };
    return Stream.concat(Stream.of(role, column.name(), column.kind()), rest).toList();
  }

  /// Writes the model and its columns to one file.
  ///
  /// @throws GradusException if it can't be written
  public void save(Path file) {
    StringWriter text = new StringWriter();
    // Without a buffer there is nothing to flush.
    CsvWriter lines = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).bufferSize(0).build(text);
    inputs.forEach(column -> lines.writeRecord(line("input", column)));
    lines.writeRecord(line("target", target));
    model.note(NOTE, text.toString());
    model.save(file);
  }

  /// The answer for a row: the name of the class, or the number. Columns that are not in it are missing values; others than the
  /// model's are left out.
  ///
  /// @throws GradusException if a text is no value of its column
  public String predict(Map<String, String> row) {
    return predict(List.of(inputs.stream().map(column -> row.getOrDefault(column.name(), "")).toList()), Execution.best()).getFirst();
  }

  /// The answers for rows of which each has a text for every input, in their order.
  ///
  /// @throws GradusException if a text is no value of its column
  public List<String> predict(List<List<String>> rows, Execution execution) {
    return rows.isEmpty() ? List.of() : answers(rows.stream().map(this::encode).toList(), execution);
  }

  /// The numbers for a row of texts.
  ///
  /// @throws GradusException if a text is no value of its column
  public float[] encode(List<String> row) {
    float[] raw = new float[inputs.stream().mapToInt(Column::width).sum()];
    int at = 0;
    for (int c = 0; c < inputs.size(); c++) {
      inputs.get(c).encode(row.get(c), raw, at);
      at += inputs.get(c).width();
    }
    return raw;
  }

  /// The answers for rows of numbers.
  public List<String> answers(List<float[]> rows, Execution execution) {
    int width = rows.getFirst().length;
    float[] raw = new float[rows.size() * width];
    for (int r = 0; r < rows.size(); r++) {
      System.arraycopy(rows.get(r), 0, raw, r * width, width);
    }
    float[] outputs = model.predict(Tensor.of(Shape.of(rows.size(), width), raw), execution).floats();
    int each = outputs.length / rows.size();
    return IntStream.range(0, rows.size()).mapToObj(r -> target instanceof Column.Category category
        ? category.levels().get(IntStream.range(0, each).reduce((a, b) -> outputs[r * each + b] > outputs[r * each + a] ? b : a).orElse(0))
        : Float.toString(outputs[r * each])).toList();
  }
}
