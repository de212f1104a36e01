package dev.gradus.data.describe;

import dev.gradus.data.table.CsvFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/// What a table is like.
///
/// @param rows how many there are, uneven ones included
/// @param uneven how many have another number of fields than the header; they are counted here alone
/// @param firstUneven the line that the first of them begins in, 0 if there is none
/// @param duplicates how many rows are the second or a later one of their kind
/// @param exact whether that number is; beyond a million different rows it is estimated
public record TableDescription(
    String path, char separator, long rows, long uneven, long firstUneven, long duplicates, boolean exact, List<ColumnDescription> columns) {
  private static final int MOST_ROWS = 1 << 20;
  private static final int MOST_VALUES = 4096;
  private static final int LEAST_VALUES = 64;
  private static final int ALL_VALUES = 1 << 22;
  private static final int TOLD = 1 << 14;

  public TableDescription {
    columns = List.copyOf(columns);
  }

  /// Reads a table once, a row at a time. It takes a few tens of megabytes of memory, however many rows there are.
  ///
  /// @param watcher is told now and then how many rows have been read
  public static TableDescription of(CsvFile file, LongConsumer watcher) {
    int width = file.names().size();
    int most = Math.clamp(ALL_VALUES / width, LEAST_VALUES, MOST_VALUES);
    List<ColumnCounting> columns = IntStream.range(0, width)
        .mapToObj(c -> new ColumnCounting(file.names().get(c), file.separator() != ',', most)).toList();
    Distinct rows = new Distinct(MOST_ROWS);
    // All rows, the uneven, the first uneven one's line.
    long[] counts = new long[3];
    file.forEach(row -> {
      counts[0]++;
      if (counts[0] % TOLD == 0) {
        watcher.accept(counts[0]);
      }
      if (row.fields().size() != width) {
        counts[1]++;
        counts[2] = counts[2] == 0 ? row.line() : counts[2];
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
    return new TableDescription(file.path().toString(), file.separator(), counts[0], counts[1], counts[2], rows.repeats(), rows.exact(), described);
  }

  /// The names of the columns that have one value in all rows.
  public List<String> constant() {
    return columns.stream().filter(ColumnDescription::constant).map(ColumnDescription::name).toList();
  }
}
