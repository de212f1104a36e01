package dev.gradus.train;

import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;

/// Gives NaN as the tenth number of all that are read, and never again.
record Changing(Dataset source, int[] reads) implements Dataset {
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
    if (++reads[0] == 10) {
      into[at] = Float.NaN;
    }
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    source.readTarget(index, into, at);
  }

  @Override
  public int readLabel(int index) {
    return source.readLabel(index);
  }
}
