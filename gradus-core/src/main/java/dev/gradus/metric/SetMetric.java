package dev.gradus.metric;

/// A number that tells how good a network is on a whole set, and is not the mean of a number for each example: those are
/// [Metric]s. It is computed at evaluation, from what was predicted and what should have been.
///
///     double area = rocAuc().of(model.predictions(test));
public interface SetMetric {
  /// The name in reports.
  String name();

  /// The metric; NaN where the set leaves it undefined.
  ///
  /// @throws dev.gradus.tensor.ShapeException if the predictions are not of the kind that it measures
  double of(Predictions predictions);
}
