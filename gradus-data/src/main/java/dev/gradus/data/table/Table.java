package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rows of typed columns, as numbers in a file that is mapped into memory: the heap holds none of them.
///
/// A source is read twice: once to find out what the columns hold, once to write the numbers, 4 bytes each, row after row, to a
/// temporary file, whose name is gone before the first is written where the system allows it (not on Windows: there when Java ends).
///
/// @param columns in the source's order
/// @param width how many numbers a row has
/// @param skipped what is wrong with the first rows that were left out, at most [#MOST_TOLD]
/// @param skippedRows how many were left out
public record Table(List<Column> columns, int width, int rows, MemorySegment numbers, List<String> skipped, int skippedRows) {
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
    return read(source, target, Map.of(), badRows);
  }

  /// Reads rows of which some columns hold what a user says, not what is found by looking.
  ///
  /// @param choices by column
  /// @throws GradusException also if there is a choice for a column that isn't there
  public static Table read(RowSource source, String target, Map<String, ColumnChoice> choices, BadRows badRows) {
    int targetIndex = source.place(target);
    choices.keySet().forEach(source::place);
    List<Kinds> kinds = source.names().stream().map(name -> new Kinds(name, source.decimalCommas(),
        Optional.ofNullable(choices.get(name)).flatMap(ColumnChoice::kind).filter(Kinds.COUNTED::contains).isPresent())).toList();
    source.forEach(row -> {
      for (int c = 0; c < Math.min(kinds.size(), row.fields().size()); c++) {
        kinds.get(c).see(row.fields().get(c));
      }
    });
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < kinds.size(); c++) {
      boolean isTarget = c == targetIndex;
      Kinds seen = kinds.get(c);
      Optional<ColumnChoice> choice = Optional.ofNullable(choices.get(source.names().get(c)));
      columns.add(choice.flatMap(said -> said.kind().map(kind -> seen.as(kind, said.buckets(), isTarget)))
          .orElseGet(() -> isTarget ? seen.target() : seen.column()));
    }
    List<String> skipped = new ArrayList<>();
    int[] counts = new int[2];
    try (FileChannel spool = spool();
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(spool), 1 << 16))) {
      float[] numbers = new float[columns.stream().mapToInt(Column::width).sum()];
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
      if (counts[0] == 0) {
        throw new GradusException(source.title() + " has no rows to learn from");
      }
      out.flush();
      return new Table(columns, numbers.length, counts[0], spool.map(FileChannel.MapMode.READ_ONLY, 0, spool.size(), Arena.ofAuto()), skipped,
          counts[1]);
    } catch (IOException failed) {
      throw new GradusException("can't keep the rows of " + source.title() + " in a temporary file: " + failed.getMessage(), failed);
    }
  }

  /// A temporary file to write and map. Its name is deleted first, so that neither a refusal nor a kill leaves the file behind.
  private static FileChannel spool() throws IOException {
    Path file = Files.createTempFile("gradus", ".table");
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    // Windows maps no file that is being deleted.
    if (File.separatorChar == '/') {
      Files.delete(file);
    } else {
      file.toFile().deleteOnExit();
    }
    return channel;
  }

  /// A row's numbers.
  ///
  /// @throws GradusException with the column and the value, if one can't be read
  private static void encode(List<Column> columns, RowSource.Row row, int target, float[] into) {
    row.wrong().ifPresent(why -> {
      throw new GradusException(why);
    });
    int at = 0;
    for (int c = 0; c < columns.size(); c++) {
      columns.get(c).encode(row.fields().get(c), into, at);
      if (c == target && Float.isNaN(into[at])) {
        throw new GradusException("column \"" + columns.get(target).name() + "\": the value to learn is missing");
      }
      at += columns.get(c).width();
    }
  }

  /// One number of a row, NaN if it is missing.
  ///
  /// @param slot see [#slot]
  public float at(int row, int slot) {
    return numbers.get(FLOAT, ((long) row * width + slot) * Float.BYTES);
  }

  /// The place of a column's first number in a row.
  public int slot(String name) {
    int slot = 0;
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return slot;
      }
      slot += column.width();
    }
    throw unknown(name);
  }

  /// A column.
  ///
  /// @throws GradusException if there is none of that name
  public Column column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow(() -> unknown(name));
  }

  private GradusException unknown(String name) {
    return ColumnNames.unknown("the table", name, columns.stream().map(Column::name).toList());
  }
}
