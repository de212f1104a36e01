package dev.gradus.data.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.gradus.GradusException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A CSV file with a header: its path, what separates its fields, and the columns' names.
///
/// @param separator the one of comma, semicolon, tab and bar that is most often in the first line, outside of quotes
public record CsvFile(Path path, char separator, List<String> names) implements RowSource {
  public CsvFile {
    names = List.copyOf(names);
  }

  @Override
  public String title() {
    return path.toString();
  }

  /// Not where a comma separates fields.
  @Override
  public boolean decimalCommas() {
    return separator != ',';
  }

  /// Finds out how a file is written.
  ///
  /// @throws GradusException if it can't be read, is empty, or two columns have one name
  public static CsvFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new GradusException("there is no file " + path);
    }
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      String first = reader.readLine();
      if (first == null || first.isBlank()) {
        throw new GradusException(path + " has no header: its first line names the columns");
      }
      char separator = separator(first);
      try (CsvReader<CsvRecord> csv = reader(path, separator)) {
        List<String> names = csv.iterator().next().getFields().stream().map(String::strip).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
          if (!seen.add(name)) {
            throw new GradusException(path + ", line 1: two columns are named \"" + name + "\"");
          }
        }
        return new CsvFile(path, separator, names);
      }
    } catch (IOException | UncheckedIOException | CsvParseException failed) {
      throw new GradusException("can't read " + path + ": " + failed.getMessage(), failed);
    }
  }

  /// Gives each row after the header to `rows`, in order, holding one at a time.
  @Override
  public void forEach(Rows rows) {
    try (CsvReader<CsvRecord> csv = reader(path, separator)) {
      boolean header = true;
      for (CsvRecord record : csv) {
        if (!header) {
          rows.row(new Row(record.getStartingLineNumber(), record.getFields()));
        }
        header = false;
      }
    } catch (IOException | UncheckedIOException | CsvParseException failed) {
      throw new GradusException("can't read " + path + ": " + failed.getMessage(), failed);
    }
  }

  private static CsvReader<CsvRecord> reader(Path path, char separator) throws IOException {
    return CsvReader.builder().fieldSeparator(separator).allowExtraFields(true).allowMissingFields(true).detectBomHeader(true)
        .ofCsvRecord(path);
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
