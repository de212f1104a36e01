package dev.gradus.dataset;

import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;

/// The input of a data set that has one.
record InputField(Dataset data) implements Field {
  @Override
  public String name() {
    return Dataset.INPUT;
  }

  @Override
  public DType type() {
    return DType.F32;
  }

  @Override
  public Shape shape() {
    return data.inputShape();
  }

  @Override
  public void read(int index, float[] into, int at) {
    data.readInput(index, into, at);
  }
}
