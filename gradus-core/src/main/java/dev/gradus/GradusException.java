package dev.gradus;

import java.util.stream.Collectors;

/// A failure that the caller can understand and act on. Its message names what, rule, values, where and the remedy.
///
/// Everything that Gradus throws on purpose is one of these; anything else is a defect of ours. Files say some of the words in a
/// message, so it is held to one line that a terminal shows and does not obey: see [#excerpt].
public class GradusException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int EXCERPT = 80;
  private static final int LONGEST = 2000;

  /// An error with its whole story in `message`.
  public GradusException(String message) {
    super(line(String.valueOf(message)));
  }

  /// An error that another caused.
  public GradusException(String message, Throwable cause) {
    super(line(String.valueOf(message)), cause);
  }

  private static String line(String message) {
    String one = message.indexOf('\n') < 0 ? message
        : message.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    return excerpt(one, LONGEST);
  }

  /// A text from outside as messages show it: its first 80 characters on one line, those that a terminal would obey or
  /// not show as a backslash, u and their code point in hexadecimal, `…` for the rest.
  public static String excerpt(String text) {
    return excerpt(text, EXCERPT);
  }

  /// The same with the first `most` characters.
  public static String excerpt(String text, int most) {
    if (text.length() <= most && text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return text;
    }
    int end = text.codePointCount(0, Math.min(text.length(), 2 * most)) > most ? text.offsetByCodePoints(0, most) : text.length();
    StringBuilder shown = new StringBuilder();
    text.substring(0, end).codePoints().forEach(c -> {
      switch (Character.getType(c)) {
        case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
            Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED -> shown.append(String.format("\\u%04x", c));
        default -> shown.appendCodePoint(c);
      }
    });
    return end < text.length() ? shown.append('…').toString() : shown.toString();
  }
}
