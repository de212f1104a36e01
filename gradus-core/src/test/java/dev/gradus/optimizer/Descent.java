package dev.gradus.optimizer;

import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Arena;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/// A problem in two parameters, x and y, each a vector.
final class Descent implements AutoCloseable {
  private static final Variable X = new Variable("x", Shape.of(2), Variable.Role.PARAMETER);
  private static final Variable Y = new Variable("y", Shape.of(2), Variable.Role.PARAMETER);
  private final Map<String, float[]> state = new HashMap<>();
  private final Workers workers = new Workers(1);
  private final Executable executable;
  private final double rate;
  private int steps;

  Descent(Optimizer optimizer, BinaryOperator<Value> loss, float[] x, float[] y) {
    Value vx = Value.of(X, List.of());
    Value vy = Value.of(Y, List.of());
    UpdateScope scope =
        new UpdateScope(Value.input("step", DType.F32, Shape.SCALAR), Value.input("rate", DType.F32, Shape.SCALAR));
    Value total = loss.apply(vx, vy).sum();
    Graph graph = new Graph(
        Map.of("loss", total), optimizer.updates(scope, List.of(vx, vy), Gradients.of(total, List.of(vx, vy))));
    for (Variable variable : graph.variables()) {
      state.put(variable.path(), new float[variable.shape().size()]);
    }
    state.put("x", x.clone());
    state.put("y", y.clone());
    executable = Backend.SCALAR.bind(Backend.SCALAR.plan(graph), Map.of(), state, workers, new Arena());
    rate = optimizer.learningRate();
  }

  private void give(String input, float number) {
    if (executable.takes(input)) {
      Slice slice = executable.input(input);
      slice.array()[slice.offset()] = number;
    }
  }

  Descent step(int times) {
    return step(times, Schedules.constant());
  }

  /// So many steps, which the schedule takes for the whole training.
  Descent step(int times, Schedule schedule) {
    for (int i = 0; i < times; i++) {
      give("rate", (float) (rate * schedule.factor(i, times)));
      give("step", ++steps);
      executable.run();
    }
    return this;
  }

  /// The loss before the last step's update.
  double loss() {
    Slice slice = executable.output("loss");
    return slice.array()[slice.offset()];
  }

  /// A slot or a parameter.
  float[] state(String path) {
    return state.get(path);
  }

  float[] x() {
    return state.get("x");
  }

  float[] y() {
    return state.get("y");
  }

  @Override
  public void close() {
    workers.close();
  }
}
