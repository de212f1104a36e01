package dev.gradus.cli;

import dev.gradus.GradusException;
import java.util.Map;

/// A run that isn't what its receipt says, and what differs first.
final class Differs extends GradusException {
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Object> report;

  Differs(String line, Map<String, Object> report) {
    super(line);
    this.report = report;
  }

  Map<String, Object> report() {
    return report;
  }
}
