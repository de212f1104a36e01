package dev.gradus.dataset;

import dev.gradus.GradusException;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Examples of named fields, that can be read by index: what a model of several inputs or outputs learns from.
///
///     Examples pairs = Examples.of(Map.of("left", a, "right", b), Map.of("same", answers));
///
/// Inputs bear the names of the model's inputs, and targets the names of the outputs that they are for. A model takes the fields
/// that it knows and leaves the others alone. With one input and one target it is a [Dataset].
public interface Examples {
  /// The number of examples.
  int size();

  /// The inputs.
  List<Field> inputs();

  /// What the outputs should be, each under the name of its output.
  List<Field> targets();

  /// Whether examples count differently in the loss; by default they don't.
  default boolean hasWeights() {
    return false;
  }

  /// How much example `index` counts in the loss: 1 unless there are weights.
  default float weight(int index) {
    return 1;
  }

  /// The same examples with a weight each, for all losses alike: the loss of a batch is Σ w · L / Σ w, in training as in
  /// evaluation. Metrics count every example alike. An example of weight 0 teaches nothing; nor does a batch of them.
  ///
  /// @throws GradusException if there is not one weight for each example, or one is negative or not finite
  default Examples withWeights(float... weights) {
    return new Columns(size(), inputs(), targets(), Optional.of(WeightedDataset.checked(weights.clone(), size())));
  }

  /// The examples with the given indices, in that order.
  ///
  /// @throws GradusException if an index is outside the data set
  default Examples select(int[] indices) {
    return Columns.selected(this, indices);
  }

  /// Examples from whole tensors `[examples, ...]`, by name: inputs `F32`, `I32`, or `U8`, read as value / 255; targets `F32`, or
  /// `I32` labels.
  ///
  /// @throws GradusException if there are no inputs, or the tensors don't have as many examples each
  static Examples of(Map<String, Tensor> inputs, Map<String, Tensor> targets) {
    List<Field> in = fields(inputs);
    return of(in.isEmpty() ? 0 : ((TensorField) in.getFirst()).examples(), in, fields(targets));
  }

  /// So many examples from fields: of your own, or of tensors, such as labels whose classes have names.
  ///
  /// @throws GradusException if there are no inputs, two of them or two targets have one name, or a tensor has another number of
  ///     examples
  static Examples of(int size, List<Field> inputs, List<Field> targets) {
    return new Columns(size, inputs, targets, Optional.empty());
  }

  private static List<Field> fields(Map<String, Tensor> tensors) {
    // Maps such as Map.of have another order in each run.
    List<Field> fields = new ArrayList<>();
    new TreeMap<>(tensors).forEach((name, tensor) -> fields.add(Field.of(name, tensor)));
    return fields;
  }
}
