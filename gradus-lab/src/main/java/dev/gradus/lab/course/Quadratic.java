package dev.gradus.lab.course;

import static dev.gradus.loss.Losses.meanSquaredError;

import dev.gradus.dataset.Dataset;
import dev.gradus.lab.Setting;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;

/// ½ Σ λᵢ wᵢ², a valley along the weights with small curvatures λ: the one surface on which theory says how each method goes. As a
/// network it has one unit without bias and an example for each weight, whose squared error is its part of the sum.
///
/// @param curvatures the λᵢ
/// @param turned whether neighbouring pairs of directions are turned by 45°, so that the valley lies across the weights
record Quadratic(boolean turned, double... curvatures) {
  private static final double FAR = 1e12;

  /// The direction of a curvature.
  private double[] direction(int index) {
    double[] direction = new double[curvatures.length];
    if (turned) {
      int first = index / 2 * 2;
      direction[first] = Math.sqrt(0.5);
      direction[first + 1] = index == first ? Math.sqrt(0.5) : -Math.sqrt(0.5);
    } else {
      direction[index] = 1;
    }
    return direction;
  }

  private Dataset data() {
    int n = curvatures.length;
    float[] inputs = new float[n * n];
    for (int i = 0; i < n; i++) {
      double[] direction = direction(i);
      for (int j = 0; j < n; j++) {
        inputs[i * n + j] = (float) (Math.sqrt(0.5 * n * curvatures[i]) * direction[j]);
      }
    }
    return Dataset.of(Tensor.of(Shape.of(n, n), inputs), Tensor.of(Shape.of(n, 1), new float[n]));
  }

  double loss(double... weights) {
    double loss = 0;
    for (int i = 0; i < curvatures.length; i++) {
      double along = along(i, weights);
      loss += 0.5 * curvatures[i] * along * along;
    }
    return loss;
  }

  double[] gradient(double[] weights) {
    double[] gradient = new double[weights.length];
    for (int i = 0; i < curvatures.length; i++) {
      double along = along(i, weights);
      double[] direction = direction(i);
      for (int j = 0; j < weights.length; j++) {
        gradient[j] += curvatures[i] * along * direction[j];
      }
    }
    return gradient;
  }

  private double along(int index, double[] weights) {
    double[] direction = direction(index);
    double along = 0;
    for (int j = 0; j < weights.length; j++) {
      along += direction[j] * weights[j];
    }
    return along;
  }

  /// Goes down until what is left of the distance to the minimum is `part` of the start's, for at most so many steps.
  Descent descend(double[] start, Optimizer optimizer, int steps, double part, Setting setting) {
    double distance = norm(start);
    return Descent.from(start, data(), meanSquaredError(), optimizer, steps,
        now -> norm(now) <= part * distance || !(norm(now) < FAR * distance), setting);
  }

  /// The steps until `part` of the distance is left; `most` if so many are not enough.
  int stepsTo(double part, double[] start, Optimizer optimizer, int most, Setting setting) {
    Descent descent = descend(start, optimizer, most, part, setting);
    return norm(descent.last()) <= part * norm(start) ? descent.steps() : most;
  }

  static double norm(double[] weights) {
    double squares = 0;
    for (double w : weights) {
      squares += w * w;
    }
    return Math.sqrt(squares);
  }
}
