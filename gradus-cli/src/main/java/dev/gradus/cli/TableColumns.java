package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.table.Column;
import dev.gradus.model.Model;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a table's model takes and gives, kept beside it as `columns.json`.
///
/// @param inputs the columns that go in, in the model's order
record TableColumns(List<Column> inputs, Column target) {
  private static final String FILE = "columns.json";

  TableColumns {
    inputs = List.copyOf(inputs);
  }

  /// Whether a run was trained on a table.
  static boolean in(Path run) {
    return Files.isRegularFile(run.resolve(FILE));
  }

  void write(Path run) throws IOException {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("inputs", inputs.stream().map(TableColumns::plain).toList());
    plain.put("target", plain(target));
    Files.writeString(run.resolve(FILE), Json.line(plain) + "\n");
  }

  static TableColumns read(Path run) throws IOException {
    Path file = run.resolve(FILE);
    try {
      JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
      List<Column> inputs = new ArrayList<>();
      root.required("inputs").forEach(node -> inputs.add(column(node)));
      return new TableColumns(inputs, column(root.required("target")));
    } catch (JacksonException | CharacterCodingException damaged) {
      throw new GradusException(file + " is damaged: it doesn't say which columns the run learned from", damaged);
    }
  }

  /// Checks that a run's model gives what these columns say.
  void check(Path run, Model model) {
    int numbers = model.outputShape().size();
    int expected = target instanceof Column.Category category ? category.levels().size() : 1;
    if (numbers != expected) {
      throw new GradusException(run.resolve(FILE) + " is damaged: \"" + target.name() + "\" has " + expected
          + (target instanceof Column.Category ? " levels" : " number") + ", but the model gives " + numbers + " numbers");
    }
  }

  private static Map<String, Object> plain(Column column) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("name", column.name());
    plain.put("kind", column.kind());
    switch (column) {
      case Column.Number number -> plain.put("decimal_comma", number.decimalComma());
      case Column.Category category -> plain.put("levels", category.levels());
      case Column.Date _, Column.Ignored _ -> {
        // The name says it all.
      }
    }
    return plain;
  }

  private static Column column(JsonNode node) {
    String name = node.required("name").asString();
    return switch (node.required("kind").asString()) {
      case "number" -> new Column.Number(name, node.required("decimal_comma").asBoolean());
      case "date" -> new Column.Date(name);
      case "category" -> {
        List<String> levels = new ArrayList<>();
        node.required("levels").forEach(level -> levels.add(level.asString()));
        yield new Column.Category(name, levels);
      }
      case String kind -> throw new GradusException(FILE + ": there is no kind of column \"" + kind + "\"");
    };
  }
}
