package dev.gradus.layer;

import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.op.Scan;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;
import java.util.Optional;

/// What the layers over sequences [N, steps, features] share.
final class Steps {
  private Steps() {}

  static void require(Scope scope, Value x) {
    if (x.shape().rank() != 3) {
      throw new ShapeException("layer" + Path.phrase(scope.path()) + " expects sequences [N, steps, features], got " + x.shape()
          + (x.shape().rank() == 2 && x.op() instanceof Scan ? ". Let the recurrent layer before it give sequences()?" : ""));
    }
  }

  /// Which steps of x count, [N, T]; empty if all do.
  static Optional<Value> mask(Scope scope, Value x) {
    scope.mask().ifPresent(mask -> {
      if (!mask.shape().equals(x.shape().sub(0, 2))) {
        throw new ShapeException("layer" + Path.phrase(scope.path()) + ": the mask " + mask.shape() + " is not one number for each step of "
            + x.shape() + ". Mask after what changes the number of steps?");
      }
    });
    return scope.mask();
  }

  /// 0, 1, ... length - 1. Shapes: -> [length]
  static Value numbers(int length) {
    Value numbers = Value.constant(0).broadcast(Shape.of(1));
    for (int known = 1; known < length; known *= 2) {
      numbers = Value.concat(0, List.of(numbers, numbers.add(known)));
    }
    return numbers.narrow(0, 0, length);
  }

  /// The mask with an axis of length 1 for the features. Shapes: [N, T] -> [N, T, 1]
  static Value perFeature(Value mask) {
    return mask.reshape(mask.shape().append(Dim.of(1)));
  }
}
