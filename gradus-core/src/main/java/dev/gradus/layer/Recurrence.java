package dev.gradus.layer;

import dev.gradus.graph.Value;
import dev.gradus.op.Scan;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What recurrent layers share: the loop around their cell.
final class Recurrence {
  /// One step.
  @FunctionalInterface
  interface Cell {
    /// The next states, the output first.
    ///
    /// @param z the step's input, times the kernel, with its bias
    /// @param states the states, the output first: [N, units] each
    List<Value> next(Value z, List<Value> states, List<Value> constants);
  }

  private Recurrence() {}

  /// The number of features of sequences [N, T, in].
  static int features(Scope scope, Value x) {
    Steps.require(scope, x);
    return x.shape().length(2);
  }

  /// Goes along `x` with a cell of so many states.
  static Value along(Scope scope, Value x, Value kernel, Value bias, Recurrent layer, int states, List<Value> constants, Cell cell) {
    Dim batch = x.shape().dim(0);
    Dim length = x.shape().dim(1);
    Value rows = x.transpose(1, 0, 2).reshape(Shape.of(x.shape().product(0, 2), x.shape().dim(2)));
    Value z = rows.matmul(kernel).add(bias).reshape(Shape.of(length, batch, kernel.shape().dim(1)));
    List<Value> sequences = new ArrayList<>(List.of(z));
    Steps.mask(scope, x).ifPresent(mask -> sequences.add(mask.transpose(1, 0).reshape(Shape.of(length, batch, Dim.of(1)))));
    Value zeros = Value.constant(0).broadcast(Shape.of(batch, Dim.of(layer.units())));
    Scan.Loop loop = Scan.over(
        layer.direction(), Collections.nCopies(states, zeros), sequences, constants, (before, slices, given) -> {
          List<Value> next = new ArrayList<>(cell.next(slices.getFirst(), before, given));
          for (int i = 0; slices.size() > 1 && i < next.size(); i++) {
            next.set(i, slices.get(1).select(next.get(i), before.get(i)));
          }
          return new Scan.Step(next, next.subList(0, 1));
        });
    return switch (layer.steps()) {
      case LAST -> loop.last(0);
      case ALL -> loop.each(0).transpose(1, 0, 2);
    };
  }
}
