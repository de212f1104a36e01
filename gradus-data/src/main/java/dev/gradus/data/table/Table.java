package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Rows of typed columns, as numbers in a file that is mapped into memory: the heap holds none of them.
///
/// A source is read twice: once to find out what the columns hold, once to write the numbers, 4 bytes each, row after row, to a
/// temporary file, which is deleted when Java ends at the latest.
///
/// @param columns in the source's order
/// @param skipped what is wrong with the first rows that were left out, at most [#MOST_TOLD]
/// @param skippedRows how many were left out
public record Table(List<Column> columns, int rows, MemorySegment numbers, List<String> skipped, int skippedRows) {
  /// Of how many skipped rows it is told what is wrong.
  public static final int MOST_TOLD = 10;

  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  public Table {
    columns = List.copyOf(columns);
    skipped = List.copyOf(skipped);
  }

  /// Reads rows to learn to predict one of its columns. Rows whose target is missing are bad rows.
  ///
  /// @throws GradusException if there is no such column, or a row is bad and to be refused: its line, the column and the value
  public static Table read(RowSource source, String target, BadRows badRows) {
    int targetIndex = source.names().indexOf(target);
    if (targetIndex < 0) {
      throw new GradusException(source.title() + " has no column \"" + target + "\"; it has " + String.join(", ", source.names()));
    }
    List<Kinds> kinds = source.names().stream().map(name -> new Kinds(name, source.decimalCommas())).toList();
    int width = kinds.size();
    source.forEach(row -> {
      for (int c = 0; c < Math.min(width, row.fields().size()); c++) {
        kinds.get(c).see(row.fields().get(c));
      }
    });
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      columns.add(c == targetIndex ? kinds.get(c).target() : kinds.get(c).column());
    }
    List<String> skipped = new ArrayList<>();
    int[] counts = new int[2];
    try {
      Path spool = Files.createTempFile("gradus", ".table");
      // Where a mapped file can't be deleted at once, it is at the end.
      spool.toFile().deleteOnExit();
      try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(spool), 1 << 16))) {
        float[] numbers = new float[width];
        source.forEach(row -> {
          try {
            encode(columns, row, targetIndex, numbers);
          } catch (GradusException bad) {
            String told = source.where(row) + ": " + bad.getMessage();
            if (badRows == BadRows.REFUSE) {
              throw new GradusException(told + ". Leave such rows out with --skip-bad-rows?");
            }
            if (counts[1]++ < MOST_TOLD) {
              skipped.add(told);
            }
            return;
          }
          for (float number : numbers) {
            out.writeFloat(number);
          }
          counts[0]++;
        });
      }
      if (counts[0] == 0) {
        throw new GradusException(source.title() + " has no rows to learn from");
      }
      try (FileChannel channel = FileChannel.open(spool)) {
        MemorySegment numbers = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        return new Table(columns, counts[0], numbers, skipped, counts[1]);
      }
    } catch (IOException failed) {
      throw new GradusException("can't keep the rows of " + source.title() + " in a temporary file: " + failed.getMessage(), failed);
    }
  }

  /// A row's numbers.
  ///
  /// @throws GradusException with the column and the value, if one can't be read
  private static void encode(List<Column> columns, RowSource.Row row, int target, float[] into) {
    row.wrong().ifPresent(why -> {
      throw new GradusException(why);
    });
    for (int c = 0; c < columns.size(); c++) {
      into[c] = encode(columns.get(c), row.fields().get(c));
    }
    if (Float.isNaN(into[target])) {
      throw new GradusException("column \"" + columns.get(target).name() + "\": the value to learn is missing");
    }
  }

  /// The number for a column's text.
  ///
  /// @throws GradusException with the column and the value, if it can't be read
  static float encode(Column column, String text) {
    try {
      return column.encode(text);
    } catch (GradusException wrong) {
      throw new GradusException("column \"" + column.name() + "\": " + wrong.getMessage() + ", not \"" + text + "\"");
    }
  }

  /// One number, NaN if it is missing.
  public float at(int row, int column) {
    return numbers.get(FLOAT, ((long) row * columns.size() + column) * Float.BYTES);
  }

  /// The place of a column.
  public int index(String name) {
    return columns.stream().map(Column::name).toList().indexOf(name);
  }
}
