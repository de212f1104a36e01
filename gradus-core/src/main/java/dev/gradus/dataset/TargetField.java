package dev.gradus.dataset;

import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;

/// The target of a data set that has one.
record TargetField(Dataset data) implements Field {
  @Override
  public String name() {
    return Dataset.OUTPUT;
  }

  @Override
  public DType type() {
    return data.targetType();
  }

  @Override
  public Shape shape() {
    return data.targetShape();
  }

  @Override
  public List<String> classes() {
    return data.classes();
  }

  @Override
  public void read(int index, float[] into, int at) {
    data.readTarget(index, into, at);
  }

  @Override
  public void read(int index, int[] into, int at) {
    into[at] = data.readLabel(index);
  }
}
