package dev.gradus.backend;

import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.plan.Plan;
import dev.gradus.tensor.Shape;
import java.util.Map;

/// The sizes under which a plan is to run.
///
/// @param sizes the value of each shape symbol
/// @param threads how many threads will run the kernels
/// @param keepsWeights whether variables stay as they are from run to run, so that kernels may keep what they make of them
public record Sizing(Map<Character, Integer> sizes, int threads, boolean keepsWeights) {
  /// Sizes for a plan whose variables may change between runs.
  public Sizing(Map<Character, Integer> sizes, int threads) {
    this(sizes, threads, false);
  }

  /// The lengths of a shape's axes.
  public int[] dims(Shape shape) {
    return shape.resolve(sizes);
  }

  /// Whether a kernel may keep what it makes of an operand.
  public boolean keeps(Value operand) {
    return keepsWeights && Plan.stored(operand).op() instanceof Variable;
  }
}
