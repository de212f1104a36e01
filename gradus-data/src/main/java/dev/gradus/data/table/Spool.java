package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Rows that can be had only once, kept in a temporary file, to be gone over again. It is deleted when Java ends at the latest.
record Spool(String title, List<String> names, Path file, long rows) implements RowSource, AutoCloseable {
  private static final int TOLD = 256;

  Spool {
    names = List.copyOf(names);
  }

  /// Gives rows, each once.
  interface Filling<X extends Exception> {
    void fill(Sink sink) throws IOException, X;
  }

  /// Takes the texts of a row.
  interface Sink {
    void row(List<String> fields) throws IOException;
  }

  /// Keeps rows.
  static <X extends Exception> Spool of(String title, List<String> names, Filling<X> filling) throws IOException, X {
    Path file = Files.createTempFile("gradus", ".rows");
    file.toFile().deleteOnExit();
    long[] rows = new long[1];
    boolean whole = false;
    try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
      filling.fill(fields -> {
        for (String field : fields) {
          // writeUTF ends at 65,535 bytes.
          byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
          out.writeInt(bytes.length);
          out.write(bytes);
        }
        rows[0]++;
      });
      whole = true;
    } finally {
      if (!whole) {
        Files.deleteIfExists(file);
      }
    }
    return new Spool(title, names, file, rows[0]);
  }

  @Override
  public String unit() {
    return "row";
  }

  @Override
  public void forEach(Rows all) {
    try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      for (long row = 1; row <= rows; row++) {
        List<String> fields = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
          fields.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
        }
        all.row(new Row(row, fields));
        if (row % TOLD == 0) {
          all.passed(row / (double) rows);
        }
      }
    } catch (IOException failed) {
      throw new GradusException("can't read the rows of " + title + " again: " + failed.getMessage(), failed);
    }
  }

  /// Deletes the file.
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      throw new GradusException("can't delete the temporary file " + file + ": " + failed.getMessage(), failed);
    }
  }
}
