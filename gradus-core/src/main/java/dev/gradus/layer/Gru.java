package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.op.Scan;
import dev.gradus.tensor.Shape;
import java.util.List;

/// A gated recurrent unit: a mean of the old state and a candidate.
///
///     (a_r, a_z, a_n) = x_t · kernel + bias
///     (b_r, b_z, b_n) = h_{t-1} · recurrentKernel + recurrentBias
///     r = σ(a_r + b_r), z = σ(a_z + b_z), n = tanh(a_n + r · b_n)
///     h_t = (1 - z) · n + z · h_{t-1}
///
/// This is the form with the reset after the product, that of cuDNN, PyTorch and Keras (its default). With [Reset#BEFORE], the
/// paper's form, n = tanh(a_n + (r · h_{t-1}) · recurrentKernel_n), and there is no recurrentBias.
///
/// Shapes: x [N, T, in], kernel [in, 3 · units], recurrentKernel [units, 3 · units], bias and recurrentBias [3 · units], gates in
/// the order r, z, n -> y = h [N, units] or [N, T, units]
/// Parameters: 3 · units · (in + units + 2); with the reset before 3 · units · (in + units + 1)
/// Source: Cho et al. 2014, arXiv:1406.1078. Deviation: biases; the reset after the product by default.
///
/// @param units the size of the state
/// @param steps which outputs; default [Recurrent.Steps#LAST]
/// @param direction default [Scan.Direction#FORWARD]
/// @param reset where the reset gate acts; default [Reset#AFTER]
/// @param kernelInitializer default Glorot uniform over all three gates together
/// @param recurrentInitializer default orthogonal, over all three gates together
public record Gru(
    int units, Steps steps, Scan.Direction direction, Reset reset, Initializer kernelInitializer, Initializer recurrentInitializer)
    implements Recurrent {
  /// Where the reset gate acts.
  public enum Reset {
    /// On the state's product with the kernel.
    AFTER,
    /// On the state, before the product.
    BEFORE
  }

  public Gru {
    Require.positive("units", units);
  }

  Gru(int units) {
    this(units, Steps.LAST, Scan.Direction.FORWARD, Reset.AFTER, Initializers.glorotUniform(), Initializers.orthogonal());
  }

  @Override
  public Gru sequences() {
    return new Gru(units, Steps.ALL, direction, reset, kernelInitializer, recurrentInitializer);
  }

  @Override
  public Gru reversed() {
    return new Gru(units, steps, direction.opposite(), reset, kernelInitializer, recurrentInitializer);
  }

  /// The same layer with the reset before the product.
  public Gru resetBefore() {
    return new Gru(units, steps, direction, Reset.BEFORE, kernelInitializer, recurrentInitializer);
  }

  /// The same layer with other initialisers.
  public Gru initializers(Initializer kernel, Initializer recurrentKernel) {
    return new Gru(units, steps, direction, reset, kernel, recurrentKernel);
  }

  @Override
  public String name() {
    return "gru";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Value kernel = scope.parameter("kernel", Shape.of(Recurrence.features(scope, x), 3 * units), kernelInitializer);
    Value recurrent = scope.parameter("recurrentKernel", Shape.of(units, 3 * units), recurrentInitializer);
    Value bias = scope.parameter("bias", Shape.of(3 * units), Initializers.zeros());
    List<Value> constants = switch (reset) {
      case AFTER -> List.of(recurrent, scope.parameter("recurrentBias", Shape.of(3 * units), Initializers.zeros()));
      case BEFORE -> List.of(recurrent.narrow(1, 0, 2 * units), recurrent.narrow(1, 2 * units, units));
    };
    return Recurrence.along(scope, x, kernel, bias, this, 1, constants, (a, states, given) -> {
      Value h = states.getFirst();
      Value product = h.matmul(given.getFirst());
      Value b = reset == Reset.AFTER ? product.add(given.get(1)) : product;
      Value r = part(a, 0).add(part(b, 0)).sigmoid();
      Value z = part(a, 1).add(part(b, 1)).sigmoid();
      Value ofState = switch (reset) {
        case AFTER -> r.multiply(part(b, 2));
        case BEFORE -> r.multiply(h).matmul(given.get(1));
      };
      Value n = part(a, 2).add(ofState).tanh();
      return List.of(Value.constant(1).subtract(z).multiply(n).add(z.multiply(h)));
    });
  }

  private Value part(Value gates, int number) {
    return gates.narrow(1, number * units, units);
  }
}
