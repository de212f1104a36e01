package dev.gradus.cli;

import java.io.PrintStream;

/// Where a command prints: results for people to standard output, unless that is promised to one JSON object; progress
/// and logs to standard error.
record Screen(PrintStream out, PrintStream err, boolean json) {
  /// A line of the result. With `--json` the report says it instead.
  void say(String line) {
    if (!json) {
      out.println(line);
    }
  }

  /// A line on the side, whatever standard output is for.
  void note(String line) {
    err.println(line);
  }
}
