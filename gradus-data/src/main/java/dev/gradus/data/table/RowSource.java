package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where the rows of a table come from: a file, a query, or records of your own. They are gone over from the beginning as often as
/// asked, one at a time, the same rows each time.
///
///     RowSource rows = RowSource.open(Path.of("house.parquet"));
///     RowSource others = Query.read(connection, "select * from house");
///
/// Every value is a text, as [Column] reads it; a missing one is empty.
public interface RowSource {
  /// What messages call it, such as the file's path.
  String title();

  /// The columns' names, no two alike.
  List<String> names();

  /// What its rows are counted in: "line" of a file of texts, else "row".
  String unit();

  /// How it is written, such as "CSV, separated by commas".
  default String form() {
    return "rows";
  }

  /// Whether a number may be written with a decimal comma; by default it may not.
  default boolean decimalCommas() {
    return false;
  }

  /// Gives each row to `rows`, in order, holding one at a time.
  ///
  /// @throws GradusException if they can't be read
  void forEach(Rows rows);

  /// The place of a column in a row, from 0.
  ///
  /// @throws GradusException if there is none of that name, with the nearest one
  default int place(String column) {
    int place = names().indexOf(column);
    if (place < 0) {
      throw ColumnNames.unknown(title(), column, names());
    }
    return place;
  }

  /// Where a row is, for messages.
  default String where(Row row) {
    return title() + ", " + unit() + " " + row.place();
  }

  /// A row: its number in the [#unit] of its source, from 1, and a text for each column.
  ///
  /// @param wrong why it can't be taken for a row, if it can't
  record Row(long place, List<String> fields, Optional<String> wrong) {
    /// A row with nothing wrong.
    public Row(long place, List<String> fields) {
      this(place, fields, Optional.empty());
    }
  }

  /// What is done with each row.
  @FunctionalInterface
  interface Rows {
    void row(Row row) throws IOException;

    /// Is told now and then, by a source that knows, which part of it has been gone over: of a file's bytes, or of so many rows.
    default void passed(double part) {}
  }

  /// The table in a file: `.csv` and `.tsv` by [CsvFile], `.jsonl` and `.ndjson` by [JsonLines], those two also with `.gz` after
  /// it, `.parquet` by [ParquetFile]; with another ending, as it begins.
  ///
  /// @throws GradusException if it can't be read
  static RowSource open(Path file) {
    return open(file, (_, _) -> {});
  }

  /// The table in a file; `headway` is told of what has to be gone over to find its columns, which is all of JSON lines.
  static RowSource open(Path file, Headway headway) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (name.endsWith(".parquet")) {
      return ParquetFile.open(file);
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
      return JsonLines.open(file, headway);
    }
    if (name.endsWith(".csv") || name.endsWith(".tsv")) {
      return CsvFile.open(file);
    }
    String beginning = TextFile.beginning(file);
    if (beginning.startsWith("PAR1")) {
      return ParquetFile.open(file);
    }
    return beginning.stripLeading().startsWith("{") ? JsonLines.open(file, headway) : CsvFile.open(file);
  }

  /// The names, if no two are alike.
  static List<String> distinct(List<String> names, String where) {
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) < i) {
        throw new GradusException(where + ": two columns are named \"" + names.get(i) + "\"");
      }
    }
    return List.copyOf(names);
  }
}
