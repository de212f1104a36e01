package dev.gradus.backend;

import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.plan.Layout;
import dev.gradus.plan.Plan;
import dev.gradus.plan.View;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a kernel is bound to: concrete sizes, and where each value lies.
public final class Binding {
  private final Plan plan;
  private final Layout layout;
  private final Sizing sizing;
  private final Map<String, Slice> variables;
  private final Slice arena;
  private final Slice scratch;
  private final Map<Value, Slice> floatInputs;
  private final Map<Value, int[]> integers;
  private final Optional<Prepared> prepared;

  Binding(
      Plan plan,
      Layout layout,
      Sizing sizing,
      Map<String, Slice> variables,
      Slice arena,
      Slice scratch,
      Map<Value, Slice> floatInputs,
      Map<Value, int[]> integers,
      Optional<Prepared> prepared) {
    this.plan = plan;
    this.layout = layout;
    this.sizing = sizing;
    this.variables = variables;
    this.arena = arena;
    this.scratch = scratch;
    this.floatInputs = floatInputs;
    this.integers = integers;
    this.prepared = prepared;
  }

  /// The lengths of a shape's axes.
  public int[] dims(Shape shape) {
    return sizing.dims(shape);
  }

  /// The sizes under which the kernel runs.
  public Sizing sizing() {
    return sizing;
  }

  /// Working memory, as much as the kernel asked for; shared by all kernels, so nothing in it outlives a run.
  public Slice scratch() {
    return scratch;
  }

  /// Where the kernel of `value` finds what it keeps of its operand `weights`; nothing if the operand may change between runs.
  ///
  /// @param floats how much that is; the same for every batch size
  /// @param make fills it
  public Optional<Slice> kept(Value value, Value weights, long floats, Consumer<Slice> make) {
    return sizing.keeps(weights) ? prepared.map(store -> store.of(value, floats, make)) : Optional.empty();
  }

  /// Where a float value lies.
  public Slice slice(Value value) {
    Value stored = Plan.stored(value);
    Slice input = floatInputs.get(stored);
    if (input != null) {
      return input;
    }
    if (stored.op() instanceof Variable variable) {
      return variable(variable);
    }
    Variable inPlace = plan.inPlace().get(stored);
    return inPlace != null ? variable(inPlace) : new Slice(arena.array(), Math.toIntExact(arena.offset() + layout.offsets().get(stored)));
  }

  /// Where a variable lies.
  public Slice variable(Variable variable) {
    return variables.get(variable.path());
  }

  /// The array of an integer value.
  public int[] integers(Value value) {
    return integers.get(Plan.stored(value));
  }

  /// The operands of an elementwise program over `space`.
  public List<Operand> operands(List<View> views, Shape space) {
    List<Operand> operands = new ArrayList<>();
    for (View view : views) {
      operands.add(new Operand(slice(view.stored()), Strides.broadcast(dims(view.shape()), dims(space))));
    }
    return operands;
  }
}
