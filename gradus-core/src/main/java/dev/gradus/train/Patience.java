package dev.gradus.train;

import dev.gradus.metric.Better;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Early stopping in one training, if it is asked for: remembers the weights of the best epoch, and brings them back when closed.
final class Patience implements AutoCloseable {
  private final Optional<EarlyStopping> rule;
  private final List<Goals.Measure> measures;
  private final Map<String, float[]> variables;
  private final Map<String, float[]> best = new LinkedHashMap<>();
  private double bestFigure;
  private double lastGain;
  private int waitingSince;
  private boolean stopped;

  /// @param variables the model's arrays
  Patience(Optional<EarlyStopping> rule, List<Goals.Measure> measures, Map<String, float[]> variables) {
    this.rule = rule;
    this.measures = measures;
    this.variables = variables;
  }

  /// Looks at the model as validation saw it.
  void epochFinished(Training training, EpochReport report) {
    rule.ifPresent(value -> epochFinished(value, training, report));
  }

  private void epochFinished(EarlyStopping value, Training training, EpochReport report) {
    if (look(value, training, report)) {
      variables.forEach((path, numbers) -> {
        float[] kept = best.computeIfAbsent(path, _ -> new float[numbers.length]);
        System.arraycopy(numbers, 0, kept, 0, numbers.length);
      });
    }
  }

  /// Whether an epoch is the best so far.
  private boolean look(EarlyStopping value, Training training, EpochReport report) {
    Better better = value.better(measures);
    double figure = value.figure(report.validation().orElseThrow());
    boolean first = training.bestEpoch.isEmpty() && !Double.isNaN(figure);
    boolean isBest = first || better.prefers(figure, bestFigure, 0);
    if (isBest) {
      bestFigure = figure;
      training.bestEpoch = OptionalInt.of(report.epoch());
    }
    if (first || better.prefers(figure, lastGain, value.leastImprovement())) {
      lastGain = figure;
      waitingSince = report.epoch();
    } else if (report.epoch() - waitingSince >= value.patience() && training.stopped().isEmpty()) {
      stopped = true;
      training.stop("no better validation " + value.watched() + " than epoch " + waitingSince + "'s for " + value.patience()
          + (value.patience() == 1 ? " epoch" : " epochs"));
    }
    return isBest;
  }

  /// Looks again at the epochs of a training that is resumed, whose best weights are to be read into [#best].
  void resume(Training training, List<EpochReport> history) {
    rule.ifPresent(value -> history.forEach(report -> look(value, training, report)));
    if (training.bestEpoch.isPresent()) {
      variables.forEach((path, numbers) -> best.put(path, numbers.clone()));
    }
  }

  /// The weights of the best epoch so far by path; none before there is one.
  Map<String, float[]> best() {
    return best;
  }

  /// Whether the training ends because of this.
  boolean stopped() {
    return stopped;
  }

  @Override
  public void close() {
    best.forEach((path, kept) -> System.arraycopy(kept, 0, variables.get(path), 0, kept.length));
  }
}
