package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Shape;
import java.util.stream.IntStream;

/// Batch normalisation over all axes but the last: y = (x - mean) / √(variance + epsilon) · gamma + beta
///
/// Training uses the batch's mean and variance and moves the running ones: running = momentum · running + (1 - momentum) ·
/// batch's. Inference uses the running ones.
///
/// Shapes: x [N, ..., c], gamma, beta, mean, variance [c] -> y [N, ..., c]
/// Numerics: biased variance in both places, epsilon inside the root, two passes (mean first)
/// Parameters: 2 · c, and 2 · c running statistics
/// Source: Ioffe and Szegedy 2015, arXiv:1502.03167. Deviation: the running variance is the biased one.
///
/// @param momentum how much of the running statistics stays at each step; default 0.9
/// @param epsilon default 1e-5
public record BatchNorm(double momentum, double epsilon) implements NamedLayer {
  public BatchNorm {
    Require.within("momentum", momentum, 0, 1);
    if (!(epsilon > 0)) {
      throw new dev.gradus.GradusException("epsilon must be positive, not " + epsilon);
    }
  }

  BatchNorm() {
    this(0.9, 1e-5);
  }

  /// The same layer with another momentum.
  public BatchNorm momentum(double other) {
    return new BatchNorm(other, epsilon);
  }

  /// The same layer with another epsilon.
  public BatchNorm epsilon(double other) {
    return new BatchNorm(momentum, other);
  }

  @Override
  public String name() {
    return "batchNorm";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.rank(scope, x, 2, "[N, ..., channels]");
    Shape channels = Shape.of(x.shape().length(-1));
    Value gamma = scope.parameter("gamma", channels, Initializers.ones());
    Value beta = scope.parameter("beta", channels, Initializers.zeros());
    Value runningMean = scope.state("mean", channels, Initializers.zeros());
    Value runningVariance = scope.state("variance", channels, Initializers.ones());
    return switch (scope.mode()) {
      case INFERENCE -> {
        Value scale = gamma.divide(runningVariance.add(epsilon).sqrt());
        yield x.subtract(runningMean).multiply(scale).add(beta);
      }
      case TRAINING -> {
        int[] axes = IntStream.range(0, x.shape().rank() - 1).toArray();
        Value mean = x.mean(axes);
        Value centred = x.subtract(mean);
        Value variance = centred.square().mean(axes);
        scope.update(runningMean, move(runningMean, mean));
        scope.update(runningVariance, move(runningVariance, variance));
        Value scale = gamma.divide(variance.add(epsilon).sqrt());
        yield centred.multiply(scale).add(beta);
      }
    };
  }

  private Value move(Value running, Value batch) {
    return running.multiply(momentum).add(batch.multiply(1 - momentum));
  }
}
