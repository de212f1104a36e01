package dev.gradus.lab.course;

import dev.gradus.backend.Execution;
import dev.gradus.model.Model;
import dev.gradus.plot.Grid;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;

/// What a model makes of the points of a square, to be seen as a map.
final class Regions {
  private Regions() {}

  /// A model's prediction at `count` × `count` points, all in one batch.
  ///
  /// @param model from two numbers, x and y, to one or several
  /// @param low the least x and y
  /// @param high the largest
  /// @param output which of its numbers to show, from 0
  static Grid of(Model model, double low, double high, int count, int output, Execution execution) {
    float[] points = new float[2 * count * count];
    for (int i = 0; i < count * count; i++) {
      points[2 * i] = (float) (low + (high - low) * (i % count) / (count - 1));
      points[2 * i + 1] = (float) (low + (high - low) * (i / count) / (count - 1));
    }
    Tensor predicted = model.predict(Tensor.of(Shape.of(count * count, 2), points), execution);
    int outputs = predicted.size() / (count * count);
    double[][] values = new double[count][count];
    for (int i = 0; i < count * count; i++) {
      values[i / count][i % count] = predicted.get(i * outputs + output);
    }
    return new Grid(low, high, low, high, values);
  }
}
