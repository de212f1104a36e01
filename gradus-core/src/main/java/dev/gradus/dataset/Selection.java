package dev.gradus.dataset;

import dev.gradus.GradusException;

/// Some examples of another data set, in an order of their own.
record Selection(Dataset source, int[] indices) implements DatasetView {
  Selection {
    checked(indices, source.size());
  }

  /// The indices, if a data set of so many examples has them.
  static int[] checked(int[] indices, int size) {
    for (int index : indices) {
      if (index < 0 || index >= size) {
        throw new GradusException("index " + index + " is outside the data set's " + size + " examples");
      }
    }
    return indices;
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    source.readInput(indices[index], into, at);
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    source.readTarget(indices[index], into, at);
  }

  @Override
  public int readLabel(int index) {
    return source.readLabel(indices[index]);
  }

  @Override
  public float weight(int index) {
    return source.weight(indices[index]);
  }
}
