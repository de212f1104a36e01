package dev.gradus.cli.recipe;

import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// A data set of nothing but zeros in the shape of another: enough for building and planning a model.
record StandIn(Shape inputShape, Shape targetShape, DType targetType, List<String> classes, int size, boolean hasWeights) implements Dataset {
  StandIn {
    classes = List.copyOf(classes);
  }

  /// Like another, with another number of examples.
  static StandIn of(Dataset like, int size) {
    return of(like, size, like.hasWeights());
  }

  /// Likewise, with weights or without.
  static StandIn of(Dataset like, int size, boolean weighted) {
    return new StandIn(like.inputShape(), like.targetShape(), like.targetType(), like.classes(), size, weighted);
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    Arrays.fill(into, at, at + inputShape.size(), 0);
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    Arrays.fill(into, at, at + targetShape.size(), 0);
  }

  @Override
  public int readLabel(int index) {
    return 0;
  }
}
