package dev.gradus.diagnose;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Where the first number came from that is NaN or infinite.
///
/// @param phase in which part of the step
/// @param op the name of the op that gave it, or `Variable` for a weight
/// @param layer the path of the layer; `loss` in the loss
/// @param value what it gave, at the first such place
/// @param row for which example of the data that were given to the trainer; none for what belongs to no example
/// @param operands what it was given there, for ops that compute each number by itself; else empty
public record Origin(Phase phase, String op, String layer, float value, OptionalInt row, List<Float> operands) {
  /// A part of a training step.
  public enum Phase {
    /// From the inputs to the loss.
    FORWARD,
    /// From the loss back to the weights.
    BACKWARD,
    /// From the gradients to the new weights.
    UPDATE
  }

  public Origin {
    operands = List.copyOf(operands);
  }

  @Override
  public String toString() {
    return op + (layer.isEmpty() ? "" : " at \"" + layer + "\"") + " gave " + Numbers.text(value)
        + (operands.isEmpty() ? "" : " from " + operands.stream().map(Numbers::text).collect(Collectors.joining(" and ")))
        + switch (phase) {
          case FORWARD -> " on the way forward";
          case BACKWARD -> " on the way back";
          case UPDATE -> " as the weights' update";
        } + (row.isPresent() ? ", for row " + row.getAsInt() + " of the data" : "");
  }
}
