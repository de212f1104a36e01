package dev.gradus.loss;

import dev.gradus.graph.Value;

/// What training makes small, and how the network's output becomes a prediction.
///
/// The two belong together: a loss from logits comes with the function that turns logits into probabilities.
public interface Loss {
  /// The name in reports.
  String name();

  /// The loss of each example, shape [N].
  ///
  /// @param output the network's output
  /// @param target what it should have been: class labels `I32` [N], or numbers `F32`
  /// @throws dev.gradus.tensor.ShapeException if output and target don't fit
  Value perExample(Value output, Value target);

  /// What the network's output predicts: probabilities from logits, or the output as it is.
  Value predict(Value output);
}
