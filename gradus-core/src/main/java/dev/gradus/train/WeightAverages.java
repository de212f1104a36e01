package dev.gradus.train;

import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Moving averages of the weights, kept in slots by the training step; on the host, the weights and they can change places.
final class WeightAverages {
  private static final String SLOTS = "average";

  private final Map<float[], float[]> averageOf = new java.util.IdentityHashMap<>();
  private boolean shown;

  private WeightAverages() {}

  /// The averages after a step: a' = a + (w' - a) · (1 - β) / (1 - β^t), which in step 1 is w'.
  ///
  /// @param decay β
  /// @param step t, from 1
  /// @param updates what variables become, among them the weights
  static Map<Variable, Value> updates(double decay, Value step, Map<Variable, Value> updates) {
    // 1 - β^t as -(e^(t · ln β) - 1), which stays accurate for β near 1.
    Value sum = decay == 0 ? Value.constant(1) : step.multiply(StrictMath.log(decay)).unary(UnaryKind.EXPM1).negate();
    Value share = Value.constant(1 - decay).divide(sum);
    Map<Variable, Value> averages = new LinkedHashMap<>();
    updates.forEach((variable, next) -> {
      if (variable.role() == Variable.Role.PARAMETER) {
        Variable slot = new Variable(Path.join(SLOTS, variable.path()), variable.shape(), Variable.Role.SLOT);
        Value average = Value.of(slot, List.of());
        // The first share may be rounded to just beside 1; the average of one number is that number.
        Value mean = average.add(next.subtract(average).multiply(share));
        averages.put(slot, step.greater(1).select(mean, next));
      }
    });
    return averages;
  }

  /// The averages among the arrays of a training, if it keeps any.
  static WeightAverages among(Map<String, float[]> variables) {
    WeightAverages averages = new WeightAverages();
    variables.forEach((path, weights) -> {
      float[] average = variables.get(Path.join(SLOTS, path));
      if (average != null) {
        averages.averageOf.put(weights, average);
      }
    });
    return averages;
  }

  /// Puts the averages in the weights' place.
  void show() {
    if (!shown) {
      swap();
    }
  }

  /// Whether the averages are in the weights' place.
  boolean shown() {
    return shown;
  }

  /// Puts the weights back in their place.
  void hide() {
    if (shown) {
      swap();
    }
  }

  private void swap() {
    shown = !shown;
    averageOf.forEach((weights, averages) -> {
      for (int i = 0; i < weights.length; i++) {
        float kept = weights[i];
        weights[i] = averages[i];
        averages[i] = kept;
      }
    });
  }
}
