package dev.gradus.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What standard error is connected to: Java's own `System.console()` answers only for input and output together, and a
/// command's output is often piped while someone watches its progress.
///
/// The launcher looks and says it in the property `gradus.columns`: the terminal's width, or 0 without one.
///
/// @param interactive whether someone watches
/// @param columns the width in characters
record Terminal(boolean interactive, int columns) {
  private static final int USUAL_COLUMNS = 80;

  /// Standard error's.
  static Terminal ofStandardError() {
    String given = System.getProperty("gradus.columns", "");
    if (given.matches("\\d{1,4}")) {
      int columns = Integer.parseInt(given);
      return columns == 0 ? new Terminal(false, USUAL_COLUMNS) : new Terminal(true, Math.max(columns, 20));
    }
    return new Terminal(looksLikeTerminal(), USUAL_COLUMNS);
  }

  /// Without the launcher: what Linux says of the open file, elsewhere what Java says of the console.
  private static boolean looksLikeTerminal() {
    Path standardError = Path.of("/proc/self/fd/2");
    try {
      String target = Files.readSymbolicLink(standardError).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException _) {
      return System.console() != null;
    }
  }
}
