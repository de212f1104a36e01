package dev.gradus.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.gradus.GradusException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/// A CSV file with a header, plain or gzip: its path, what separates its fields, and the columns' names.
///
/// @param separator the one of comma, semicolon, tab and bar that is most often in the first line, outside of quotes
public record CsvFile(Path path, char separator, List<String> names) implements RowSource {
  public CsvFile {
    names = List.copyOf(names);
  }

  /// Finds out how a file is written.
  ///
  /// @throws GradusException if it can't be read, is empty, or two columns have one name
  public static CsvFile open(Path path) {
    try (BufferedReader reader = TextFile.open(path, _ -> {})) {
      String first = reader.readLine();
      if (first == null || first.isBlank()) {
        throw new GradusException(path + " has no header: its first line names the columns");
      }
      char separator = separator(first);
      try (CsvReader<CsvRecord> csv = reader(path, separator, _ -> {})) {
        var records = csv.iterator();
        // The first line may be nothing but a byte order mark.
        if (!records.hasNext()) {
          throw new GradusException(path + " has no header: its first line names the columns");
        }
        List<String> names = records.next().getFields().stream().map(String::strip).toList();
        return new CsvFile(path, separator, RowSource.distinct(names, path + ", line 1, which names the columns"));
      }
    } catch (IOException | UncheckedIOException | CsvParseException failed) {
      throw failed(path, failed);
    }
  }

  @Override
  public String title() {
    return path.toString();
  }

  @Override
  public String unit() {
    return "line";
  }

  @Override
  public String form() {
    return "CSV, separated by " + switch (separator) {
      case ',' -> "commas";
      case ';' -> "semicolons";
      case '\t' -> "tabs";
      default -> "\"" + separator + "\"";
    };
  }

  /// It may, where a comma doesn't separate fields.
  @Override
  public boolean decimalCommas() {
    return separator != ',';
  }

  @Override
  public void forEach(Rows rows) {
    try (CsvReader<CsvRecord> csv = reader(path, separator, rows::passed)) {
      boolean header = true;
      for (CsvRecord record : csv) {
        if (!header) {
          int count = record.getFieldCount();
          rows.row(new Row(record.getStartingLineNumber(), record.getFields(), count == names.size() ? Optional.empty()
              : Optional.of("expected " + names.size() + " fields, not " + count + unclosed(record.getFields()))));
        }
        header = false;
      }
    } catch (IOException | UncheckedIOException | CsvParseException failed) {
      throw failed(path, failed);
    }
  }

  private static String unclosed(List<String> fields) {
    int lines = 1;
    for (String field : fields) {
      for (int at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) {
        lines++;
      }
    }
    return lines == 1 ? "" : ", in " + lines + " lines, as if a quote were not closed";
  }

  private static GradusException failed(Path path, Exception failed) {
    return switch (failed.getCause()) {
      case GradusException ours -> ours;
      case IOException cause -> TextFile.failed(path, cause);
      case null, default -> TextFile.failed(path, failed);
    };
  }

  private static CsvReader<CsvRecord> reader(Path path, char separator, DoubleConsumer passed) throws IOException {
    return CsvReader.builder().fieldSeparator(separator).allowExtraFields(true).allowMissingFields(true)
        .ofCsvRecord(TextFile.open(path, passed));
  }

  private static char separator(String line) {
    char best = ',';
    long most = 0;
    String plain = line.replaceAll("\"[^\"]*\"", "");
    for (char candidate : new char[] {',', ';', '\t', '|'}) {
      long count = plain.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }
}
