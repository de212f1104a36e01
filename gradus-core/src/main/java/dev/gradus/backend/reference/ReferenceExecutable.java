package dev.gradus.backend.reference;

import dev.gradus.backend.Executable;
import dev.gradus.backend.Memory;
import dev.gradus.backend.Slice;
import dev.gradus.graph.Value;
import dev.gradus.op.Input;
import dev.gradus.op.Variable;
import dev.gradus.plan.Plan;
import dev.gradus.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The reference behind the same door as the fast backends: doubles inside a run, floats at its edges.
public final class ReferenceExecutable implements Executable {
  private final Plan plan;
  private final Map<Character, Integer> sizes;
  private final Map<String, float[]> variables;
  private final Map<String, float[]> floats = new LinkedHashMap<>();
  private final Map<String, int[]> integers = new LinkedHashMap<>();
  private Map<Value, double[]> results = Map.of();

  /// Binds a plan.
  public ReferenceExecutable(Plan plan, Map<Character, Integer> sizes, Map<String, float[]> variables) {
    this.plan = plan;
    this.sizes = sizes;
    this.variables = variables;
    plan.graph().inputs().forEach((name, value) -> {
      int size = value.shape().elements().resolve(sizes);
      if (value.dtype() == DType.F32) {
        floats.put(name, new float[size]);
      } else {
        integers.put(name, new int[size]);
      }
    });
  }

  /// What a run takes: every value of the graph at once.
  public static Memory memory(Plan plan, Map<Character, Integer> sizes) {
    long bytes = 0;
    for (Value value : plan.graph().values()) {
      bytes += (long) value.shape().elements().resolve(sizes) * Double.BYTES;
    }
    return new Memory(bytes, 0, 0);
  }

  @Override
  public boolean takes(String input) {
    return floats.containsKey(input) || integers.containsKey(input);
  }

  @Override
  public Slice input(String name) {
    return new Slice(floats.get(name), 0);
  }

  @Override
  public int[] intInput(String name) {
    return integers.get(name);
  }

  @Override
  public void run() {
    Map<String, double[]> inputs = new HashMap<>();
    floats.forEach((name, array) -> inputs.put(name, doubles(array)));
    integers.forEach((name, array) -> inputs.put(name, java.util.Arrays.stream(array).asDoubleStream().toArray()));
    Map<String, double[]> state = new HashMap<>();
    for (Value value : plan.graph().values()) {
      if (value.op() instanceof Input input && !inputs.containsKey(input.label())) {
        throw new IllegalStateException("no array for input " + input.label());
      }
      if (value.op() instanceof Variable variable) {
        state.put(variable.path(), doubles(variables.get(variable.path())));
      }
    }
    List<Value> roots = new ArrayList<>(plan.graph().outputs().values());
    roots.addAll(plan.graph().updates().values());
    results = Reference.evaluate(roots, sizes, inputs, state);
    plan.graph().updates().forEach((variable, value) -> {
      float[] rounded = floats(results.get(value));
      System.arraycopy(rounded, 0, variables.get(variable.path()), 0, rounded.length);
    });
  }

  @Override
  public Slice output(String name) {
    return new Slice(floats(results.get(plan.graph().outputs().get(name))), 0);
  }

  @Override
  public int[] intOutput(String name) {
    return java.util.Arrays.stream(results.get(plan.graph().outputs().get(name))).mapToInt(number -> (int) number).toArray();
  }

  @Override
  public Memory memory() {
    return memory(plan, sizes);
  }

  private static double[] doubles(float[] array) {
    double[] doubles = new double[array.length];
    for (int i = 0; i < array.length; i++) {
      doubles[i] = array[i];
    }
    return doubles;
  }

  private static float[] floats(double[] array) {
    float[] floats = new float[array.length];
    for (int i = 0; i < array.length; i++) {
      floats[i] = (float) array[i];
    }
    return floats;
  }
}
