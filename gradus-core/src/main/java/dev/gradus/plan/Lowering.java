package dev.gradus.plan;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Binary;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Constant;
import dev.gradus.op.Input;
import dev.gradus.op.Reduce;
import dev.gradus.op.Reshape;
import dev.gradus.op.Scan;
import dev.gradus.op.Select;
import dev.gradus.op.Unary;
import dev.gradus.op.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/// Turns a graph into steps: one for each group of fused values and one for each other op that needs memory, in an order
/// in which every step comes after those that it reads from.
final class Lowering {
  private final Graph graph;
  private final boolean fuse;
  private final Map<Value, Fusion.Group> groups;
  private final Set<Value> stored = new LinkedHashSet<>();
  private final Map<Value, Step> makers = new HashMap<>();

  private Lowering(Graph graph, boolean fuse) {
    this.graph = graph;
    this.fuse = fuse;
    this.groups = Fusion.of(graph, fuse);
  }

  static List<Step> steps(Graph graph, boolean fuse) {
    Lowering lowering = new Lowering(graph, fuse);
    lowering.findStored();
    lowering.makeSteps();
    return lowering.order();
  }

  /// Whatever a step reads from memory needs a step that stores it; start from the results.
  private void findStored() {
    graph.outputs().values().forEach(value -> stored.add(Fusion.stored(value)));
    graph.updates().values().forEach(value -> stored.add(Fusion.stored(value)));
    for (Value value : graph.values()) {
      Fusion.Group group = groups.get(value);
      if (group == null && Fusion.isVirtual(value.op())) {
        continue;
      }
      for (Value input : value.inputs()) {
        if (group == null) {
          stored.add(Fusion.stored(input));
        } else if (groups.get(input) != group) {
          leaf(input);
        }
      }
    }
    // A broadcast that lies in memory is itself a step, which reads what it repeats.
    for (Deque<Value> open = new ArrayDeque<>(stored); !open.isEmpty(); ) {
      Value value = open.pop();
      if (value.op() instanceof Broadcast) {
        leaf(value);
        open.push(Fusion.stored(value.input(0)));
      }
    }
  }

  /// What a program reads for a value that it doesn't compute: constants are written into the program, broadcasts are
  /// read through their input.
  private void leaf(Value value) {
    Value source = value.op() instanceof Broadcast ? value.input(0) : value;
    if (!(source.op() instanceof Constant)) {
      stored.add(Fusion.stored(source));
    }
  }

  private void makeSteps() {
    Set<Fusion.Group> done = new HashSet<>();
    for (Value value : List.copyOf(stored)) {
      Fusion.Group group = groups.get(value);
      if (value.op() instanceof Input || value.op() instanceof Variable || makers.containsKey(value)) {
        continue;
      }
      Step step;
      if (group != null) {
        if (!done.add(group)) {
          continue;
        }
        step = group.reduction ? reduction(group, value) : elementwise(group);
      } else if (value.op() instanceof Constant || value.op() instanceof Broadcast) {
        step = copy(value);
      } else if (value.op() instanceof Scan scan) {
        step = loop(scan.loop(value.inputs()));
      } else {
        step = new Step.Call(value, value.inputs().stream().map(Fusion::stored).toList());
      }
      step.writes().forEach(write -> makers.put(write, step));
    }
  }

  private Step elementwise(Fusion.Group group) {
    ProgramBuilder builder = new ProgramBuilder();
    List<Value> members = new ArrayList<>(group.members);
    members.sort(Comparator.comparingLong(Value::id));
    members.forEach(builder::compute);
    List<Value> writes = members.stream().filter(stored::contains).toList();
    return new Step.Elementwise(builder.build(writes), group.space, builder.views, writes);
  }

  private Step reduction(Fusion.Group group, Value value) {
    Reduce reduce = (Reduce) value.op();
    ProgramBuilder builder = new ProgramBuilder();
    group.members.stream().filter(member -> member != value).sorted(Comparator.comparingLong(Value::id)).forEach(builder::compute);
    Value source = value.input(0);
    return new Step.Reduction(
        reduce.kind(), reduce.first(), reduce.last(), builder.build(List.of(source)), group.space, builder.views, value);
  }

  /// A loop with all of its results.
  private Step loop(Scan.Loop loop) {
    List<Value> results = stored.stream()
        .filter(value -> value.op() instanceof Scan scan && scan.loop(value.inputs()).equals(loop))
        .sorted(Comparator.comparingLong(Value::id))
        .toList();
    Map<Scan.Result, Set<Integer>> wanted = new EnumMap<>(Scan.Result.class);
    for (Scan.Result result : Scan.Result.values()) {
      wanted.put(result, new TreeSet<>());
    }
    results.forEach(value -> {
      Scan scan = (Scan) value.op();
      wanted.get(scan.result()).add(scan.index());
    });
    Graph step = loop.body().step(wanted.get(Scan.Result.EACH), wanted.get(Scan.Result.LAST));
    return new Step.Loop(loop, fuse ? Plan.of(step) : Plan.unfused(step), loop.inputs().stream().map(Fusion::stored).toList(), results);
  }

  /// A constant or a broadcast that something reads from memory.
  private Step copy(Value value) {
    ProgramBuilder builder = new ProgramBuilder();
    return new Step.Elementwise(builder.build(List.of(value)), value.shape(), builder.views, List.of(value));
  }

  /// Writes a program, loading each operand and each constant once.
  private static final class ProgramBuilder {
    final List<View> views = new ArrayList<>();
    private final List<Value> computed = new ArrayList<>();
    private final Set<Value> members = new HashSet<>();

    void compute(Value value) {
      computed.add(value);
      members.add(value);
    }

    ElementwiseProgram build(List<Value> writes) {
      // Loads come first in the numbering, so find them all before the first instruction.
      computed.forEach(value -> value.inputs().forEach(this::load));
      writes.forEach(this::load);
      List<Instruction> code = new ArrayList<>();
      Map<Float, Integer> constants = new HashMap<>();
      Map<Value, Integer> registers = new HashMap<>();
      for (Value value : computed) {
        int[] in = value.inputs().stream().mapToInt(input -> register(input, registers, constants, code)).toArray();
        code.add(switch (value.op()) {
          case Unary unary -> new Instruction.Unary(unary.kind(), in[0]);
          case Binary binary -> new Instruction.Binary(binary.kind(), in[0], in[1]);
          case Select _ -> new Instruction.Select(in[0], in[1], in[2]);
          default -> throw new IllegalStateException("not elementwise: " + value);
        });
        registers.put(value, views.size() + code.size() - 1);
      }
      List<Integer> outputs =
          writes.stream().map(write -> register(write, registers, constants, code)).toList();
      return new ElementwiseProgram(views.size(), code, outputs);
    }

    private void load(Value value) {
      Value source = value.op() instanceof Broadcast ? value.input(0) : value;
      if (!members.contains(value) && !(source.op() instanceof Constant)) {
        View view = view(source);
        if (!views.contains(view)) {
          views.add(view);
        }
      }
    }

    private static View view(Value source) {
      return new View(Fusion.stored(source), source.shape());
    }

    private int register(Value value, Map<Value, Integer> registers, Map<Float, Integer> constants, List<Instruction> code) {
      Integer computedIn = registers.get(value);
      if (computedIn != null) {
        return computedIn;
      }
      Value source = value.op() instanceof Broadcast ? value.input(0) : value;
      if (source.op() instanceof Constant(double number)) {
        return constants.computeIfAbsent((float) number, constant -> {
          code.add(new Instruction.Constant(constant));
          return views.size() + code.size() - 1;
        });
      }
      return views.indexOf(view(source));
    }
  }

  /// Each step after its operands; among those that are ready, the one whose values were made first.
  private List<Step> order() {
    Map<Step, Set<Step>> users = new HashMap<>();
    Map<Step, Integer> waiting = new HashMap<>();
    Set<Step> steps = new LinkedHashSet<>(makers.values());
    for (Step step : steps) {
      Set<Step> needs = new LinkedHashSet<>();
      step.reads().forEach(read -> {
        if (makers.containsKey(read)) {
          needs.add(makers.get(read));
        }
      });
      waiting.put(step, needs.size());
      needs.forEach(need -> users.computeIfAbsent(need, _ -> new LinkedHashSet<>()).add(step));
    }
    PriorityQueue<Step> ready = new PriorityQueue<>(Comparator.comparingLong(step -> step.writes().getLast().id()));
    steps.stream().filter(step -> waiting.get(step) == 0).forEach(ready::add);
    List<Step> ordered = new ArrayList<>();
    while (!ready.isEmpty()) {
      Step step = ready.remove();
      ordered.add(step);
      for (Step user : users.getOrDefault(step, Set.of())) {
        if (waiting.merge(user, -1, Integer::sum) == 0) {
          ready.add(user);
        }
      }
    }
    if (ordered.size() != steps.size()) {
      throw new IllegalStateException("fusion made a cycle among " + (steps.size() - ordered.size()) + " steps");
    }
    return ordered;
  }
}
