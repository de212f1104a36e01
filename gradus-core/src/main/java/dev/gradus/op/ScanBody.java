package dev.gradus.op;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a [Scan] does at each step: a graph from carries, one slice of each sequence, and constants, to the carries' next
/// values.
///
/// To the graph a carry is a variable that each step updates, and slices and constants are inputs. A body is equal to itself
/// alone: scans of one body over the same inputs are results of one loop.
public final class ScanBody {
  /// Bodies within bodies beyond this are no model that anyone wrote.
  private static final int DEEPEST = 16;

  /// A body's values and those of all bodies within: planning takes time for each.
  private static final long LARGEST = 1 << 20;

  private final List<Value> carries;
  private final List<Value> slices;
  private final List<Value> constants;
  private final List<Value> next;
  private final List<Value> outputs;
  private final List<Value> values;
  private final int depth;
  private final long size;

  /// A body.
  ///
  /// @param carries what the step before left, each from [#carry]
  /// @param slices the step's part of each sequence, each from [#slice]
  /// @param constants what is the same at each step, each from [#constant]
  /// @param next the next value of each carry
  /// @param outputs what else may be asked for
  /// @throws ShapeException if a next value doesn't fit its carry, or the body reads what it isn't given
  public ScanBody(List<Value> carries, List<Value> slices, List<Value> constants, List<Value> next, List<Value> outputs) {
    this.carries = List.copyOf(carries);
    this.slices = List.copyOf(slices);
    this.constants = List.copyOf(constants);
    this.next = List.copyOf(next);
    this.outputs = List.copyOf(outputs);
    List<Value> leaves = new ArrayList<>(carries);
    leaves.addAll(slices);
    leaves.addAll(constants);
    List<Value> roots = new ArrayList<>(leaves);
    roots.addAll(next);
    roots.addAll(outputs);
    values = Graph.reachable(roots);
    int deepest = 0;
    long sum = 0;
    for (Value value : values) {
      boolean scan = value.op() instanceof Scan;
      deepest = scan ? Math.max(deepest, ((Scan) value.op()).body().depth) : deepest;
      sum += 1 + (scan ? ((Scan) value.op()).body().size : 0);
    }
    depth = deepest + 1;
    size = sum;
    checkLeaves(new HashSet<>(leaves));
    checkNext();
  }

  /// The leaf that stands for carry `index`.
  public static Value carry(int index, Shape shape) {
    return Value.of(new Variable("carry " + index, shape, Variable.Role.STATE), List.of());
  }

  /// The leaf that stands for a step's part of sequence `index`.
  public static Value slice(int index, Shape shape) {
    return Value.input("slice " + index, DType.F32, shape);
  }

  /// The leaf that stands for constant `index`.
  public static Value constant(int index, Shape shape) {
    return Value.input("constant " + index, DType.F32, shape);
  }

  private void checkLeaves(Set<Value> leaves) {
    if (slices.isEmpty()) {
      throw new ShapeException("there is no sequence to go over");
    }
    for (int i = 0; i < carries.size(); i++) {
      checkLeaf(carries.get(i), new Variable("carry " + i, carries.get(i).shape(), Variable.Role.STATE));
    }
    for (int i = 0; i < slices.size(); i++) {
      checkLeaf(slices.get(i), new Input("slice " + i, Type.f32(slices.get(i).shape())));
    }
    for (int i = 0; i < constants.size(); i++) {
      checkLeaf(constants.get(i), new Input("constant " + i, Type.f32(constants.get(i).shape())));
    }
    for (Value value : values) {
      if ((value.op() instanceof Variable || value.op() instanceof Input) && !leaves.contains(value)) {
        throw new ShapeException("a step reads " + value + " from outside. Pass it as a constant?");
      }
      if (value.dtype() != DType.F32) {
        throw new ShapeException("a step computes in F32, not " + value);
      }
    }
    if (depth > DEEPEST || size > LARGEST) {
      throw new ShapeException(
          "scans within scans: " + depth + " deep with " + size + " values; there may be " + DEEPEST + " with " + LARGEST);
    }
  }

  private static void checkLeaf(Value value, Op expected) {
    if (!value.op().equals(expected)) {
      throw new ShapeException("expected the leaf " + expected + ", got " + value);
    }
  }

  private void checkNext() {
    if (next.size() != carries.size()) {
      throw new ShapeException("a step gets " + carries.size() + " carries, but gives " + next.size());
    }
    for (int i = 0; i < next.size(); i++) {
      if (!next.get(i).type().equals(carries.get(i).type())) {
        throw new ShapeException("carry " + i + " is " + carries.get(i).type() + ", but its next value is " + next.get(i).type());
      }
    }
  }

  /// What the step before left.
  public List<Value> carries() {
    return carries;
  }

  /// The step's part of each sequence.
  public List<Value> slices() {
    return slices;
  }

  /// What is the same at each step.
  public List<Value> constants() {
    return constants;
  }

  /// The next value of each carry.
  public List<Value> next() {
    return next;
  }

  /// What else was asked for.
  public List<Value> outputs() {
    return outputs;
  }

  /// Everything a step may compute, each value after its inputs: what [Scan.Result#EACH] numbers.
  public List<Value> values() {
    return values;
  }

  /// How many inputs a scan of this body has.
  int arity() {
    return carries.size() + slices.size() + constants.size();
  }

  /// The graph of one step that gives `each` as outputs, by their numbers, and updates the carries that these or the
  /// carries `last` need.
  public Graph step(Collection<Integer> each, Collection<Integer> last) {
    Map<String, Value> wanted = new LinkedHashMap<>();
    each.forEach(number -> wanted.put(Integer.toString(number), values.get(number)));
    Set<Integer> needed = new TreeSet<>(last);
    boolean more = true;
    while (more) {
      List<Value> roots = new ArrayList<>(wanted.values());
      needed.forEach(carry -> roots.add(next.get(carry)));
      Set<Value> read = new HashSet<>(Graph.reachable(roots));
      more = false;
      for (int i = 0; i < carries.size(); i++) {
        more |= read.contains(carries.get(i)) && needed.add(i);
      }
    }
    Map<Variable, Value> updates = new LinkedHashMap<>();
    needed.forEach(carry -> updates.put((Variable) carries.get(carry).op(), next.get(carry)));
    return new Graph(wanted, updates);
  }

  @Override
  public String toString() {
    return "body of " + values.size() + " values";
  }
}
