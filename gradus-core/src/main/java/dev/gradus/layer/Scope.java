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
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
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
    /// Where each shared layer was first applied, and how often it was.
    final Map<Shared, Place> shared = new IdentityHashMap<>();
    /// What stands for a state that an earlier application of a shared layer has updated.
    final Map<Value, Variable> moved = new HashMap<>();
    Value random;

    Trace(Mode mode, Map<String, Value> variables, Map<String, Initializer> initializers) {
      this.mode = mode;
      this.variables = variables;
      this.initializers = initializers;
    }
  }

  /// The first application of a shared layer.
  ///
  /// @param path what its values are made under
  /// @param home what its variables are made under
  /// @param applications how many there are by now
  private record Place(String path, String home, int applications) {}

  private final Trace trace;
  private final String path;
  /// Where variables live: the path, except inside a shared layer after its first application.
  private final String home;
  private final Optional<Value> mask;
  private final Map<String, Integer> counts;

  private Scope(Trace trace, String path, String home, Optional<Value> mask, Map<String, Integer> counts) {
    this.trace = trace;
    this.path = path;
    this.home = home;
    this.mask = mask;
    this.counts = counts;
  }

  /// The outermost scope of a trace.
  ///
  /// @param mode what the graph is for
  /// @param variables the model's variables by path, to which new ones are added
  /// @param initializers how each variable gets its first values, to which new ones are added
  public static Scope root(Mode mode, Map<String, Value> variables, Map<String, Initializer> initializers) {
    return new Scope(new Trace(mode, variables, initializers), "", "", Optional.empty(), new HashMap<>());
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
    return at(Path.join(path, name), Path.join(home, name), builder);
  }

  private <T> T at(String innerPath, String innerHome, Function<Scope, T> builder) {
    Scope inner = new Scope(trace, innerPath, innerHome, mask, new HashMap<>());
    return Path.at(innerPath, () -> builder.apply(inner));
  }

  /// Builds where a shared layer was first applied in this trace, with the variables made there; the first time, in a scope that
  /// `open` opens. Values of the second application are under the first one's path with `#2` after it, and so on.
  <T> T shared(Shared layer, BiFunction<Scope, Function<Scope, T>, T> open, Function<Scope, T> builder) {
    Place place = trace.shared.get(layer);
    if (place == null) {
      return open.apply(this, inner -> {
        trace.shared.put(layer, new Place(inner.path, inner.home, 1));
        return builder.apply(inner);
      });
    }
    Place next = new Place(place.path, place.home, place.applications + 1);
    trace.shared.put(layer, next);
    return at(place.path + "#" + next.applications, place.home, builder);
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
    return new Scope(trace, path, home, Optional.of(steps), counts);
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
    Value state = variable(name, shape, Variable.Role.STATE, initializer);
    Value next = path.equals(home) ? null : trace.updates.get((Variable) state.op());
    if (next == null) {
      return state;
    }
    // A value of its own, since two states may have been given the same next value.
    Value now = next.stopGradient();
    trace.moved.put(now, (Variable) state.op());
    return now;
  }

  private Value variable(String name, Shape shape, Variable.Role role, Initializer initializer) {
    String full = Path.join(home, name);
    Variable variable = new Variable(full, shape, role);
    boolean first = trace.made.add(full);
    if (!path.equals(home)) {
      return again(variable, first);
    }
    if (!first) {
      throw new GradusException(
          "variable \"" + full + "\" is made twice. Give each layer a scope of its own: scope.in(\"name\", s -> …)");
    }
    trace.initializers.putIfAbsent(full, initializer);
    Value value = trace.variables.computeIfAbsent(full, _ -> Value.of(variable, List.of()));
    if (!value.op().equals(variable)) {
      throw new GradusException(
          "variable \"" + full + "\" differs between training and inference: " + value.op() + " and " + variable);
    }
    return value;
  }

  /// A variable of a shared layer's earlier application.
  private Value again(Variable wanted, boolean first) {
    if (first) {
      throw new GradusException("the shared layer" + Path.phrase(path) + " asks for the variable \"" + wanted.path()
          + "\", which its first application did not make");
    }
    Value value = trace.variables.get(wanted.path());
    Variable made = (Variable) value.op();
    if (!made.shape().equals(wanted.shape())) {
      throw new ShapeException("the shared layer" + Path.phrase(path) + " needs the variable \"" + wanted.path() + "\" of shape "
          + wanted.shape() + ", but its first application made it of shape " + made.shape()
          + ". A shared layer's inputs have the same shape but for the batch axis");
    }
    if (made.role() != wanted.role()) {
      throw new GradusException("the shared layer" + Path.phrase(path) + " needs the variable \"" + wanted.path() + "\" as "
          + wanted.role() + ", but its first application made it as " + made.role());
    }
    return value;
  }

  /// Gives a state its next value, which takes effect at the end of the step.
  public void update(Value state, Value next) {
    Variable moved = trace.moved.get(state);
    if (moved != null) {
      trace.updates.put(moved, next);
      return;
    }
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
