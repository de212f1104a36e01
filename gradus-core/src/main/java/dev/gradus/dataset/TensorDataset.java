package dev.gradus.dataset;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.List;

/// Examples held in two tensors.
final class TensorDataset implements Dataset {
  private final Tensor inputs;
  private final Tensor targets;
  private final Shape inputShape;
  private final Shape targetShape;
  private final int inputSize;
  private final int targetSize;
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
    this.inputs = inputs;
    this.targets = targets;
    this.inputShape = inputs.shape().without(0);
    this.targetShape = targets.shape().without(0);
    this.inputSize = inputShape.size();
    this.targetSize = targetShape.size();
    this.classes = List.copyOf(classes);
    if (targets.dtype() == DType.I32 && !classes.isEmpty()) {
      int[] labels = targets.ints();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] < 0 || labels[i] >= classes.size()) {
          throw new GradusException(
              "label " + labels[i] + " of example " + i + " is outside the " + classes.size() + " classes 0 to " + (classes.size() - 1));
        }
      }
    }
  }

  @Override
  public int size() {
    return inputs.shape().length(0);
  }

  @Override
  public Shape inputShape() {
    return inputShape;
  }

  @Override
  public Shape targetShape() {
    return targetShape;
  }

  @Override
  public DType targetType() {
    return targets.dtype();
  }

  @Override
  public List<String> classes() {
    return classes;
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    int from = index * inputSize;
    if (inputs.dtype() == DType.F32) {
      System.arraycopy(inputs.floats(), from, into, at, inputSize);
    } else {
      byte[] bytes = inputs.bytes();
      for (int i = 0; i < inputSize; i++) {
        into[at + i] = (bytes[from + i] & 0xff) / 255f;
      }
    }
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    System.arraycopy(targets.floats(), index * targetSize, into, at, targetSize);
  }

  @Override
  public int readLabel(int index) {
    return targets.ints()[index * targetSize];
  }
}
