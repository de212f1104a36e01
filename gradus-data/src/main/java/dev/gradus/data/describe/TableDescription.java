package dev.gradus.data.describe;

import dev.gradus.data.table.RowSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a table is like.
///
/// @param form how it is written, such as "CSV, separated by commas"
/// @param rows how many there are, the wrong ones included
/// @param wrong how many can't be taken for rows, such as those with another number of fields than the header; they are counted here alone
/// @param firstWrong where the first of them is, and what is wrong with it
/// @param duplicates how many rows are the second or a later one of their kind
/// @param exact whether that number is; beyond a million different rows it is estimated
public record TableDescription(
    String path, String form, long rows, long wrong, Optional<String> firstWrong, long duplicates, boolean exact, List<ColumnDescription> columns) {
  private static final int MOST_ROWS = 1 << 20;
  private static final int MOST_VALUES = 4096;
  private static final int LEAST_VALUES = 64;
  private static final int ALL_VALUES = 1 << 22;

  public TableDescription {
    columns = List.copyOf(columns);
  }

  /// Reads a table once, a row at a time. It takes a few tens of megabytes of memory, however many rows there are.
  public static TableDescription of(RowSource source) {
    int width = source.names().size();
    int most = Math.clamp(ALL_VALUES / width, LEAST_VALUES, MOST_VALUES);
    List<ColumnCounting> columns = IntStream.range(0, width)
        .mapToObj(c -> new ColumnCounting(source.names().get(c), source.decimalCommas(), most)).toList();
    Distinct rows = new Distinct(MOST_ROWS);
    // All rows, the wrong ones.
    long[] counts = new long[2];
    List<String> first = new ArrayList<>();
    source.forEach(row -> {
      counts[0]++;
      if (row.wrong().isPresent()) {
        if (counts[1]++ == 0) {
          first.add(source.unit() + " " + row.place() + ": " + row.wrong().get());
        }
        return;
      }
      long hash = 0;
      for (int c = 0; c < width; c++) {
        hash = Distinct.joined(hash, columns.get(c).add(row.fields().get(c)));
      }
      rows.add(hash);
    });
    List<ColumnDescription> described = new ArrayList<>();
    columns.forEach(column -> described.add(column.described()));
    return new TableDescription(source.title(), source.form(), counts[0], counts[1], first.stream().findFirst(), rows.repeats(), rows.exact(),
        described);
  }

  /// The names of the columns that have one value in all rows.
  public List<String> constant() {
    return columns.stream().filter(ColumnDescription::constant).map(ColumnDescription::name).toList();
  }
}
