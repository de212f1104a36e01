package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.diagnose.Cause;
import dev.gradus.diagnose.Diagnosis;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A training whose loss is no longer a number, or has grown far beyond what the first weights gave.
public final class DivergenceException extends GradusException {
  private static final long serialVersionUID = 1L;

  private final transient Diagnosis diagnosis;

  DivergenceException(String what, Rerun.Batch at, Diagnosis diagnosis) {
    super(what + " at step " + at.step() + " in epoch " + at.epoch() + " with learning rate " + at.rate() + ". " + diagnosis.line());
    this.diagnosis = diagnosis;
  }

  /// Of a training that is not to be looked into.
  static DivergenceException unexamined(double loss, Rerun.Batch at) {
    return new DivergenceException("the loss became " + loss, at, new Diagnosis(at.step(), at.epoch(),
        new Cause.Unexamined("it is switched off"), Optional.empty(), List.of(), List.of(), OptionalLong.empty()));
  }

  /// Why, as far as it can be known.
  public Diagnosis diagnosis() {
    return diagnosis;
  }
}
