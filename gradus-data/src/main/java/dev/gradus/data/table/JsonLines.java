package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.json.Json;
import dev.gradus.json.JsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleConsumer;

/// A file of JSON lines, plain or gzip: one object a line, whose members are the columns.
///
/// A column is what any line has a member for; lines needn't have them all, nor in one order. Objects and arrays within are taken as their
/// texts, so that they disturb no one who doesn't learn from them.
///
/// @param names in the order in which they are first met
public record JsonLines(Path path, List<String> names) implements RowSource {
  private static final int MOST_COLUMNS = 10_000;
  private static final int TOLD = 256;
  private static final int LONGEST_LINE = 16 << 20;

  public JsonLines {
    names = List.copyOf(names);
  }

  /// Reads a file once for its columns' names.
  ///
  /// @throws GradusException if it can't be read, or no line is an object with members
  public static JsonLines open(Path path) {
    return open(path, (_, _) -> {});
  }

  /// Reads a file once for its columns' names; `headway` is told of it.
  public static JsonLines open(Path path, Headway headway) {
    Set<String> names = new LinkedHashSet<>();
    double[] part = new double[1];
    lines(path, passed -> part[0] = passed, (number, line) -> {
      if (number % TOLD == 0) {
        headway.at(number, part[0]);
      }
      if (parse(line) instanceof Parsed.Members members) {
        names.addAll(members.object().members().keySet());
        if (names.size() > MOST_COLUMNS) {
          throw new GradusException(path + ", line " + number + ": more than " + MOST_COLUMNS + " columns");
        }
      }
    });
    if (names.isEmpty()) {
      throw new GradusException(path + " has no line with a JSON object such as {\"size\": 120, \"price\": 350000}");
    }
    return new JsonLines(path, List.copyOf(names));
  }

  @Override
  public String title() {
    return path.toString();
  }

  @Override
  public String form() {
    return "JSON lines";
  }

  @Override
  public String unit() {
    return "line";
  }

  @Override
  public void forEach(Rows rows) {
    lines(path, rows::passed, (number, line) -> rows.row(switch (parse(line)) {
      case Parsed.Members members -> {
        List<String> fields = new ArrayList<>(names.size());
        for (String name : names) {
          fields.add(text(members.object().members().get(name)));
        }
        yield new Row(number, fields);
      }
      case Parsed.Wrong wrong -> new Row(number, List.of(), Optional.of(wrong.why()));
    }));
  }

  private sealed interface Parsed {
    record Members(Json.Obj object) implements Parsed {}

    record Wrong(String why) implements Parsed {}
  }

  private static Parsed parse(String line) {
    try {
      return Json.parse(line) instanceof Json.Obj object ? new Parsed.Members(object)
          : new Parsed.Wrong("expected a JSON object such as {\"size\": 120}, not " + GradusException.excerpt(line));
    } catch (JsonException broken) {
      return new Parsed.Wrong(broken.getMessage());
    }
  }

  private static String text(Json value) {
    return switch (value) {
      case null -> "";
      case Json.Null _ -> "";
      case Json.Str text -> text.text();
      case Json.Num number -> number.digits();
      case Json.Bool bool -> Boolean.toString(bool.value());
      case Json.Obj _, Json.Arr _ -> value.write();
    };
  }

  private interface Lines {
    void line(long number, String line) throws IOException;
  }

  /// Each line that is not blank.
  private static void lines(Path path, DoubleConsumer passed, Lines lines) {
    long number = 1;
    StringBuilder line = new StringBuilder();
    char[] piece = new char[1 << 14];
    try (BufferedReader reader = TextFile.open(path, passed)) {
      for (int got = reader.read(piece); got >= 0; got = reader.read(piece)) {
        int from = 0;
        for (int i = 0; i < got; i++) {
          if (piece[i] == '\n') {
            line.append(piece, from, i - from);
            from = i + 1;
            take(lines, number++, line);
          }
        }
        line.append(piece, from, got - from);
        if (line.length() > LONGEST_LINE) {
          throw new GradusException(path + ", line " + number + ": longer than " + LONGEST_LINE
              + " characters; JSON lines have an object on each line");
        }
      }
      take(lines, number, line);
    } catch (IOException failed) {
      throw TextFile.failed(path, failed);
    }
  }

  private static void take(Lines lines, long number, StringBuilder line) throws IOException {
    String text = line.toString();
    line.setLength(0);
    if (!text.isBlank()) {
      lines.line(number, text);
    }
  }
}
