package dev.gradus.layer;

import dev.gradus.GradusException;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.op.Random;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Where a layer stands while a model is traced: it names parameters by their path, gives random values their keys, and
/// says what the graph is for.
public final class Scope {
  /// The name of the input from which all random values follow: seed (two words), step, first sample.
  public static final String RANDOM_INPUT = "random";

  /// What all scopes of one trace share, and the variables, which all traces of one model share.
  private static final class Trace {
    final Mode mode;
    final Map<String, Value> variables;
    final Map<String, Initializer> initializers;
    final Set<String> made = new HashSet<>();
    final Map<Variable, Value> updates = new LinkedHashMap<>();
    Value random;

    Trace(Mode mode, Map<String, Value> variables, Map<String, Initializer> initializers) {
      this.mode = mode;
      this.variables = variables;
      this.initializers = initializers;
    }
  }

  private final Trace trace;
  private final String path;
  private final Optional<Value> mask;
  private final Map<String, Integer> counts;

  private Scope(Trace trace, String path, Optional<Value> mask, Map<String, Integer> counts) {
    this.trace = trace;
    this.path = path;
    this.mask = mask;
    this.counts = counts;
  }

  /// The outermost scope of a trace.
  ///
  /// @param mode what the graph is for
  /// @param variables the model's variables by path, to which new ones are added
  /// @param initializers how each variable gets its first values, to which new ones are added
  public static Scope root(Mode mode, Map<String, Value> variables, Map<String, Initializer> initializers) {
    return new Scope(new Trace(mode, variables, initializers), "", Optional.empty(), new HashMap<>());
  }

  /// What the graph is for.
  public Mode mode() {
    return trace.mode;
  }

  /// Where this scope stands, such as `"encoder/dense_1"`; empty at the top.
  public String path() {
    return path;
  }

  /// Builds inside a scope of its own, named `kind_1`, `kind_2` and so on.
  public <T> T in(String kind, Function<Scope, T> builder) {
    int number = counts.merge(kind, 1, Integer::sum);
    return named(kind + "_" + number, builder);
  }

  /// Builds inside a scope of exactly this name.
  public <T> T named(String name, Function<Scope, T> builder) {
    Scope inner = new Scope(trace, Path.join(path, name), mask, new HashMap<>());
    return Path.at(inner.path, () -> builder.apply(inner));
  }

  /// Which steps of the sequences in hand count: `[N, T]`, 1 where one does and 0 where it only fills up the length. Layers
  /// over sequences leave out the others; empty if all count.
  public Optional<Value> mask() {
    return mask;
  }

  /// This scope with another mask, for the layers of a part of the network.
  ///
  /// @param steps `[N, T]`, 1 for each step that counts, else 0
  public Scope masked(Value steps) {
    if (steps.shape().rank() != 2) {
      throw new ShapeException("a mask" + Path.phrase(path) + " has shape [N, T], not " + steps.shape());
    }
    return new Scope(trace, path, Optional.of(steps), counts);
  }

  /// A weight, adjusted by training.
  ///
  /// @throws GradusException if this scope has one of that name already
  public Value parameter(String name, Shape shape, Initializer initializer) {
    return variable(name, shape, Variable.Role.PARAMETER, initializer);
  }

  /// Numbers that the layer keeps from step to step, such as running statistics.
  ///
  /// @throws GradusException if this scope has one of that name already
  public Value state(String name, Shape shape, Initializer initializer) {
    return variable(name, shape, Variable.Role.STATE, initializer);
  }

  private Value variable(String name, Shape shape, Variable.Role role, Initializer initializer) {
    String full = Path.join(path, name);
    if (!trace.made.add(full)) {
      throw new GradusException(
          "variable \"" + full + "\" is made twice. Give each layer a scope of its own: scope.in(\"name\", s -> …)");
    }
    Variable variable = new Variable(full, shape, role);
    trace.initializers.putIfAbsent(full, initializer);
    Value value = trace.variables.computeIfAbsent(full, _ -> Value.of(variable, List.of()));
    if (!value.op().equals(variable)) {
      throw new GradusException(
          "variable \"" + full + "\" differs between training and inference: " + value.op() + " and " + variable);
    }
    return value;
  }

  /// Gives a state its next value, which takes effect at the end of the step.
  public void update(Value state, Value next) {
    if (!(state.op() instanceof Variable variable) || variable.role() != Variable.Role.STATE) {
      throw new GradusException("only a state can be updated" + Path.phrase(path) + ", not " + state);
    }
    trace.updates.put(variable, next);
  }

  /// The updates of all scopes of this trace.
  public Map<Variable, Value> updates() {
    return trace.updates;
  }

  /// Uniform random numbers in [0, 1), new at each step and for each sample.
  public Value uniform(Shape shape) {
    return random(Random.Distribution.UNIFORM, shape);
  }

  /// Normal random numbers with mean 0 and deviation 1, new at each step and for each sample.
  public Value normal(Shape shape) {
    return random(Random.Distribution.NORMAL, shape);
  }

  private Value random(Random.Distribution distribution, Shape shape) {
    if (trace.random == null) {
      trace.random = Value.input(RANDOM_INPUT, DType.I32, Shape.of(4));
    }
    String stream = Path.join(path, "random_" + counts.merge("random", 1, Integer::sum));
    return Value.of(new Random(distribution, stream, shape), List.of(trace.random));
  }
}
