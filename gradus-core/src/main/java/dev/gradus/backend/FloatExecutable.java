package dev.gradus.backend;

import dev.gradus.graph.Value;
import dev.gradus.op.Input;
import dev.gradus.op.Variable;
import dev.gradus.plan.Layout;
import dev.gradus.plan.Plan;
import dev.gradus.plan.Step;
import dev.gradus.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A plan in float32: an arena laid out once, and kernels bound to it, run one after another.
final class FloatExecutable implements Executable {
  /// An array's elements begin 16 bytes into its memory; twelve floats more is a cache line's start.
  static final int ARENA_START = 12;

  private final Plan plan;
  private final Workers workers;
  private final Memory memory;
  private final List<Kernel> kernels;
  private final Map<String, Slice> inputs = new HashMap<>();
  private final Map<String, int[]> intInputs = new HashMap<>();
  private final Map<String, Slice> outputs = new HashMap<>();
  private final Map<String, int[]> intOutputs = new HashMap<>();

  /// @param prepared what kernels keep of the variables, if those stay as they are from run to run
  FloatExecutable(
      Plan plan, Map<Character, Integer> sizes, Map<String, float[]> variables, Workers workers, Kernels choice, Arena arena,
      Optional<Prepared> prepared) {
    this.plan = plan;
    this.workers = workers;
    assert prepared.isEmpty() || plan.graph().updates().isEmpty() : "a plan that changes variables can't keep what is made of them";
    Sizing sizing = new Sizing(sizes, workers.threads(), prepared.isPresent());
    Layout layout = Layout.of(plan, sizes);
    memory = memory(plan, layout, sizing, choice);
    arena.reserve(ARENA_START + layout.floats(), ARENA_START + memory.scratch() / Float.BYTES, memory.edges(), sizes);
    Map<Value, Slice> floatInputs = new LinkedHashMap<>();
    Map<Value, int[]> integers = new LinkedHashMap<>();
    for (Value value : edges(plan)) {
      int size = value.shape().elements().resolve(sizes);
      if (value.dtype() == DType.F32) {
        floatInputs.put(value, new Slice(new float[size], 0));
      } else {
        integers.put(value, new int[size]);
      }
      if (value.op() instanceof Input input) {
        if (value.dtype() == DType.F32) {
          inputs.put(input.label(), floatInputs.get(value));
        } else {
          intInputs.put(input.label(), integers.get(value));
        }
      }
    }
    Map<String, Slice> places = new LinkedHashMap<>();
    variables.forEach((path, numbers) -> places.put(path, new Slice(numbers, 0)));
    Binding binding = new Binding(
        plan, layout, sizing, places, new Slice(arena.values(), ARENA_START), new Slice(arena.scratch(), ARENA_START), floatInputs,
        integers, prepared);
    kernels = kernels(plan, choice, binding);
    plan.graph().outputs().forEach((name, value) -> {
      if (value.dtype() == DType.F32) {
        outputs.put(name, binding.slice(value));
      } else {
        intOutputs.put(name, binding.integers(value));
      }
    });
  }

  /// The kernels of a plan's steps, and of the copies at its end.
  static List<Kernel> kernels(Plan plan, Kernels choice, Binding binding) {
    List<Kernel> kernels = new ArrayList<>();
    for (Step step : plan.steps()) {
      kernels.add(choice.bind(step, binding));
    }
    plan.copies().forEach((variable, value) -> kernels.add(copy(binding, variable, value)));
    return kernels;
  }

  private static Kernel copy(Binding binding, Variable variable, Value value) {
    Slice from = binding.slice(value);
    Slice to = binding.variable(variable);
    int size = variable.shape().elements().resolve(binding.sizing().sizes());
    return _ -> System.arraycopy(from.array(), from.offset(), to.array(), to.offset(), size);
  }

  /// What binding a plan will take from the heap.
  static Memory memory(Plan plan, Layout layout, Sizing sizing, Kernels choice) {
    long scratch = 0;
    for (Step step : plan.steps()) {
      scratch = Math.max(scratch, choice.scratch(step, sizing));
    }
    long edges = 0;
    for (Value value : edges(plan)) {
      edges += (long) value.shape().elements().resolve(sizing.sizes()) * value.dtype().bytes();
    }
    return new Memory(layout.floats() * Float.BYTES, scratch * Float.BYTES, edges);
  }

  /// The inputs, and every integer value.
  private static List<Value> edges(Plan plan) {
    List<Value> edges = new ArrayList<>();
    for (Value value : plan.graph().values()) {
      if (value.op() instanceof Input || value.dtype() != DType.F32 && Plan.stored(value) == value) {
        edges.add(value);
      }
    }
    return edges;
  }

  @Override
  public void run() {
    for (int i = 0; i < kernels.size(); i++) {
      kernels.get(i).run(workers);
    }
  }

  @Override
  public boolean takes(String input) {
    return inputs.containsKey(input) || intInputs.containsKey(input);
  }

  @Override
  public Slice input(String name) {
    return named(inputs, name, "float input");
  }

  @Override
  public int[] intInput(String name) {
    return named(intInputs, name, "integer input");
  }

  @Override
  public Slice output(String name) {
    return named(outputs, name, "float output");
  }

  @Override
  public int[] intOutput(String name) {
    return named(intOutputs, name, "integer output");
  }

  @Override
  public Memory memory() {
    return memory;
  }

  private static <T> T named(Map<String, T> map, String name, String kind) {
    T found = map.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no " + kind + " \"" + name + "\" among " + map.keySet());
    }
    return found;
  }
}
