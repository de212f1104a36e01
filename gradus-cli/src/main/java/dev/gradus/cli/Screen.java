package dev.gradus.cli;

import dev.gradus.GradusException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Where a command prints: results for people to standard output, unless that is promised to one JSON object; progress
/// and logs to standard error.
record Screen(PrintStream out, PrintStream err, boolean json) {
  /// A line of the result. With `--json` the report says it instead.
  void say(String line) {
    if (!json) {
      out.println(clean(line));
    }
  }

  /// A line on the side, whatever standard output is for.
  void note(String line) {
    err.println(clean(line));
  }

  /// Class names and the like come from files: a terminal shows them and does not obey them.
  private static String clean(String lines) {
    return Arrays.stream(lines.split("\n", -1)).map(line -> GradusException.excerpt(line, Integer.MAX_VALUE / 2))
        .collect(Collectors.joining("\n"));
  }
}
