package dev.gradus.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A doc comment of a source file, and the names of the parameters of what it is about.
///
/// @param owner what it is about, for messages: `Layers#dense`, `Dense`
/// @param text without the `@param` tags, as one line
/// @param tags what is said of each parameter
/// @param parameters of the method or record
record Documentation(String owner, String text, Map<String, String> tags, List<String> parameters) {
  private static final Pattern TAG = Pattern.compile("@(\\w+) (\\S+) ?(.*)");

  /// The comments of a factory's methods of this name, overloads in the order of the file.
  static List<Documentation> ofMethods(Class<?> factories, String name) {
    return in(factories, factories.getSimpleName() + "#" + name, "  public static .*\\b" + name + "\\(.*");
  }

  /// The comment of a record; none if it isn't public.
  static Stream<Documentation> ofRecord(Class<?> record) {
    return in(record, record.getSimpleName(), "public record " + record.getSimpleName() + "\\(.*").stream();
  }

  private static List<Documentation> in(Class<?> type, String owner, String declaration) {
    List<String> lines = lines(type);
    List<Documentation> found = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches(declaration)) {
        int start = i;
        while (start > 0 && lines.get(start - 1).strip().startsWith("///")) {
          start--;
        }
        int end = i;
        while (!lines.get(end).endsWith("{")) {
          end++;
        }
        found.add(of(owner, lines.subList(start, i), String.join(" ", lines.subList(i, end + 1))));
      }
    }
    return found;
  }

  private static Documentation of(String owner, List<String> comment, String declaration) {
    StringBuilder text = new StringBuilder();
    Map<String, String> tags = new LinkedHashMap<>();
    String open = "";
    for (String line : comment) {
      String said = line.strip().substring(3).strip();
      Matcher tag = TAG.matcher(said);
      if (tag.matches()) {
        open = tag.group(2);
        tags.put(open, tag.group(3));
      } else if (open.isEmpty()) {
        text.append(said).append(' ');
      } else {
        tags.merge(open, said, (first, next) -> first + " " + next);
      }
    }
    String inside = declaration.substring(declaration.indexOf('(') + 1, declaration.lastIndexOf(')'));
    List<String> parameters = Stream.of(inside.replaceAll("<[^<>]*>", "").replaceAll("\\).*", "").split(","))
        .map(String::strip).filter(each -> !each.isEmpty()).map(each -> each.substring(each.lastIndexOf(' ') + 1)).toList();
    return new Documentation(owner, text.toString().strip(), tags, parameters);
  }

  private static List<String> lines(Class<?> type) {
    try {
      Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path sources = classes.resolveSibling("../src/main/java").normalize();
      return Files.readAllLines(sources.resolve(type.getName().replace('.', '/') + ".java"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
