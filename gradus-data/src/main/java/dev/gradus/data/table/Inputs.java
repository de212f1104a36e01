package dev.gradus.data.table;

import java.util.List;
import java.util.stream.IntStream;

/// What of a table goes into a network: columns, and where in a table's rows their numbers are.
///
/// @param slots the places of the numbers in a row, column after column
record Inputs(List<Column> columns, int[] slots) {
  Inputs {
    columns = List.copyOf(columns);
  }

  /// All columns but the ignored ones and those named.
  static Inputs of(Table table, List<String> without) {
    List<Column> columns = table.columns().stream()
        .filter(column -> !(column instanceof Column.Ignored) && !without.contains(column.name())).toList();
    return new Inputs(columns, columns.stream()
        .flatMapToInt(column -> IntStream.range(0, column.width()).map(i -> table.slot(column.name()) + i)).toArray());
  }

  /// The place of a column's first number among those that go in.
  int first(Column column) {
    return columns.subList(0, columns.indexOf(column)).stream().mapToInt(Column::width).sum();
  }
}
