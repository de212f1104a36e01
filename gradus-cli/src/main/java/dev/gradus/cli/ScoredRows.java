package dev.gradus.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.gradus.data.table.CsvFile;
import dev.gradus.data.table.RowSource;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/// Writes rows of texts to a file as its name says: `.jsonl` and `.ndjson` as JSON lines, `.tsv` with tabs, all else as CSV; with `.gz` after
/// it packed.
interface ScoredRows extends Closeable {
  /// Writes a row, a text for each column.
  void row(List<String> fields) throws IOException;

  /// How `out` is written.
  enum Form {
    CSV, TSV, JSON_LINES;

    static Form of(Path out) {
      String name = plain(out);
      return name.endsWith(".jsonl") || name.endsWith(".ndjson") ? JSON_LINES : name.endsWith(".tsv") ? TSV : CSV;
    }
  }

  private static String plain(Path out) {
    return out.getFileName().toString().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
  }

  /// Opens `file`, to be written as `out` asks for, and writes the columns' names if they come first.
  ///
  /// @param like whose rows they are: CSV is separated as they were
  static ScoredRows open(Path file, Path out, RowSource like, List<String> names) throws IOException {
    boolean packed = out.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    Writer writer = packed
        ? new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))
        : Files.newBufferedWriter(file);
    return switch (Form.of(out)) {
      case JSON_LINES -> new JsonRows(writer, names);
      case TSV -> SeparatedRows.of(writer, '\t', names);
      case CSV -> SeparatedRows.of(writer, like instanceof CsvFile csv ? csv.separator() : ',', names);
    };
  }

  /// With the names in the first line.
  record SeparatedRows(CsvWriter writer) implements ScoredRows {
    static SeparatedRows of(Writer writer, char separator, List<String> names) {
      CsvWriter csv = CsvWriter.builder().fieldSeparator(separator).lineDelimiter(LineDelimiter.LF).build(writer);
      csv.writeRecord(names);
      return new SeparatedRows(csv);
    }

    @Override
    public void row(List<String> fields) {
      writer.writeRecord(fields);
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }

  /// An object a line. What is written as JSON writes numbers, true or false is one; an empty text is null. Reading them gives
  /// the same values.
  record JsonRows(Writer writer, List<String> names) implements ScoredRows {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,30})(\\.\\d{1,30})?([eE][-+]?\\d{1,3})?");

    @Override
    public void row(List<String> fields) throws IOException {
      Map<String, Object> row = new LinkedHashMap<>();
      for (int c = 0; c < names.size(); c++) {
        row.put(names.get(c), value(fields.get(c)));
      }
      writer.write(Json.line(row));
      writer.write('\n');
    }

    private static Object value(String text) {
      return switch (text) {
        case "" -> null;
        case "true" -> true;
        case "false" -> false;
        default -> NUMBER.matcher(text).matches() ? new BigDecimal(text) : text;
      };
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
