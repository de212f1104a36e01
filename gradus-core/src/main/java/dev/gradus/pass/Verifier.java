package dev.gradus.pass;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Scan;
import dev.gradus.op.Type;
import dev.gradus.op.Variable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Checks a graph after a pass: every value comes after its inputs and has the type that its op infers, and a variable's
/// path stands for one variable.
public final class Verifier {
  private Verifier() {}

  /// Returns the graph.
  ///
  /// @throws IllegalStateException naming the first value that is wrong: a defect of the pass
  public static Graph check(Graph graph) {
    Set<Value> seen = new HashSet<>();
    Map<String, Variable> variables = new HashMap<>();
    for (Value value : graph.values()) {
      if (!seen.containsAll(value.inputs())) {
        throw new IllegalStateException("used before it is made: an input of " + value);
      }
      Type inferred = value.op().infer(value.inputs().stream().map(Value::type).toList());
      if (!inferred.equals(value.type())) {
        throw new IllegalStateException("inferred " + inferred + " for " + value);
      }
      if (value.op() instanceof Variable variable) {
        Variable other = variables.putIfAbsent(variable.path(), variable);
        if (other != null && !other.equals(variable)) {
          throw new IllegalStateException("two variables of one path: " + variable + " and " + other);
        }
      }
      if (value.op() instanceof Scan scan) {
        check(scan.body().step(IntStream.range(0, scan.body().values().size()).boxed().toList(), List.of()));
      }
      seen.add(value);
    }
    return graph;
  }
}
