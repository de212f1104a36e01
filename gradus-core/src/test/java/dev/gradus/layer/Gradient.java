package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.CentralDifferences;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A layer's gradient by its input and by each of its parameters, against central differences in double.
final class Gradient {
  private static final double STEP = 1e-5;

  private Gradient() {}

  static void check(Built built, int batch) {
    Value weights = Value.input("weights", DType.F32, built.y.shape());
    Value loss = built.y.multiply(weights).sum();
    Map<Character, Integer> sizes = Map.of('N', batch);
    Map<String, double[]> inputs = new HashMap<>(built.inputs(batch));
    inputs.put("weights", Built.numbers("weights", weights.shape().elements().resolve(sizes), -1, 1));
    new CentralDifferences(sizes, inputs, built.numbers).check(built.y.path(), loss, List.of(built.x));
    built.variables.forEach((path, variable) -> {
      if (((Variable) variable.op()).role() != Variable.Role.PARAMETER) {
        return;
      }
      double[] gradient = Reference.evaluateAll(Gradients.of(loss, List.of(variable)), sizes, inputs, built.numbers).getFirst();
      for (int i = 0; i < gradient.length; i++) {
        double expected = (moved(built, loss, sizes, inputs, path, i, STEP) - moved(built, loss, sizes, inputs, path, i, -STEP)) / (2 * STEP);
        assertThat(gradient[i]).as("gradient by element %d of %s", i, path)
            .isCloseTo(expected, within(1e-6 * Math.abs(expected) + 1e-7));
      }
    });
  }

  private static double moved(
      Built built, Value loss, Map<Character, Integer> sizes, Map<String, double[]> inputs, String path, int at, double by) {
    Map<String, double[]> all = new HashMap<>(built.numbers);
    double[] numbers = all.get(path).clone();
    numbers[at] += by;
    all.put(path, numbers);
    return Reference.evaluateAll(List.of(loss), sizes, inputs, all).getFirst()[0];
  }
}
