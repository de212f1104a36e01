package dev.gradus.optimizer;

import dev.gradus.GradusException;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.op.UnaryKind;
import dev.gradus.op.Variable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a gradient transform builds with: the step's number, the learning rate, and slots, which are numbers kept for
/// each parameter from step to step.
public final class UpdateScope {
  private final Value step;
  private final Value learningRate;
  private final Optional<Value> gate;
  private final Map<Value, Variable> slots;
  private final Set<String> paths;
  private final Map<Variable, Value> updates;

  /// A scope for one training step.
  ///
  /// @param step the number of this step, from 1, shape []
  /// @param learningRate shape []
  public UpdateScope(Value step, Value learningRate) {
    this(step, learningRate, Optional.empty(), new LinkedHashMap<>(), new LinkedHashSet<>(), new LinkedHashMap<>());
  }

  private UpdateScope(
      Value step, Value learningRate, Optional<Value> gate, Map<Value, Variable> slots, Set<String> paths,
      Map<Variable, Value> updates) {
    this.step = step;
    this.learningRate = learningRate;
    this.gate = gate;
    this.slots = slots;
    this.paths = paths;
    this.updates = updates;
  }

  /// The number of this step, from 1, shape [].
  public Value step() {
    return step;
  }

  /// The learning rate of this step, shape [].
  public Value learningRate() {
    return learningRate;
  }

  /// The numbers of a name kept for a parameter, of its shape, at first 0. See [#slot(String, Value, double)].
  public Value slot(String name, Value parameter) {
    Variable variable = variable(name, parameter);
    Value slot = Value.of(variable, List.of());
    slots.put(slot, variable);
    return slot;
  }

  /// The numbers of a name kept for a parameter, of its shape. Each call makes a slot of its own: a name that the parameter
  /// already has is numbered, `velocity_2`, so two links of one chain never share a slot.
  ///
  /// @param initial what each number is in the first step
  public Value slot(String name, Value parameter, double initial) {
    // The arrays of all slots start as zeros. That the first step reads something else is part of the graph, so nobody who
    // makes, saves or restores slots has to know.
    Variable variable = variable(name, parameter);
    Value slot = step.greater(1).select(Value.of(variable, List.of()), Value.constant(initial));
    slots.put(slot, variable);
    return slot;
  }

  private Variable variable(String name, Value parameter) {
    Variable of = (Variable) parameter.op();
    String path = path(name, of);
    for (int number = 2; !paths.add(path); number++) {
      path = path(name + "_" + number, of);
    }
    return new Variable(path, parameter.shape(), Variable.Role.SLOT);
  }

  private static String path(String name, Variable parameter) {
    return Path.join("optimizer/" + name, parameter.path());
  }

  /// Gives a slot its next numbers, which take effect at the end of the step. Every slot needs them in every step.
  public void update(Value slot, Value next) {
    updates.put(slots.get(slot), gate.map(open -> open.select(next, slot)).orElse(next));
  }

  /// What all slots become.
  ///
  /// @throws GradusException if a slot was asked for and never given its next numbers
  public Map<Variable, Value> updates() {
    slots.values().forEach(variable -> {
      if (!updates.containsKey(variable)) {
        throw new GradusException("the slot \"" + variable.path() + "\" is never updated. Each call of slot makes one of its own:"
            + " keep the value that it returns and give it to update");
      }
    });
    return updates;
  }

  /// Whether this is the last of `count` steps, as 1 or 0, shape [].
  Value last(int count) {
    return Value.constant(count).multiply(rounds(count)).equalTo(step);
  }

  /// A scope whose steps are rounds of `count` of this one's: its slots change in the last step of each round only.
  UpdateScope everyLast(int count) {
    Value last = last(count);
    Value open = gate.map(outer -> outer.multiply(last)).orElse(last);
    return new UpdateScope(rounds(count), learningRate, Optional.of(open), slots, paths, updates);
  }

  /// ⌈step / count⌉. Exact as long as the step is: a quotient is at least 1 / count from the next whole number, and below
  /// 2^24 steps half the distance of floats around it is less.
  private Value rounds(int count) {
    return step.divide(-count).unary(UnaryKind.FLOOR).negate();
  }
}
