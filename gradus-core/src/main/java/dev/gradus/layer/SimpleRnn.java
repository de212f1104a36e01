package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.op.Scan;
import dev.gradus.tensor.Shape;
import java.util.List;

/// A plain recurrent layer: h_t = tanh(x_t · kernel + h_{t-1} · recurrentKernel + bias)
///
/// Gradients through many steps vanish or explode (Bengio, Simard and Frasconi 1994, doi:10.1109/72.279181): see [Lstm].
///
/// Shapes: x [N, T, in], kernel [in, units], recurrentKernel [units, units], bias [units] -> y [N, units] or [N, T, units]
/// Parameters: units · (in + units + 1)
/// Source: Elman 1990, doi:10.1207/s15516709cog1402_1. Deviation: tanh where it has the logistic function, and gradients through all steps.
///
/// @param units the size of the state
/// @param steps which outputs; default [Recurrent.Steps#LAST]
/// @param direction default [Scan.Direction#FORWARD]
/// @param kernelInitializer default Glorot uniform
/// @param recurrentInitializer default orthogonal
public record SimpleRnn(
    int units, Steps steps, Scan.Direction direction, Initializer kernelInitializer, Initializer recurrentInitializer)
    implements Recurrent {
  public SimpleRnn {
    Require.positive("units", units);
  }

  SimpleRnn(int units) {
    this(units, Steps.LAST, Scan.Direction.FORWARD, Initializers.glorotUniform(), Initializers.orthogonal());
  }

  @Override
  public SimpleRnn sequences() {
    return new SimpleRnn(units, Steps.ALL, direction, kernelInitializer, recurrentInitializer);
  }

  @Override
  public SimpleRnn reversed() {
    return new SimpleRnn(units, steps, direction.opposite(), kernelInitializer, recurrentInitializer);
  }

  /// The same layer with other initialisers.
  public SimpleRnn initializers(Initializer kernel, Initializer recurrentKernel) {
    return new SimpleRnn(units, steps, direction, kernel, recurrentKernel);
  }

  @Override
  public String name() {
    return "simpleRnn";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Value kernel = scope.parameter("kernel", Shape.of(Recurrence.features(scope, x), units), kernelInitializer);
    Value recurrent = scope.parameter("recurrentKernel", Shape.of(units, units), recurrentInitializer);
    Value bias = scope.parameter("bias", Shape.of(units), Initializers.zeros());
    return Recurrence.along(scope, x, kernel, bias, this, 1, List.of(recurrent), (z, states, constants) ->
        List.of(z.add(states.getFirst().matmul(constants.getFirst())).tanh()));
  }
}
