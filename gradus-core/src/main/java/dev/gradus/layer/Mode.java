package dev.gradus.layer;

/// What a model is being traced for.
public enum Mode {
  /// To be trained: dropout drops, batch normalisation uses the batch's own statistics.
  TRAINING,
  /// To be used.
  INFERENCE
}
