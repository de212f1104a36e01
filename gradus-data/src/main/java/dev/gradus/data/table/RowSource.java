package dev.gradus.data.table;

import java.io.IOException;
import java.util.List;

/// Where a table's rows come from: named columns, and rows of texts, one after another, as often as asked for.
///
/// A source whose values have types of their own gives them as a CSV file would write them; a missing value is the empty text.
public interface RowSource {
  /// What it is called in messages, such as the file's path.
  String title();

  /// The columns' names, in their order.
  List<String> names();

  /// Whether numbers may have a decimal comma.
  boolean decimalCommas();

  /// Gives each row to `rows`, in order, holding one at a time. A row may have more or fewer fields than there are columns.
  ///
  /// @throws dev.gradus.GradusException if the rows can't be read, saying where
  void forEach(Rows rows);

  /// Where a row is, for messages: its place is that of [Row].
  default String where(Row row) {
    return title() + ", line " + row.place();
  }

  /// A row, and the line that it begins in, or what else its source counts by.
  record Row(long place, List<String> fields) {}

  /// What is done with each row.
  @FunctionalInterface
  interface Rows {
    void row(Row row) throws IOException;
  }
}
