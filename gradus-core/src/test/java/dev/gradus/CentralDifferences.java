package dev.gradus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.op.Input;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Holds a gradient, evaluated in double precision, to central differences of the loss in double precision.
///
/// The bound is 1e-6 relative, with an absolute floor of 1e-8 · (1 + |loss|): differences over 2 · 1e-5 of losses that are
/// rounded at 1e-16 · |loss| are not known better than 1e-11 · |loss|, and their cubic term is about 1e-10.
///
/// @param sizes the value of each shape symbol
/// @param inputs the inputs by name
/// @param variables the variables by path
public record CentralDifferences(Map<Character, Integer> sizes, Map<String, double[]> inputs, Map<String, double[]> variables) {
  private static final double STEP = 1e-5;
  private static final double RELATIVE = 1e-6;
  private static final double FLOOR = 1e-8;

  /// The gradients in double.
  public List<double[]> gradients(Value loss, List<Value> by) {
    return Reference.evaluateAll(Gradients.of(loss, by), sizes, inputs, variables);
  }

  /// Checks the gradient of `loss` by each of the inputs `by`.
  public void check(String what, Value loss, List<Value> by) {
    List<double[]> gradients = gradients(loss, by);
    double scale = 1 + Math.abs(loss(loss, inputs));
    for (int input = 0; input < by.size(); input++) {
      String name = ((Input) by.get(input).op()).label();
      double[] gradient = gradients.get(input);
      double[] x = inputs.get(name);
      assertThat(gradient.length).as(what + ": length of the gradient by " + name).isEqualTo(x.length);
      for (int i = 0; i < x.length; i++) {
        double expected = (shifted(loss, name, i, STEP) - shifted(loss, name, i, -STEP)) / (2 * STEP);
        assertThat(Math.abs(gradient[i] - expected))
            .as("%s: gradient by element %d of %s = %s, central difference %s", what, i, name, gradient[i], expected)
            .isLessThanOrEqualTo(RELATIVE * Math.abs(expected) + FLOOR * scale);
      }
    }
  }

  private double shifted(Value loss, String name, int at, double by) {
    double[] moved = inputs.get(name).clone();
    moved[at] += by;
    Map<String, double[]> all = new HashMap<>(inputs);
    all.put(name, moved);
    return loss(loss, all);
  }

  private double loss(Value loss, Map<String, double[]> given) {
    return Reference.evaluateAll(List.of(loss), sizes, given, variables).getFirst()[0];
  }
}
