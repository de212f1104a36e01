package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;

/// A fully connected layer over the last axis: y = x · kernel + bias
///
/// Shapes: x [N, ..., in], kernel [in, units], bias [units] -> y [N, ..., units]
/// Parameters: in · units (+ units)
/// Source: Rumelhart, Hinton and Williams 1986, doi:10.1038/323533a0, equation 1. Deviation: the function of the sum is a
/// layer of its own.
///
/// @param units the number of outputs
/// @param kernelInitializer default Glorot uniform
/// @param bias whether there is one, starting at 0; default yes
public record Dense(int units, Initializer kernelInitializer, Bias bias) implements NamedLayer {
  public Dense {
    Require.positive("units", units);
  }

  Dense(int units) {
    this(units, Initializers.glorotUniform(), Bias.YES);
  }

  /// The same layer with another initialiser.
  public Dense initializer(Initializer initializer) {
    return new Dense(units, initializer, bias);
  }

  /// The same layer without a bias, as before a normalisation.
  public Dense withoutBias() {
    return new Dense(units, kernelInitializer, Bias.NO);
  }

  @Override
  public String name() {
    return "dense";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Require.rank(scope, x, 2, "[N, ..., features]");
    return product(scope, x, scope.parameter("kernel", Shape.of(x.shape().length(-1), units), kernelInitializer), bias);
  }

  /// x · kernel + bias over the last axis.
  static Value product(Scope scope, Value x, Value kernel, Bias bias) {
    Dim in = kernel.shape().dim(0);
    int units = kernel.shape().length(1);
    Shape output = x.shape().with(-1, Dim.of(units));
    Value rows = x.reshape(Shape.of(x.shape().product(0, x.shape().rank() - 1), in));
    Value y = rows.matmul(kernel);
    return bias.add(scope, y, units).reshape(output);
  }
}
