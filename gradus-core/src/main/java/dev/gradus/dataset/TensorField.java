package dev.gradus.dataset;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.List;

/// A field held in a tensor.
///
/// @param shape of one example
/// @param row how many numbers that are: asking the shape would take memory for each example
record TensorField(String name, Tensor values, Shape shape, int row, List<String> classes) implements Field {
  TensorField(String name, Tensor values, List<String> classes) {
    this(name, values, rows(name, values), rows(name, values).size(), List.copyOf(classes));
    if (!classes.isEmpty()) {
      checkLabels();
    }
  }

  private static Shape rows(String name, Tensor values) {
    if (values.shape().rank() < 1) {
      throw new ShapeException("field \"" + name + "\" needs an axis of examples, but its tensor is a single number");
    }
    return values.shape().without(0);
  }

  private void checkLabels() {
    if (values.dtype() != DType.I32) {
      throw new GradusException("field \"" + name + "\" has classes, so it needs labels I32, not " + values.dtype());
    }
    int[] labels = values.ints();
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes.size()) {
        throw new GradusException("label " + labels[i] + " of example " + i / row
            + (name.equals(Dataset.OUTPUT) ? "" : " in \"" + name + "\"") + " is outside the " + classes.size() + " classes 0 to "
            + (classes.size() - 1));
      }
    }
  }

  int examples() {
    return values.shape().length(0);
  }

  @Override
  public DType type() {
    return values.dtype() == DType.U8 ? DType.F32 : values.dtype();
  }

  @Override
  public void read(int index, float[] into, int at) {
    int from = index * row;
    switch (values.dtype()) {
      case F32 -> System.arraycopy(values.floats(), from, into, at, row);
      case U8 -> {
        byte[] bytes = values.bytes();
        for (int i = 0; i < row; i++) {
          into[at + i] = (bytes[from + i] & 0xff) / 255f;
        }
      }
      case I32 -> Field.super.read(index, into, at);
    }
  }

  @Override
  public void read(int index, int[] into, int at) {
    if (values.dtype() != DType.I32) {
      Field.super.read(index, into, at);
    }
    System.arraycopy(values.ints(), index * row, into, at, row);
  }
}
