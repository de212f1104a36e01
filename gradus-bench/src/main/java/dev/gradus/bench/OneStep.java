package dev.gradus.bench;

import dev.gradus.backend.Arena;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.cli.bench.Synthetic;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Op;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Map;

/// A plan of one op of two operands.
final class OneStep {
  private final Executable executable;
  private final Slice result;

  OneStep(Op op, Shape left, Shape right, Workers workers) {
    Value value = Value.of(op, List.of(Value.input("left", DType.F32, left), Value.input("right", DType.F32, right)));
    Backend backend = Backend.best();
    executable = backend.bind(backend.plan(new Graph(Map.of("result", value))), Map.of(), Map.of(), workers, new Arena());
    for (String name : List.of("left", "right")) {
      Slice slice = executable.input(name);
      float[] numbers = Synthetic.numbers(name, (name.equals("left") ? left : right).size());
      System.arraycopy(numbers, 0, slice.array(), slice.offset(), numbers.length);
    }
    executable.run();
    result = executable.output("result");
  }

  /// Runs, and gives a number of the result.
  float run() {
    executable.run();
    return result.array()[result.offset()];
  }
}
