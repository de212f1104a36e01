package dev.gradus.dataset;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.List;

/// Examples held in two tensors.
final class TensorDataset implements Dataset {
  private final TensorField input;
  private final TensorField target;
  private final List<String> classes;

  TensorDataset(Tensor inputs, Tensor targets, List<String> classes) {
    if (inputs.shape().rank() < 1 || targets.shape().rank() < 1 || inputs.shape().length(0) != targets.shape().length(0)) {
      throw new ShapeException(
          "a data set needs as many targets as inputs along axis 0: inputs " + inputs.shape() + ", targets " + targets.shape());
    }
    if (inputs.dtype() == DType.I32 || targets.dtype() == DType.U8) {
      throw new GradusException(
          "a data set's inputs are F32 or U8 and its targets F32 or I32, not " + inputs.dtype() + " and " + targets.dtype());
    }
    this.input = new TensorField(INPUT, inputs, List.of());
    this.target = new TensorField(OUTPUT, targets, targets.dtype() == DType.I32 ? classes : List.of());
    this.classes = List.copyOf(classes);
  }

  @Override
  public int size() {
    return input.examples();
  }

  @Override
  public Shape inputShape() {
    return input.shape();
  }

  @Override
  public Shape targetShape() {
    return target.shape();
  }

  @Override
  public DType targetType() {
    return target.type();
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    input.read(index, into, at);
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    target.read(index, into, at);
  }

  @Override
  public int readLabel(int index) {
    return target.values().ints()[index * target.row()];
  }
}
