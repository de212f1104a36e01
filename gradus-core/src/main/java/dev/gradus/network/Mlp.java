package dev.gradus.network;

import dev.gradus.GradusException;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.NamedLayer;
import dev.gradus.layer.Scope;
import dev.gradus.layer.Sequential;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Fully connected layers, h_i = activation(h_{i-1} · W_i + b_i), and a last one without activation for raw outputs.
///
///     layer     output        parameters
///     flatten   [N, d]
///     then for each number u of units but the last
///     dense     [N, u]        in · u + u
///     activation, dropout
///     and at the end
///     dense     [N, outputs]  in · outputs + outputs
///
/// Shapes: x [N, ...] of d numbers each -> y [N, outputs]
/// Source: Goodfellow, Bengio and Courville 2016, "Deep Learning", chapter 6. Deviation: none.
///
/// @param units of each layer, the last the number of outputs; at least one
/// @param activation after each layer but the last; default ReLU
/// @param kernelInitializer of each layer but the last, whose is [Layers#dense]'s; default LeCun normal times the
///     activation's [Initializers#gain], which before ReLU is He normal
/// @param dropout the fraction of hidden units dropped while training, in [0, 1); default 0, which leaves the layer out
public record Mlp(List<Integer> units, Layer activation, Initializer kernelInitializer, double dropout) implements NamedLayer {
  public Mlp {
    units = List.copyOf(units);
    if (units.isEmpty()) {
      throw new GradusException("mlp needs the units of at least one layer, the last the number of outputs");
    }
    // What is wrong with a number shall be said here, not when a model is made.
    units.forEach(Layers::dense);
    Layers.dropout(dropout);
  }

  Mlp(int... units) {
    this(IntStream.of(units).boxed().toList(), Layers.relu(), before(Layers.relu()), 0);
  }

  /// The same network with another hidden unit, and the kernels scaled by its gain.
  ///
  /// @throws GradusException if [Initializers#gain] knows none of its name; then give an initialiser too
  public Mlp activation(NamedLayer unit) {
    return activation(unit, before(unit));
  }

  /// The same network with another hidden unit and initialiser.
  public Mlp activation(Layer unit, Initializer initializer) {
    return new Mlp(units, unit, initializer, dropout);
  }

  /// The same network with dropout after each hidden unit.
  public Mlp dropout(double rate) {
    return new Mlp(units, activation, kernelInitializer, rate);
  }

  private static Initializer before(NamedLayer unit) {
    return Initializers.scaled(Initializers.lecunNormal(), Initializers.gain(unit.name()));
  }

  @Override
  public String name() {
    return "mlp";
  }

  @Override
  public Value build(Scope scope, Value x) {
    List<Layer> layers = new ArrayList<>();
    layers.add(Layers.flatten());
    for (int hidden : units.subList(0, units.size() - 1)) {
      layers.add(Layers.dense(hidden).initializer(kernelInitializer));
      layers.add(activation);
      if (dropout > 0) {
        layers.add(Layers.dropout(dropout));
      }
    }
    layers.add(Layers.dense(units.getLast()));
    return new Sequential(layers).build(scope, x);
  }
}
