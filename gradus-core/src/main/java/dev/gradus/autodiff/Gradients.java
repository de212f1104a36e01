package dev.gradus.autodiff;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.op.Scan;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

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
    List<Optional<Value>> gradients = of(Map.of(loss, Value.constant(1)), by);
    return IntStream.range(0, by.size())
        .mapToObj(i -> gradients.get(i).orElseGet(() -> Value.constant(0).broadcast(by.get(i).shape())))
        .toList();
  }

  /// The gradient by each x in `by` of a loss that is known by its gradients by some results; empty where no result depends
  /// on x.
  static List<Optional<Value>> of(Map<Value, Value> results, List<Value> by) {
    List<Value> forward = Graph.reachable(results.keySet());
    Set<Value> dependent = dependents(forward, by);
    Map<Value, Value> gradients = new HashMap<>(results);
    Map<Scan.Loop, List<Value>> loops = loops(forward);
    for (Value value : forward.reversed()) {
      if (!dependent.contains(value) || value.inputs().stream().noneMatch(dependent::contains)) {
        continue;
      }
      List<Value> together = value.op() instanceof Scan scan ? loops.get(scan.loop(value.inputs())) : List.of(value);
      Map<Value, Value> given = new LinkedHashMap<>();
      together.stream().filter(gradients::containsKey).forEach(result -> given.put(result, gradients.get(result)));
      // A loop's results are differentiated together, once all that reads any of them is done: at the first one made.
      if (given.isEmpty() || value != together.getFirst()) {
        continue;
      }
      Path.at(value.path(), () -> {
        List<Optional<Value>> parts =
            value.op() instanceof Scan ? ScanGradient.of(given) : GradientRules.of(value, given.get(value));
        for (int i = 0; i < parts.size(); i++) {
          Value input = value.input(i);
          if (dependent.contains(input)) {
            parts.get(i).ifPresent(part -> gradients.merge(input, part, Value::add));
          }
        }
        return null;
      });
    }
    return by.stream().map(x -> Optional.ofNullable(gradients.get(x))).toList();
  }

  /// The results of each loop, in the order in which they were made.
  private static Map<Scan.Loop, List<Value>> loops(List<Value> forward) {
    Map<Scan.Loop, List<Value>> loops = new HashMap<>();
    for (Value value : forward) {
      if (value.op() instanceof Scan scan) {
        loops.computeIfAbsent(scan.loop(value.inputs()), _ -> new ArrayList<>()).add(value);
      }
    }
    return loops;
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
