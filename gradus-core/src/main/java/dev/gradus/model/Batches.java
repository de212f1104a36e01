package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.dataset.Examples;
import dev.gradus.dataset.Field;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;

/// Moves examples from a data set to an executable's inputs.
public final class Batches {
  private Batches() {}

  /// Fails unless every class label is one that the model has an output for. A loss would take any other for no class.
  public static void checkLabels(Examples data, Model model) {
    List<String> learnt = Names.outputs(Model.OUTPUT, model.graphs().get("evaluation"));
    for (Field target : data.targets()) {
      if (target.type() == DType.I32 && learnt.contains(target.name())) {
        checkLabels(target, data.size(), classes(target, model.outputs().get(target.name()).shape()));
      }
    }
  }

  private static int classes(Field target, Shape output) {
    boolean each = target.shape().rank() > 0 && output.rank() > target.shape().rank();
    return Math.max(2, each ? output.length(-1) : output.elements().factor());
  }

  private static void checkLabels(Field target, int examples, int classes) {
    int[] labels = new int[target.shape().size()];
    for (int i = 0; i < examples; i++) {
      target.read(i, labels, 0);
      for (int label : labels) {
        if (label < 0 || label >= classes) {
          throw new GradusException("example " + i + " has label " + label + Names.phrase(" for ", target.name())
              + ", but the model knows the classes 0 to " + (classes - 1));
        }
      }
    }
  }

  /// Fills those inputs and targets of an executable that it takes.
  ///
  /// @param indices which examples, from `indices[from]` on
  /// @param count how many
  public static void fill(Executable executable, Examples data, int[] indices, int from, int count, Workers workers) {
    data.inputs().forEach(field -> fill(executable, Names.label(Model.INPUT, field.name()), field, indices, from, count, workers));
    data.targets().forEach(field -> fill(executable, Names.label(Model.TARGET, field.name()), field, indices, from, count, workers));
    fillWeights(executable, data, indices, from, count);
  }

  /// Fills the examples' weights alone, if an executable takes them.
  public static void fillWeights(Executable executable, Examples data, int[] indices, int from, int count) {
    if (executable.takes(Model.WEIGHT)) {
      Slice weights = executable.input(Model.WEIGHT);
      for (int row = 0; row < count; row++) {
        weights.array()[weights.offset() + row] = data.weight(indices[from + row]);
      }
    }
  }

  private static void fill(Executable executable, String label, Field field, int[] indices, int from, int count, Workers workers) {
    if (!executable.takes(label)) {
      return;
    }
    int size = field.shape().size();
    if (field.type() == DType.I32) {
      int[] into = executable.intInput(label);
      workers.run(count, (row, _) -> field.read(indices[from + row], into, row * size));
    } else {
      Slice into = executable.input(label);
      workers.run(count, (row, _) -> field.read(indices[from + row], into.array(), into.offset() + row * size));
    }
  }

  /// How much these examples count together.
  public static double weight(Examples data, int[] indices, int from, int count) {
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
