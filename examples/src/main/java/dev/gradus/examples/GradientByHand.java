package dev.gradus.examples;

import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Backend;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Backpropagation without layers, models or a trainer: a network of 2 inputs, 2 hidden units and 1 output, its loss for
/// one example, and ∂L/∂w for each of its 9 weights, once by Gradus and once by the chain rule written out.
///
///     h = sigmoid(x · W + b)        y = h · V + c        L = (y - t)²
public final class GradientByHand {
  private static final float[] X = {0.5f, -1};
  private static final float T = 1;
  private static final Map<String, float[]> WEIGHTS = Map.of(
      "W", new float[] {0.1f, -0.2f, 0.4f, 0.3f}, "b", new float[] {0.05f, -0.05f}, "V", new float[] {0.7f, -0.6f}, "c", new float[] {0.2f});

  private static final Map<String, Shape> SHAPES =
      Map.of("W", Shape.of(2, 2), "b", Shape.of(2), "V", Shape.of(2, 1), "c", Shape.of(1));

  private GradientByHand() {}

  /// A graph with the gradient by each weight as an output.
  static Graph graph() {
    Value x = Value.input("x", DType.F32, Shape.of(1, 2));
    Value t = Value.input("t", DType.F32, Shape.of(1, 1));
    List<Value> weights = List.of("W", "b", "V", "c").stream().map(name -> Value.parameter(name, SHAPES.get(name))).toList();

    // Nothing is computed here: each line adds to a graph.
    Value h = x.matmul(weights.get(0)).add(weights.get(1)).sigmoid();
    Value y = h.matmul(weights.get(2)).add(weights.get(3));
    Value loss = y.subtract(t).square().sum();

    // One walk from the loss back to the weights. The gradients are values of the same graph.
    List<Value> gradients = Gradients.of(loss, weights);
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < weights.size(); i++) {
      outputs.put(((Variable) weights.get(i).op()).path(), gradients.get(i));
    }
    return new Graph(outputs);
  }

  /// The gradients as the graph computes them.
  static Map<String, Tensor> byGradus() {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    WEIGHTS.forEach((name, values) -> weights.put(name, Tensor.of(SHAPES.get(name), values)));
    return Backend.best().run(graph(), Map.of("x", Tensor.of(Shape.of(1, 2), X), "t", Tensor.of(Shape.of(1, 1), T)), weights);
  }

  /// The same by hand: from the output back, each unit's error is what it passed on, times its own slope.
  static Map<String, double[]> byHand() {
    float[] w = WEIGHTS.get("W");
    float[] b = WEIGHTS.get("b");
    float[] v = WEIGHTS.get("V");
    double[] h = new double[2];
    double y = WEIGHTS.get("c")[0];
    for (int j = 0; j < 2; j++) {
      h[j] = 1 / (1 + Math.exp(-(X[0] * w[j] + X[1] * w[2 + j] + b[j])));
      y += h[j] * v[j];
    }
    double atOutput = 2 * (y - T);
    double[] atHidden = new double[2];
    for (int j = 0; j < 2; j++) {
      // The sigmoid's slope is h · (1 - h): at most 0.25, so an error shrinks on its way through.
      atHidden[j] = atOutput * v[j] * h[j] * (1 - h[j]);
    }
    Map<String, double[]> gradients = new LinkedHashMap<>();
    gradients.put("W", new double[] {X[0] * atHidden[0], X[0] * atHidden[1], X[1] * atHidden[0], X[1] * atHidden[1]});
    gradients.put("b", atHidden);
    gradients.put("V", new double[] {h[0] * atOutput, h[1] * atOutput});
    gradients.put("c", new double[] {atOutput});
    return gradients;
  }

  /// Prints each weight with its gradient, both ways.
  public static void main(String[] args) {
    Map<String, Tensor> computed = byGradus();
    System.out.println("weight      value     ∂L/∂w   by hand");
    byHand().forEach((name, expected) -> {
      for (int i = 0; i < expected.length; i++) {
        System.out.println(String.format(Locale.ROOT, "%s[%d]    %8.4f  %8.5f  %8.5f",
            name, i, WEIGHTS.get(name)[i], computed.get(name).get(i), expected[i]));
      }
    });
  }
}
