package dev.gradus.dataset;

import dev.gradus.GradusException;

/// Another data set's examples with weights of their own.
record WeightedDataset(Dataset source, float[] weights) implements DatasetView {
  WeightedDataset {
    checked(weights, source.size());
  }

  /// The weights, if they are weights of so many examples.
  static float[] checked(float[] weights, int size) {
    if (weights.length != size) {
      throw new GradusException("a data set of " + size + " examples needs as many weights, not " + weights.length);
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] >= 0 && weights[i] < Float.POSITIVE_INFINITY)) {
        throw new GradusException("the weight of example " + i + " must be at least 0 and finite, not " + weights[i]);
      }
    }
    return weights;
  }

  @Override
  public boolean hasWeights() {
    return true;
  }

  @Override
  public float weight(int index) {
    return weights[index];
  }
}
