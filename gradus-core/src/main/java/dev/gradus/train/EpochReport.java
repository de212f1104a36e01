package dev.gradus.train;

import dev.gradus.model.Evaluation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One pass over the training data.
///
/// @param epoch its number, from 1
/// @param steps how many updates of the weights have been made since training began
/// @param loss the mean training loss, each batch by the weights of its time
/// @param metrics the mean of each metric, likewise; of several outputs, of each's loss too: `digit/loss`, `digit/accuracy`
/// @param validation how good the model was on the validation data at the end of the epoch
/// @param seconds how long it took, validation included
/// @param examplesPerSecond training examples per second, validation not counted
public record EpochReport(
    int epoch,
    long steps,
    double loss,
    Map<String, Double> metrics,
    Optional<Evaluation> validation,
    double seconds,
    double examplesPerSecond) {
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "epoch %d: loss %.4f", epoch, loss));
    metrics.forEach((name, value) -> text.append(String.format(Locale.ROOT, ", %s %.4f", name, value)));
    validation.ifPresent(v -> {
      text.append(String.format(Locale.ROOT, ", validation loss %.4f", v.loss()));
      v.metrics().forEach((name, value) -> text.append(String.format(Locale.ROOT, ", validation %s %.4f", name, value)));
    });
    return text.append(String.format(Locale.ROOT, ", %.1f s", seconds)).toString();
  }
}
