package dev.gradus.metric;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;

/// What a model predicted for each example of a set, and what it should have.
///
/// What the columns are follows from the shapes: labels with [n, classes] are one class of several; labels or numbers with
/// [n] or [n, 1] are one yes-or-no answer or one number; numbers `F32` with [n, k] are k answers or numbers each.
///
/// @param predicted `F32` [n, ...]: probabilities, scores or numbers, as the loss's prediction gives them
/// @param target labels `I32` [n], or `F32` of as many numbers as predicted
public record Predictions(Tensor predicted, Tensor target) {
  public Predictions {
    boolean matching = predicted.dtype() == DType.F32 && predicted.shape().rank() > 0 && target.shape().rank() > 0
        && predicted.shape().length(0) == target.shape().length(0)
        && (target.dtype() == DType.I32 ? target.shape().rank() == 1 && predicted.shape().rank() <= 2
            : target.dtype() == DType.F32 && target.size() == predicted.size());
    if (!matching) {
      throw new ShapeException("predictions " + predicted.dtype() + " " + predicted.shape() + " and targets " + target.dtype() + " "
          + target.shape() + " don't fit each other");
    }
    if (predicted.size() == 0) {
      throw new GradusException("there are no predictions to measure");
    }
  }

  /// How many examples there are.
  public int examples() {
    return predicted.shape().length(0);
  }

  /// How many numbers are predicted for each.
  public int columns() {
    return predicted.size() / examples();
  }

  /// Whether each example has one class of several, with a prediction for each class.
  public boolean oneOfSeveral() {
    return target.dtype() == DType.I32 && columns() > 1;
  }

  /// A predicted number.
  public float predicted(int example, int column) {
    return predicted.floats()[example * columns() + column];
  }

  /// What it should have been: 1 for the label's column and 0 for the others where one class of several is predicted.
  public double expected(int example, int column) {
    if (target.dtype() == DType.F32) {
      return target.floats()[example * columns() + column];
    }
    return oneOfSeveral() ? target.ints()[example] == column ? 1 : 0 : target.ints()[example];
  }

  /// Where the largest number predicted for an example is, the first of equals.
  int largest(int example) {
    int best = 0;
    for (int column = 1; column < columns(); column++) {
      if (predicted(example, column) > predicted(example, best)) {
        best = column;
      }
    }
    return best;
  }

  /// Whether the target is yes.
  ///
  /// @throws GradusException if it is neither 0 nor 1
  boolean yes(String metric, int example, int column) {
    double expected = expected(example, column);
    if (expected != 0 && expected != 1) {
      throw new GradusException(metric + " needs targets of 0 and 1, but example " + example + " has " + expected
          + ". Are the targets classes?");
    }
    return expected == 1;
  }
}
