package dev.gradus.cli.report;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How a training went.
///
/// @param epochs the figures of each epoch by name, as the lines of `metrics.jsonl` have them
/// @param parameters the paths of those whose gradients were measured
/// @param steps of each step the epoch, then the float bits of its loss and of each parameter's gradient norm, as in a receipt
public record Course(List<Map<String, Double>> epochs, List<String> parameters, List<int[]> steps) {
  public Course {
    epochs = List.copyOf(epochs);
    parameters = List.copyOf(parameters);
    steps = List.copyOf(steps);
  }

  double[] losses() {
    return steps.stream().mapToDouble(step -> Float.intBitsToFloat(step[1])).toArray();
  }

  /// The gradient norm of a parameter in each step.
  double[] norms(int parameter) {
    return steps.stream().mapToDouble(step -> Float.intBitsToFloat(step[2 + parameter])).toArray();
  }

  /// The means of at most `parts` stretches of values, as `[0]` the middle step of each, from 1, and `[1]` the mean of what is finite.
  static double[][] means(double[] values, int parts) {
    int count = Math.min(parts, values.length);
    double[][] means = new double[2][count];
    for (int part = 0; part < count; part++) {
      int begin = (int) ((long) part * values.length / count);
      int end = (int) ((long) (part + 1) * values.length / count);
      means[0][part] = (begin + end + 1) / 2.0;
      means[1][part] = IntStream.range(begin, end).mapToDouble(i -> values[i]).filter(Double::isFinite).average().orElse(Double.NaN);
    }
    return means;
  }
}
