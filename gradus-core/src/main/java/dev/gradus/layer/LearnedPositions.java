package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Shape;

/// Adds to each step a learned vector for its place: y_t = x_t + positions_t
///
/// Shapes: x [N, T, d], positions [T, d] -> y [N, T, d]
/// Parameters: T · d
/// Throws ShapeException if x is no sequence
/// Source: Gehring, Auli, Grangier, Yarats and Dauphin 2017, arXiv:1705.03122. Deviation: the initialiser.
///
/// @param initializer default normal with deviation 0.02, small beside the steps' own numbers
public record LearnedPositions(Initializer initializer) implements NamedLayer {
  LearnedPositions() {
    this(Initializers.normal(0.02));
  }

  /// The same layer with another initialiser.
  public LearnedPositions initializer(Initializer other) {
    return new LearnedPositions(other);
  }

  @Override
  public String name() {
    return "learnedPositions";
  }

  @Override
  public Value build(Scope scope, Value x) {
    Steps.require(scope, x);
    return x.add(scope.parameter("positions", Shape.of(x.shape().length(1), x.shape().length(2)), initializer));
  }
}
