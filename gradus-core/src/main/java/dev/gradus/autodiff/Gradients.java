package dev.gradus.autodiff;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Backpropagation: one reverse walk over a graph, which gives a graph.
///
/// The gradients are values like any other, so they can be differentiated again.
public final class Gradients {
  private Gradients() {}

  /// ∂loss/∂x for each x in `by`, of x's shape; zeros where the loss doesn't depend on it.
  ///
  /// @param loss a single number, shape []
  /// @param by the values to differentiate by
  /// @throws ShapeException if the loss is not a single number
  public static List<Value> of(Value loss, List<Value> by) {
    if (!loss.shape().equals(Shape.SCALAR)) {
      throw new ShapeException("a gradient is that of a single number, but the loss has shape " + loss.shape() + ". Take its mean?");
    }
    List<Value> forward = Graph.reachable(List.of(loss));
    Set<Value> dependent = dependents(forward, by);
    Map<Value, Value> gradients = new HashMap<>();
    gradients.put(loss, Value.constant(1));
    for (Value value : forward.reversed()) {
      Value gradient = gradients.get(value);
      if (gradient == null || !dependent.contains(value) || value.inputs().stream().noneMatch(dependent::contains)) {
        continue;
      }
      Path.at(value.path(), () -> {
        List<java.util.Optional<Value>> parts = GradientRules.of(value, gradient);
        for (int i = 0; i < parts.size(); i++) {
          Value input = value.input(i);
          if (dependent.contains(input)) {
            parts.get(i).ifPresent(part -> gradients.merge(input, part, Value::add));
          }
        }
        return null;
      });
    }
    return by.stream().map(x -> {
      Value gradient = gradients.get(x);
      return gradient != null ? gradient : Value.constant(0).broadcast(x.shape());
    }).toList();
  }

  private static Set<Value> dependents(List<Value> forward, List<Value> by) {
    Set<Value> dependent = new HashSet<>(by);
    for (Value value : forward) {
      if (value.inputs().stream().anyMatch(dependent::contains)) {
        dependent.add(value);
      }
    }
    return dependent;
  }
}
