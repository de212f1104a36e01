package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.dataset.DatasetView;
import dev.gradus.model.Model;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;

/// What an augmentation made of labels, for a model with a single output for two classes: the probability of the second, where
/// the view has one for each.
record AugmentedView(Dataset source) implements DatasetView {
  private static final Shape PAIR = Shape.of(2);

  /// The view as the model can learn from it.
  ///
  /// @throws GradusException if it is no view of the training examples
  static Dataset of(Dataset view, Dataset training, Model model) {
    if (view.size() != training.size() || !view.inputShape().equals(training.inputShape())) {
      throw new GradusException("an augmentation keeps the number of examples and their shape, but made " + view.size() + " of "
          + view.inputShape() + " from " + training.size() + " of " + training.inputShape());
    }
    boolean mixedLabels = training.targetType() == DType.I32 && view.targetType() == DType.F32;
    boolean answer = mixedLabels && view.targetShape().equals(PAIR) && model.outputShape().size() == 1;
    return answer ? new AugmentedView(view) : view;
  }

  @Override
  public Shape targetShape() {
    return Shape.SCALAR;
  }

  @Override
  public DType targetType() {
    return DType.F32;
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    float[] pair = new float[2];
    source.readTarget(index, pair, 0);
    into[at] = pair[1];
  }
}
