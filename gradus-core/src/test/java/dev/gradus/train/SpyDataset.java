package dev.gradus.train;

import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Remembers which inputs were read.
final class SpyDataset implements Dataset {
  final List<Integer> inputs = Collections.synchronizedList(new ArrayList<>());
  private final Dataset source;

  SpyDataset(Dataset source) {
    this.source = source;
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
    inputs.add(index);
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
}
