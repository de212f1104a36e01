package dev.gradus;

import dev.gradus.backend.Arena;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.plan.Plan;
import dev.gradus.tensor.DType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a graph is run on: sizes, inputs and variables. A run leaves it as it is.
///
/// @param sizes the value of each shape symbol
/// @param floats the float inputs by name
/// @param integers the integer inputs by name
/// @param variables the variables by path
public record Trial(
    Map<Character, Integer> sizes, Map<String, float[]> floats, Map<String, int[]> integers, Map<String, float[]> variables) {
  /// A trial of float inputs only.
  public static Trial of(Map<Character, Integer> sizes, Map<String, float[]> floats) {
    return new Trial(sizes, floats, Map.of(), Map.of());
  }

  /// What came of a run.
  ///
  /// @param floats the float outputs by name
  /// @param integers the integer outputs by name
  /// @param variables every variable's numbers after the run, by path
  public record Outcome(Map<String, float[]> floats, Map<String, int[]> integers, Map<String, float[]> variables) {
    /// The same in bits, with one NaN, as text that a failed comparison can show.
    public Map<String, List<Integer>> bits() {
      Map<String, List<Integer>> bits = new TreeMap<>();
      floats.forEach((name, numbers) -> bits.put("output " + name, Trial.bits(numbers)));
      integers.forEach((name, numbers) -> bits.put("output " + name, Arrays.stream(numbers).boxed().toList()));
      variables.forEach((path, numbers) -> bits.put("variable " + path, Trial.bits(numbers)));
      return bits;
    }
  }

  /// The bits of floats, NaNs made one.
  public static List<Integer> bits(float[] numbers) {
    Integer[] bits = new Integer[numbers.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(numbers[i]);
    }
    return List.of(bits);
  }

  /// Numbers as the float32 that they are nearest to.
  public static float[] rounded(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /// Plans as the backend wishes and runs once.
  public Outcome run(Graph graph, Backend backend, Workers workers) {
    return run(backend.plan(graph), backend, workers);
  }

  /// Runs a graph of unnamed float results once on the readable backend, on one thread.
  public List<float[]> values(List<Value> results) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      outputs.put(Integer.toString(i), results.get(i));
    }
    try (Workers workers = new Workers(1)) {
      Outcome outcome = run(new Graph(outputs), Backend.SCALAR, workers);
      return outputs.keySet().stream().map(outcome.floats()::get).toList();
    }
  }

  /// Runs a plan once.
  public Outcome run(Plan plan, Backend backend, Workers workers) {
    Map<String, float[]> state = new LinkedHashMap<>();
    variables.forEach((path, numbers) -> state.put(path, numbers.clone()));
    Executable executable = backend.bind(plan, sizes, state, workers, new Arena());
    floats.forEach((name, numbers) -> {
      if (executable.takes(name)) {
        Slice slice = executable.input(name);
        System.arraycopy(numbers, 0, slice.array(), slice.offset(), numbers.length);
      }
    });
    integers.forEach((name, numbers) -> {
      if (executable.takes(name)) {
        System.arraycopy(numbers, 0, executable.intInput(name), 0, numbers.length);
      }
    });
    executable.run();
    Map<String, float[]> floatOutputs = new LinkedHashMap<>();
    Map<String, int[]> intOutputs = new LinkedHashMap<>();
    plan.graph().outputs().forEach((name, value) -> {
      if (value.dtype() == DType.F32) {
        Slice slice = executable.output(name);
        int size = value.shape().elements().resolve(sizes);
        floatOutputs.put(name, Arrays.copyOfRange(slice.array(), slice.offset(), slice.offset() + size));
      } else {
        intOutputs.put(name, executable.intOutput(name).clone());
      }
    });
    return new Outcome(floatOutputs, intOutputs, state);
  }

  /// This trial after a run: its variables are those that the run left.
  public Trial after(Outcome outcome) {
    return new Trial(sizes, floats, integers, outcome.variables());
  }

  /// What every run of `graph` must give, from a graph that keeps each value in memory of its own and updates nothing.
  public Outcome expected(Graph graph, Workers workers) {
    Map<String, Value> everything = new LinkedHashMap<>();
    Map<Value, String> names = new LinkedHashMap<>();
    for (Value value : graph.values()) {
      String name = "value " + names.size();
      names.put(value, name);
      everything.put(name, value);
    }
    Outcome all = run(Plan.unfused(new Graph(everything)), Backend.SCALAR, workers);
    Map<String, float[]> floatOutputs = new LinkedHashMap<>();
    Map<String, int[]> intOutputs = new LinkedHashMap<>();
    graph.outputs().forEach((name, value) -> {
      if (value.dtype() == DType.F32) {
        floatOutputs.put(name, all.floats().get(names.get(value)));
      } else {
        intOutputs.put(name, all.integers().get(names.get(value)));
      }
    });
    Map<String, float[]> state = new LinkedHashMap<>(variables);
    for (Map.Entry<Variable, Value> update : graph.updates().entrySet()) {
      state.put(update.getKey().path(), all.floats().get(names.get(update.getValue())));
    }
    return new Outcome(floatOutputs, intOutputs, state);
  }
}
