package dev.gradus.metric;

import dev.gradus.graph.Value;

/// A number for each example whose mean tells how good a network is.
public interface Metric {
  /// The name in reports.
  String name();

  /// Which figures are the better ones.
  Better better();

  /// The metric of each example, shape [N].
  ///
  /// @param output the network's output, before the loss's prediction
  /// @param target what it should have been
  Value perExample(Value output, Value target);
}
