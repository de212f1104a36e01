package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.diagnose.Diagnosis;
import dev.gradus.train.DivergenceException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A training that ended because it went wrong, with why.
final class Diverged extends GradusException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnosis diagnosis;

  /// @param kept says what is left of the run, and where
  Diverged(DivergenceException diverged, String kept) {
    super(diverged.what() + ". " + kept, diverged);
    this.diagnosis = diverged.diagnosis();
  }

  /// The diagnosis to read. What the model in memory has is no matter here: it is gone.
  List<String> lines() {
    return diagnosis.withoutWeights().lines();
  }

  /// The diagnosis in a line.
  String cause() {
    return diagnosis.cause().what() + ". " + diagnosis.cause().remedy();
  }

  /// The diagnosis as JSON will have it.
  static Map<String, Object> report(Diagnosis diagnosis) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("step", diagnosis.step());
    report.put("epoch", diagnosis.epoch());
    report.put("kind", diagnosis.cause().getClass().getSimpleName());
    report.put("cause", diagnosis.cause().what());
    report.put("remedy", diagnosis.cause().remedy());
    report.put("details", diagnosis.cause());
    diagnosis.origin().ifPresent(origin -> {
      Map<String, Object> first = new LinkedHashMap<>();
      first.put("phase", origin.phase().name().toLowerCase(java.util.Locale.ROOT));
      first.put("op", origin.op());
      first.put("layer", origin.layer());
      first.put("value", origin.value());
      origin.row().ifPresent(row -> first.put("row", row));
      first.put("operands", origin.operands());
      report.put("origin", first);
    });
    report.put("steps", diagnosis.steps());
    report.put("dead_units", diagnosis.activity());
    return report;
  }

  Map<String, Object> report() {
    return report(diagnosis);
  }
}
