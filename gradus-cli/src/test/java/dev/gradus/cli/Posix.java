package dev.gradus.cli;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

/// What a test needs of the system it runs on.
final class Posix {
  private Posix() {}

  /// Skips the test, with the reason, where there are no signals and no POSIX shell.
  static void required() {
    assumeFalse(System.getProperty("os.name").startsWith("Windows"), "needs signals and a POSIX shell, which Windows has not");
  }
}
