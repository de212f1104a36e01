package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.data.parquet.Unpacking;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/// A Parquet file: its columns of plain values. Those of lists, maps and structures are left out.
///
/// Pages may be plain, or packed with Snappy or gzip; for the rest (zstd, LZ4, Brotli) its native library must be on the class path. The heap
/// holds a few pages of each column at a time. A file packed with Snappy is unpacked to a temporary file first.
public final class ParquetFile implements RowSource {
  private static final int TOLD = 256;
  private static final Set<CompressionCodec> OURS =
      Set.of(CompressionCodec.UNCOMPRESSED, CompressionCodec.SNAPPY, CompressionCodec.GZIP);

  static {
    // Hardwood would look for the system's libdeflate, native code that Java warns of.
    unlessSaid("hardwood.uselibdeflate", "false");
    // It would unpack 8 pages of each column ahead, usually a megabyte each, which is no faster for us.
    unlessSaid("hardwood.internal.maxOutstanding", "2");
  }

  private final Path path;
  private final Path plain;
  private final List<String> names;

  private ParquetFile(Path path, Path plain, List<String> names) {
    this.path = path;
    this.plain = plain;
    this.names = names;
  }

  private static void unlessSaid(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /// Reads what columns a file has, and unpacks it if need be.
  ///
  /// @throws GradusException if it can't be read, or has no column of plain values
  public static ParquetFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new GradusException("there is no file " + path);
    }
    try {
      Path plain = Unpacking.of(path);
      try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(plain))) {
        check(path, reader);
        List<String> names = new ArrayList<>();
        for (SchemaNode node : reader.getFileSchema().getRootNode().children()) {
          if (node instanceof SchemaNode.PrimitiveNode primitive && primitive.maxRepetitionLevel() == 0) {
            names.add(primitive.name());
          }
        }
        if (names.isEmpty()) {
          throw new GradusException(path + " has no column of plain values");
        }
        return new ParquetFile(path, plain, RowSource.distinct(names, path.toString()));
      }
    } catch (IOException | RuntimeException failed) {
      throw failed(path, failed);
    }
  }

  @Override
  public String title() {
    return path.toString();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public String form() {
    return "Parquet";
  }

  @Override
  public String unit() {
    return "row";
  }

  @Override
  public void forEach(Rows rows) {
    try {
      ParquetFileReader reader = ParquetFileReader.open(InputFile.of(plain));
      boolean close = true;
      try {
        RowReader each = reader.buildRowReader().projection(ColumnProjection.columns(names.toArray(String[]::new))).build();
        try {
          forEach(each, reader.getFileMetaData().numRows(), rows);
        } catch (Throwable failed) {
          // A thread of Hardwood's that ran out of memory never ends, and closing would wait for it.
          close = !outOfMemory(failed);
          throw failed;
        } finally {
          if (close) {
            each.close();
          }
        }
      } finally {
        if (close) {
          reader.close();
        }
      }
    } catch (GradusException | CancellationException ours) {
      throw ours;
    } catch (IOException | RuntimeException failed) {
      throw failed(path, failed);
    }
  }

  private void forEach(RowReader each, long count, Rows rows) throws IOException {
    long number = 0;
    while (each.hasNext()) {
      each.next();
      List<String> fields = new ArrayList<>(names.size());
      for (String name : names) {
        fields.add(Texts.of(each.isNull(name) ? null : each.getValue(name)));
      }
      rows.row(new Row(++number, fields));
      if (number % TOLD == 0) {
        rows.passed(number / (double) count);
      }
    }
  }

  private static boolean outOfMemory(Throwable failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
    }
    return false;
  }

  /// Finds out now that a page can't be unpacked, rather than in another thread.
  private static void check(Path path, ParquetFileReader reader) {
    reader.getFileMetaData().rowGroups().stream().flatMap(group -> group.columns().stream()).map(chunk -> chunk.metaData().codec())
        .filter(codec -> !OURS.contains(codec)).findFirst().ifPresent(codec -> {
          String library = switch (codec) {
            case ZSTD -> "com.github.luben.zstd.Zstd";
            case LZ4, LZ4_RAW -> "net.jpountz.lz4.LZ4Factory";
            case BROTLI -> "com.aayushatharva.brotli4j.Brotli4jLoader";
            case LZO, UNCOMPRESSED, SNAPPY, GZIP -> "";
          };
          try {
            Class.forName(library, false, InputFile.class.getClassLoader());
          } catch (ClassNotFoundException missing) {
            throw new GradusException(path + " is packed with " + codec + ", which needs native code. Write it with snappy or gzip"
                + (library.isEmpty() ? "" : ", or put the library of " + library + " on the class path"), missing);
          }
        });
  }

  private static GradusException failed(Path path, Exception failed) {
    if (outOfMemory(failed)) {
      return new GradusException("reading " + path + ", a few pages of each column at a time, takes more memory than the heap of "
          + (Runtime.getRuntime().maxMemory() >> 20) + " MiB; give Java more (-Xmx)", failed);
    }
    // Broken files are answered with all kinds of unchecked exceptions, some of them from other threads.
    Throwable cause = failed;
    while (cause.getCause() != null && cause instanceof RuntimeException) {
      cause = cause.getCause();
    }
    return failed instanceof GradusException ours ? ours
        : new GradusException("can't read " + path + ": " + GradusException.excerpt(cause.getMessage() == null ? cause.toString()
            : cause.getMessage()), failed);
  }
}
