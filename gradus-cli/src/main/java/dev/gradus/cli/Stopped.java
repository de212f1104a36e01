package dev.gradus.cli;

import java.util.Map;
import java.util.concurrent.CancellationException;

/// A command that Ctrl-C ended, and what it has to report nevertheless.
final class Stopped extends CancellationException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Object> report;

  Stopped(String line, Map<String, Object> report) {
    super(line);
    this.report = report;
  }

  /// What the command has done.
  Map<String, Object> report() {
    return report;
  }
}
