package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;

/// What an augmentation made of labels, for a model with a single output for two classes: the probability of the second, where
/// the view has one for each.
record AugmentedView(Dataset view) implements Dataset {
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
  public int size() {
    return view.size();
  }

  @Override
  public Shape inputShape() {
    return view.inputShape();
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
  public List<String> classes() {
    return view.classes();
  }

  @Override
  public void readInput(int index, float[] into, int at) {
    view.readInput(index, into, at);
  }

  @Override
  public void readTarget(int index, float[] into, int at) {
    float[] pair = new float[2];
    view.readTarget(index, pair, 0);
    into[at] = pair[1];
  }

  @Override
  public int readLabel(int index) {
    return view.readLabel(index);
  }

  @Override
  public boolean hasWeights() {
    return view.hasWeights();
  }

  @Override
  public float weight(int index) {
    return view.weight(index);
  }
}
