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

  private final String what;
  private final transient Diagnosis diagnosis;

  DivergenceException(String what, Rerun.Batch at, Diagnosis diagnosis) {
    super(what(what, at) + ". " + diagnosis.line());
    this.what = what(what, at);
    this.diagnosis = diagnosis;
  }

  private static String what(String what, Rerun.Batch at) {
    return what + " at step " + at.step() + " in epoch " + at.epoch() + " with learning rate " + (float) at.rate();
  }

  /// Of a training that is not to be looked into.
  static DivergenceException unexamined(double loss, Rerun.Batch at) {
    return new DivergenceException("the loss became " + loss, at, new Diagnosis(at.step(), at.epoch(),
        new Cause.Unexamined("it is switched off"), Optional.empty(), List.of(), List.of(), OptionalLong.empty()));
  }

  /// The message without the diagnosis: what was seen, and when.
  public String what() {
    return what;
  }

  /// Why, as far as it can be known.
  public Diagnosis diagnosis() {
    return diagnosis;
  }
}
