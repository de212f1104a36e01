package dev.gradus.model;

import dev.gradus.graph.Value;
import dev.gradus.op.CustomOp;
import dev.gradus.tensor.Shape;
import java.util.List;

/// y = scale · x³, an op of the user's own.
record Cube(float scale) implements CustomOp {
  static Cube read(String attributes) {
    return new Cube(Float.parseFloat(attributes));
  }

  @Override
  public String name() {
    return "cube";
  }

  @Override
  public String attributes() {
    return Float.toString(scale);
  }

  @Override
  public Shape infer(List<Shape> inputs) {
    return inputs.getFirst();
  }

  @Override
  public void compute(List<int[]> shapes, List<float[]> inputs, float[] output) {
    float[] x = inputs.getFirst();
    for (int i = 0; i < output.length; i++) {
      output[i] = scale * (x[i] * x[i] * x[i]);
    }
  }

  @Override
  public void compute(List<int[]> shapes, List<double[]> inputs, double[] output) {
    double[] x = inputs.getFirst();
    for (int i = 0; i < output.length; i++) {
      output[i] = scale * (x[i] * x[i] * x[i]);
    }
  }

  @Override
  public List<Value> gradient(List<Value> inputs, Value result, Value gradient) {
    Value x = inputs.getFirst();
    return List.of(gradient.multiply(x.square()).multiply(3.0 * scale));
  }
}
