package dev.gradus.model;

import dev.gradus.metric.ConfusionMatrix;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How good a model is on a data set.
///
/// @param loss the mean loss; that of several outputs is the weighted sum of theirs
/// @param metrics the mean of each metric by name; of several outputs, of each's loss too: `digit/loss`, `digit/accuracy`
/// @param examples how many examples were seen
/// @param confusions which class was taken for which, by output, for those whose targets are classes
public record Evaluation(double loss, Map<String, Double> metrics, int examples, Map<String, ConfusionMatrix> confusions) {
  /// Which class was taken for which, if the targets of exactly one output are classes.
  public Optional<ConfusionMatrix> confusion() {
    return confusions.size() == 1 ? Optional.of(confusions.values().iterator().next()) : Optional.empty();
  }

  /// One metric.
  public double metric(String name) {
    Double value = metrics.get(name);
    if (value == null) {
      throw new dev.gradus.GradusException("there is no metric \"" + name + "\" among " + metrics.keySet());
    }
    return value;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "loss %.4f", loss));
    metrics.forEach((name, value) -> text.append(String.format(Locale.ROOT, ", %s %.4f", name, value)));
    return text.append(" over ").append(examples).append(" examples").toString();
  }
}
