package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;

/// Maxout: each unit is the largest of k linear pieces over the last axis: y_u = max_k (x · kernel + bias)_{u·pieces + k}
///
/// Shapes: x [N, ..., in], kernel [in, units · pieces], bias [units · pieces] -> y [N, ..., units]
/// Range: (-∞, ∞). Derivative by the largest piece: 1, by the others 0; equals share it
/// Parameters: in · units · pieces + units · pieces
/// Good for: learning the activation itself, any convex function of so many pieces; with dropout
/// Source: Goodfellow, Warde-Farley, Mirza, Courville and Bengio 2013, arXiv:1302.4389. Deviation: the initialiser (the
/// paper's are small uniform numbers); of two pieces the larger has the mean square of one, so LeCun's variance keeps it.
///
/// @param units the number of outputs
/// @param pieces how many linear functions each unit chooses from, the paper's k
/// @param kernelInitializer default LeCun normal
public record Maxout(int units, int pieces, Initializer kernelInitializer) implements NamedLayer {
  public Maxout {
    Require.positive("units", units);
    Require.positive("pieces", pieces);
  }

  Maxout(int units, int pieces) {
    this(units, pieces, Initializers.lecunNormal());
  }

  /// The same layer with another initialiser.
  public Maxout initializer(Initializer initializer) {
    return new Maxout(units, pieces, initializer);
  }

  @Override
  public String name() {
    return "maxout";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Value linear = new Dense(Math.multiplyExact(units, pieces), kernelInitializer, Bias.YES).build(scope, x);
    Shape outputs = x.shape().with(-1, Dim.of(units));
    return linear.reshape(outputs.append(Dim.of(pieces))).max(-1);
  }
}
