package dev.gradus.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import dev.gradus.bench.Blueprint.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A network on libtorch through DJL's functions, which its blocks call too: without the blocks' bookkeeping.
final class TorchNet {
  private static final float MOMENTUM = 0.9f;
  private static final float EPSILON = 1e-5f;
  private static final Shape ONE = new Shape(1, 1);
  private static final Shape NONE = new Shape(0, 0);
  private static final Shape TWO = new Shape(2, 2);

  private interface Step {
    NDArray apply(NDArray x, boolean training);
  }

  private final NDManager manager;
  private final Weights weights;
  private final List<Step> steps;
  private final Map<String, NDArray> parameters = new LinkedHashMap<>();

  /// @param manager who keeps the weights
  TorchNet(List<Part> parts, Weights weights, NDManager manager) {
    this.manager = manager;
    this.weights = weights;
    this.steps = steps(parts);
    weights.end();
  }

  /// What training adjusts, by a name of each.
  Map<String, NDArray> parameters() {
    return parameters;
  }

  NDArray apply(NDArray x, boolean training) {
    return run(steps, x, training);
  }

  private static NDArray run(List<Step> steps, NDArray x, boolean training) {
    NDArray y = x;
    for (Step step : steps) {
      y = step.apply(y, training);
    }
    return y;
  }

  private List<Step> steps(List<Part> parts) {
    List<Step> made = new ArrayList<>();
    parts.forEach(part -> made.add(step(part)));
    return made;
  }

  private NDArray parameter(float[] numbers, Shape shape) {
    NDArray array = manager.create(numbers, shape);
    parameters.put("parameter " + parameters.size(), array);
    return array;
  }

  private Step step(Part part) {
    return switch (part) {
      case Blueprint.Dense(int inputs, int outputs, int pixels) -> {
        NDArray kernel = parameter(weights.kernel(pixels), new Shape(outputs, inputs));
        NDArray bias = parameter(weights.vector("bias"), new Shape(outputs));
        yield (x, _) -> Linear.linear(x, kernel, bias).singletonOrThrow();
      }
      case Blueprint.Conv(int channels, int filters, int size, int stride, boolean withBias) -> {
        NDArray filter = parameter(weights.filter(), new Shape(filters, channels, size, size));
        NDArray bias = withBias ? parameter(weights.vector("bias"), new Shape(filters)) : null;
        Shape by = new Shape(stride, stride);
        Shape pad = new Shape(size / 2, size / 2);
        yield (x, _) -> Conv2d.conv2d(x, filter, bias, by, pad, ONE, 1).singletonOrThrow();
      }
      case Blueprint.Norm(int channels) -> {
        Shape shape = new Shape(channels);
        NDArray gamma = parameter(weights.vector("gamma"), shape);
        NDArray beta = parameter(weights.vector("beta"), shape);
        NDArray mean = manager.create(weights.vector("mean"), shape);
        NDArray variance = manager.create(weights.vector("variance"), shape);
        yield (x, training) ->
            BatchNorm.batchNorm(x, mean, variance, gamma, beta, -1, MOMENTUM, EPSILON, training).singletonOrThrow();
      }
      case Blueprint.Relu() -> (x, _) -> Activation.relu(x);
      case Blueprint.MaxPool() -> (x, _) -> Pool.maxPool2d(x, TWO, TWO, NONE, false);
      case Blueprint.GlobalMean() -> (x, _) -> Pool.globalAvgPool2d(x);
      case Blueprint.Flatten() -> (x, _) -> x.reshape(x.getShape().get(0), -1);
      case Blueprint.Residual(List<Part> block, int channels, int filters) -> {
        List<Step> inner = steps(block);
        yield (x, training) -> run(inner, x, training).add(channels == filters ? x : shortcut(x, filters - channels));
      }
    };
  }

  /// Every second pixel, and channels of zeros after its own.
  private static NDArray shortcut(NDArray x, int more) {
    NDArray every = x.get(":, :, ::2, ::2");
    Shape shape = every.getShape();
    return every.concat(x.getManager().zeros(new Shape(shape.get(0), more, shape.get(2), shape.get(3))), 1);
  }
}
