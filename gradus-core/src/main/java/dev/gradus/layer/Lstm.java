package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.op.Scan;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/// Long short-term memory: a state c that gates write, keep and show.
///
///     (i, f, g, o) = x_t · kernel + h_{t-1} · recurrentKernel + bias
///     c_t = σ(f) · c_{t-1} + σ(i) · tanh(g)
///     h_t = σ(o) · tanh(c_t)
///
/// Shapes: x [N, T, in], kernel [in, 4 · units], recurrentKernel [units, 4 · units], bias [4 · units], gates in the order i, f,
/// g, o -> y = h [N, units] or [N, T, units]
/// Parameters: 4 · units · (in + units + 1)
/// Source: Hochreiter and Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735, with the forget gate of Gers, Schmidhuber and Cummins 2000,
/// doi:10.1162/089976600300015015. Deviation: no peepholes; gradients through all steps.
///
/// @param units the size of h and of c
/// @param steps which outputs; default [Recurrent.Steps#LAST]
/// @param direction default [Scan.Direction#FORWARD]
/// @param forgetBias where the bias of f starts, the other biases at 0; default 1, so that at first it remembers (Jozefowicz,
///     Zaremba and Sutskever 2015)
/// @param kernelInitializer default Glorot uniform over all four gates together
/// @param recurrentInitializer default orthogonal, over all four gates together
public record Lstm(
    int units, Steps steps, Scan.Direction direction, double forgetBias, Initializer kernelInitializer,
    Initializer recurrentInitializer)
    implements Recurrent {
  public Lstm {
    Require.positive("units", units);
    Require.finite("the forget gate's bias", forgetBias);
  }

  Lstm(int units) {
    this(units, Steps.LAST, Scan.Direction.FORWARD, 1, Initializers.glorotUniform(), Initializers.orthogonal());
  }

  @Override
  public Lstm sequences() {
    return new Lstm(units, Steps.ALL, direction, forgetBias, kernelInitializer, recurrentInitializer);
  }

  @Override
  public Lstm reversed() {
    return new Lstm(units, steps, direction.opposite(), forgetBias, kernelInitializer, recurrentInitializer);
  }

  /// The same layer with another first bias of the forget gate.
  public Lstm forgetBias(double first) {
    return new Lstm(units, steps, direction, first, kernelInitializer, recurrentInitializer);
  }

  /// The same layer with other initialisers.
  public Lstm initializers(Initializer kernel, Initializer recurrentKernel) {
    return new Lstm(units, steps, direction, forgetBias, kernel, recurrentKernel);
  }

  @Override
  public String name() {
    return "lstm";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Value kernel = scope.parameter("kernel", Shape.of(Recurrence.features(scope, x), 4 * units), kernelInitializer);
    Value recurrent = scope.parameter("recurrentKernel", Shape.of(units, 4 * units), recurrentInitializer);
    Value bias = scope.parameter("bias", Shape.of(4 * units), (values, _, _) -> {
      Arrays.fill(values, 0);
      Arrays.fill(values, units, 2 * units, (float) forgetBias);
    });
    return Recurrence.along(scope, x, kernel, bias, this, 2, List.of(recurrent), (z, states, constants) -> {
      Value gates = z.add(states.getFirst().matmul(constants.getFirst()));
      Value input = gates.narrow(1, 0, units).sigmoid();
      Value forget = gates.narrow(1, units, units).sigmoid();
      Value candidate = gates.narrow(1, 2 * units, units).tanh();
      Value output = gates.narrow(1, 3 * units, units).sigmoid();
      Value cell = forget.multiply(states.get(1)).add(input.multiply(candidate));
      return List.of(output.multiply(cell.tanh()), cell);
    });
  }
}
