package dev.gradus.optimizer;

import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a gradient transform builds with: the step's number, the learning rate, and slots, which are numbers kept for
/// each parameter from step to step.
public final class UpdateScope {
  private final Value step;
  private final Value learningRate;
  private final Map<Variable, Value> updates = new LinkedHashMap<>();

  /// A scope for one training step.
  ///
  /// @param step the number of this step, from 1, shape []
  /// @param learningRate shape []
  public UpdateScope(Value step, Value learningRate) {
    this.step = step;
    this.learningRate = learningRate;
  }

  /// The number of this step, from 1, shape [].
  public Value step() {
    return step;
  }

  /// The learning rate of this step, shape [].
  public Value learningRate() {
    return learningRate;
  }

  /// The numbers of a name kept for a parameter, of its shape, at first 0.
  public Value slot(String name, Value parameter) {
    String path = Path.join("optimizer/" + name, ((Variable) parameter.op()).path());
    return Value.of(new Variable(path, parameter.shape(), Variable.Role.SLOT), List.of());
  }

  /// Gives a slot its next numbers, which take effect at the end of the step.
  public void update(Value slot, Value next) {
    updates.put((Variable) slot.op(), next);
  }

  /// What all slots become.
  public Map<Variable, Value> updates() {
    return updates;
  }
}
