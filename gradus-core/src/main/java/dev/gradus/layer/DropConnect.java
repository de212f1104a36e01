package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Shape;

/// A dense layer some of whose connections are missing while training: y = x · (kernel ∘ mask / (1 - rate)) + bias, where
/// each element of the mask is 0 with probability `rate`, else 1; at inference all are there.
///
/// Shapes: x [N, ..., in], kernel [in, units], bias [units] -> y [N, ..., units]
/// Parameters: in · units (+ units)
/// Source: Wan, Zeiler, Zhang, LeCun and Fergus 2013, "Regularization of neural networks using DropConnect". Deviation: one
/// mask for the batch at each step instead of one for each example; biases are never dropped; inference takes the mean
/// instead of sampling from its normal approximation.
///
/// @param units the number of outputs
/// @param rate the fraction of connections dropped, in [0, 1)
/// @param kernelInitializer default Glorot uniform
/// @param bias whether there is one, starting at 0; default yes
public record DropConnect(int units, double rate, Initializer kernelInitializer, Bias bias) implements NamedLayer {
  public DropConnect {
    Require.positive("units", units);
    Require.within("the rate of dropped connections", rate, 0, 1);
  }

  DropConnect(int units, double rate) {
    this(units, rate, Initializers.glorotUniform(), Bias.YES);
  }

  /// The same layer with another initialiser.
  public DropConnect initializer(Initializer initializer) {
    return new DropConnect(units, rate, initializer, bias);
  }

  /// The same layer without a bias, as before a normalisation.
  public DropConnect withoutBias() {
    return new DropConnect(units, rate, kernelInitializer, Bias.NO);
  }

  @Override
  public String name() {
    return "dropConnect";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.rank(scope, x, 2, "[N, ..., features]");
    Value kernel = scope.parameter("kernel", Shape.of(x.shape().length(-1), units), kernelInitializer);
    Value connected = switch (scope.mode()) {
      case INFERENCE -> kernel;
      case TRAINING -> kernel.multiply(Noise.kept(scope, kernel.shape(), rate).multiply(1 / (1 - rate)));
    };
    return Dense.product(scope, x, connected, bias);
  }
}
