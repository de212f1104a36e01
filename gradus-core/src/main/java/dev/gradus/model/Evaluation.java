package dev.gradus.model;

import dev.gradus.metric.ConfusionMatrix;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How good a model is on a data set.
///
/// @param loss the mean loss
/// @param metrics the mean of each metric by name
/// @param examples how many examples were seen
/// @param confusion which class was taken for which, if the targets are classes
public record Evaluation(double loss, Map<String, Double> metrics, int examples, Optional<ConfusionMatrix> confusion) {
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
