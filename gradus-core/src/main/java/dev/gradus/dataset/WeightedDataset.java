package dev.gradus.dataset;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;

/// Another data set's examples with weights of their own.
record WeightedDataset(Dataset source, float[] weights) implements Dataset {
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
  public int size() {
    return source.size();
  }

  @Override
  public Shape inputShape() {
    return source.inputShape();
  }

  @Override
  public Shape targetShape() {
    return source.targetShape();
  }

  @Override
  public DType targetType() {
    return source.targetType();
  }

  @Override
  public List<String> classes() {
    return source.classes();
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    source.readInput(index, into, at);
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    source.readTarget(index, into, at);
  }

  @Override
  public int readLabel(int index) {
    return source.readLabel(index);
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
