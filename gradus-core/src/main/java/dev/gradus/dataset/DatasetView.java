package dev.gradus.dataset;

import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;

/// A data set made from another: what it doesn't say by itself is as in its source.
///
///     record Negative(Dataset source) implements DatasetView {
///       @Override
///       public void readInput(int index, float[] into, int at) {
///         source.readInput(index, into, at);
///         for (int i = 0; i < inputShape().size(); i++) {
///           into[at + i] = 1 - into[at + i];
///         }
///       }
///     }
///
/// The number of examples, shapes, type, classes, reading and weights are the source's. Fields, selections, other weights and an
/// input as a tensor are made of what the view says, so they follow what it changes. A view of other examples, or in another order,
/// says all that depends on an index: reading and [#weight].
public interface DatasetView extends Dataset {
  /// What the view is made from.
  Dataset source();

  @Override
  default int size() {
    return source().size();
  }

  @Override
  default Shape inputShape() {
    return source().inputShape();
  }

  @Override
  default Shape targetShape() {
    return source().targetShape();
  }

  @Override
  default DType targetType() {
    return source().targetType();
  }

  @Override
  default List<String> classes() {
    return source().classes();
  }

  @Override
  default void readInput(int index, float[] into, int at) {
    source().readInput(index, into, at);
  }

  @Override
  default void readTarget(int index, float[] into, int at) {
    source().readTarget(index, into, at);
  }

  @Override
  default int readLabel(int index) {
    return source().readLabel(index);
  }

  @Override
  default boolean hasWeights() {
    return source().hasWeights();
  }

  @Override
  default float weight(int index) {
    return source().weight(index);
  }
}
