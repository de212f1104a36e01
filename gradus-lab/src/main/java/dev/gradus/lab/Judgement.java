package dev.gradus.lab;

import java.util.List;

/// What a rule made of figures.
public record Judgement(List<Finding> findings) {
  /// What became of one condition: held, not held or inconclusive.
  public record Finding(Condition condition, Verdict verdict) {}

  public Judgement {
    findings = List.copyOf(findings);
  }

  /// See [Rule].
  public Verdict verdict() {
    boolean held = any(Verdict.HELD);
    boolean contradicted = any(Verdict.NOT_HELD);
    if (held && contradicted) {
      return Verdict.DEPENDS;
    }
    if (any(Verdict.INCONCLUSIVE)) {
      return Verdict.INCONCLUSIVE;
    }
    return held ? Verdict.HELD : Verdict.NOT_HELD;
  }

  private boolean any(Verdict verdict) {
    return findings.stream().anyMatch(finding -> finding.verdict() == verdict);
  }
}
