package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;

/// Moves examples from a data set to an executable's inputs.
public final class Batches {
  private Batches() {}

  /// Fails unless every class label is one that the model has an output for. A loss would take any other for no class.
  public static void checkLabels(Dataset data, Model model) {
    if (data.targetType() != DType.I32) {
      return;
    }
    int outputs = Math.max(2, model.outputShape().elements().factor());
    for (int i = 0; i < data.size(); i++) {
      int label = data.readLabel(i);
      if (label < 0 || label >= outputs) {
        throw new GradusException("example " + i + " has label " + label + ", but the model knows the classes 0 to " + (outputs - 1));
      }
    }
  }

  /// Fills the input and target of an executable.
  ///
  /// @param indices which examples, from `indices[from]` on
  /// @param count how many
  public static void fill(Executable executable, Dataset data, int[] indices, int from, int count, Workers workers) {
    Slice inputs = executable.input(Model.INPUT);
    int inputSize = data.inputShape().size();
    workers.run(count, (row, _) -> data.readInput(indices[from + row], inputs.array(), inputs.offset() + row * inputSize));
    if (data.targetType() == DType.I32) {
      int[] labels = executable.intInput(Model.TARGET);
      for (int row = 0; row < count; row++) {
        labels[row] = data.readLabel(indices[from + row]);
      }
    } else {
      Slice targets = executable.input(Model.TARGET);
      int targetSize = data.targetShape().size();
      for (int row = 0; row < count; row++) {
        data.readTarget(indices[from + row], targets.array(), targets.offset() + row * targetSize);
      }
    }
    if (executable.takes(Model.WEIGHT)) {
      Slice weights = executable.input(Model.WEIGHT);
      for (int row = 0; row < count; row++) {
        weights.array()[weights.offset() + row] = data.weight(indices[from + row]);
      }
    }
  }

  /// How much these examples count together.
  public static double weight(Dataset data, int[] indices, int from, int count) {
    if (!data.hasWeights()) {
      return count;
    }
    double sum = 0;
    for (int row = 0; row < count; row++) {
      sum += data.weight(indices[from + row]);
    }
    return sum;
  }
}
