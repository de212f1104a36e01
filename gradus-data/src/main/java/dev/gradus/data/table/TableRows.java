package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;

/// Rows of a table as examples: raw numbers [inputs], NaN where missing, and the target: a class label, or [1] a number.
record TableRows(Table table, int[] places, int target, Column column, int[] rows) implements Dataset {
  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public Shape inputShape() {
    return Shape.of(places.length);
  }

  @Override
  public Shape targetShape() {
    return targetType() == DType.I32 ? Shape.SCALAR : Shape.of(1);
  }

  @Override
  public DType targetType() {
    return classes().isEmpty() ? DType.F32 : DType.I32;
  }

  @Override
  public List<String> classes() {
    return column instanceof Column.Category category ? category.levels() : List.of();
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    for (int i = 0; i < places.length; i++) {
      into[at + i] = table.at(rows[index], places[i]);
    }
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    if (targetType() == DType.I32) {
      throw new GradusException("the targets are class labels: read them with readLabel");
    }
    into[at] = answer(index);
  }

  @Override
  public int readLabel(int index) {
    if (targetType() != DType.I32) {
      throw new GradusException("the targets are numbers: read them with readTarget");
    }
    return (int) answer(index);
  }

  /// The label or the number.
  float answer(int index) {
    return table.at(rows[index], target);
  }
}
