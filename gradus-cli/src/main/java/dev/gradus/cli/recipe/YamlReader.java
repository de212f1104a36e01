package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/// Reads one YAML document into a [Value] that knows its lines. Bounded: at most [#MAX_BYTES] of text, [#MAX_DEPTH] levels,
/// [#MAX_VALUES] values, no anchors or aliases, so a small file can't become a large tree. Tags mean nothing.
final class YamlReader {
  static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 64;
  static final int MAX_VALUES = 20_000;

  private static final Pattern MARK = Pattern.compile(" line (\\d{1,7}), column \\d+");
  private static final YAMLFactory FACTORY = new YAMLFactory();

  private final String file;
  private final YAMLParser parser;
  private int values;

  private YamlReader(String file, YAMLParser parser) {
    this.file = file;
    this.parser = parser;
  }

  /// The document in `path`, named by its file name in messages.
  static Value read(Path path) {
    if (!Files.exists(path)) {
      throw new GradusException("no such file or folder: " + path);
    }
    if (Files.isDirectory(path)) {
      throw new GradusException("a recipe is a file, and this is a folder: " + path);
    }
    byte[] bytes;
    try (var in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new GradusException("cannot read the recipe " + path + ": " + e, e);
    }
    String file = path.getFileName().toString();
    if (bytes.length > MAX_BYTES) {
      throw new GradusException(file + ": a recipe has at most " + MAX_BYTES + " bytes, and this is larger");
    }
    try {
      return read(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), file);
    } catch (CharacterCodingException e) {
      throw new GradusException(file + ": the text isn't UTF-8", e);
    }
  }

  /// The document `text`, called `file` in messages.
  static Value read(String text, String file) {
    try (YAMLParser parser = (YAMLParser) FACTORY.createParser(ObjectReadContext.empty(), text)) {
      YamlReader reader = new YamlReader(file, parser);
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new GradusException(file + ": the recipe is empty");
      }
      Value value = reader.value(first, reader.here(), 0);
      if (parser.nextToken() != null) {
        throw reader.here().error("a recipe is one YAML document, and here a second one starts");
      }
      return value;
    } catch (JacksonException e) {
      throw new Place(file, line(e)).error("this isn't YAML: " + brief(e.getOriginalMessage()));
    }
  }

  private Value value(JsonToken token, Place here, int depth) {
    if (parser.isCurrentAlias() || parser.getObjectId() != null) {
      throw here.error("anchors (&) and aliases (*) aren't read in a recipe; write it out");
    }
    if (depth > MAX_DEPTH) {
      throw here.error("nested deeper than " + MAX_DEPTH + " levels");
    }
    if (++values > MAX_VALUES) {
      throw here.error("more than " + MAX_VALUES + " values");
    }
    return switch (token) {
      case VALUE_STRING -> new Value.Text(parser.getString(), here);
      case VALUE_TRUE -> new Value.Truth(true, here);
      case VALUE_FALSE -> new Value.Truth(false, here);
      case VALUE_NULL -> new Value.Nothing(here);
      case VALUE_NUMBER_INT -> whole(here);
      case VALUE_NUMBER_FLOAT -> new Value.Real(parser.getDoubleValue(), here);
      case START_ARRAY -> items(here, depth);
      case START_OBJECT -> keyed(here, depth);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT -> throw new AssertionError(token);
    };
  }

  private Value whole(Place here) {
    try {
      return new Value.Whole(parser.getLongValue(), here);
    } catch (JacksonException e) {
      throw here.error("the number " + GradusException.excerpt(parser.getString()) + " is too large");
    }
  }

  private Value items(Place here, int depth) {
    List<Value> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      items.add(value(token, here(), depth + 1));
    }
    return new Value.Items(items, here);
  }

  private Value keyed(Place here, int depth) {
    LinkedHashMap<String, Value> keyed = new LinkedHashMap<>();
    for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
      String key = parser.currentName();
      Place at = here();
      if (keyed.containsKey(key)) {
        throw at.error("the key \"" + GradusException.excerpt(key) + "\" is given twice, first on line "
            + keyed.get(key).where().line());
      }
      // A value stands where its key does: that is the line to look at.
      keyed.put(key, value(parser.nextToken(), at, depth + 1));
    }
    return new Value.Keyed(keyed, here);
  }

  private Place here() {
    return new Place(file, parser.currentTokenLocation().getLineNr());
  }

  /// The scanner's mark, the last in its message, is nearer to the mistake than the start of the token that holds it.
  private static int line(JacksonException e) {
    TokenStreamLocation location = e.getLocation();
    int line = location == null ? 0 : Math.max(0, location.getLineNr());
    Matcher mark = MARK.matcher(e.getOriginalMessage());
    while (mark.find()) {
      line = Integer.parseInt(mark.group(1));
    }
    return line;
  }

  /// The scanner's message has the mark and a snippet after its first line.
  private static String brief(String message) {
    List<String> lines = message.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return String.join(", ", lines.stream().filter(line -> Character.isLetter(line.charAt(0)) && !line.startsWith("in "))
        .limit(2).toList());
  }
}
