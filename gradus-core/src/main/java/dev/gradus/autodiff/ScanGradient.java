package dev.gradus.autodiff;

import dev.gradus.graph.Value;
import dev.gradus.op.Binary;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Concat;
import dev.gradus.op.Constant;
import dev.gradus.op.Length;
import dev.gradus.op.Narrow;
import dev.gradus.op.Op;
import dev.gradus.op.Pad;
import dev.gradus.op.Reshape;
import dev.gradus.op.Scan;
import dev.gradus.op.ScanBody;
import dev.gradus.op.Select;
import dev.gradus.op.StopGradient;
import dev.gradus.op.Transpose;
import dev.gradus.op.Unary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The gradient of a loop: a loop in the other direction.
///
/// Its carries are the gradients by the carries, and the sums of those by the constants. Its body is the body's own gradient,
/// and reads what the loop had at each step: the carries before it, and the results of products and sums. What is elementwise
/// is computed again, which takes less than to store it.
final class ScanGradient {
  private final Scan.Loop loop;
  private final ScanBody body;
  private final Set<Value> ofBody;
  // The new body's leaves, and what the new loop is given for each.
  private final List<Value> carries = new ArrayList<>();
  private final List<Value> initial = new ArrayList<>();
  private final List<Value> slices = new ArrayList<>();
  private final List<Value> sequences = new ArrayList<>();

  private ScanGradient(Scan.Loop loop) {
    this.loop = loop;
    this.body = loop.body();
    this.ofBody = new HashSet<>(body.values());
  }

  /// The gradient by each input of a loop.
  ///
  /// @param given the gradient by each of the loop's results that the loss depends on; at least one
  static List<Optional<Value>> of(Map<Value, Value> given) {
    Value any = given.keySet().iterator().next();
    return new ScanGradient(((Scan) any.op()).loop(any.inputs())).gradients(given);
  }

  private List<Optional<Value>> gradients(Map<Value, Value> given) {
    List<Optional<Value>> parts = ofOneStep(given);
    int carryCount = body.carries().size();
    List<Value> next = new ArrayList<>();
    for (int i = 0; i < carryCount; i++) {
      next.add(parts.get(i).orElse(zeros(body.carries().get(i))));
    }
    List<Optional<Value>> ofSlices = parts.subList(carryCount, carryCount + body.slices().size());
    List<Optional<Value>> ofConstants = parts.subList(carryCount + body.slices().size(), parts.size());
    for (int i = 0; i < ofConstants.size(); i++) {
      if (ofConstants.get(i).isPresent()) {
        Value sum = carry(zeros(body.constants().get(i)));
        next.add(sum.add(ofConstants.get(i).get()));
      }
    }
    List<Value> outputs = ofSlices.stream().flatMap(Optional::stream).toList();
    Scan.Loop back = reading(next, outputs);
    List<Optional<Value>> gradients = new ArrayList<>();
    for (int i = 0; i < carryCount; i++) {
      gradients.add(Optional.of(back.last(i)));
    }
    int output = 0;
    for (Optional<Value> slice : ofSlices) {
      gradients.add(slice.isPresent() ? Optional.of(back.each(output++)) : Optional.empty());
    }
    int sum = carryCount;
    for (Optional<Value> constant : ofConstants) {
      gradients.add(constant.isPresent() ? Optional.of(back.last(sum++)) : Optional.empty());
    }
    return gradients;
  }

  /// The gradient by the old body's leaves, in terms of its values and of the gradients that come in: from the steps after
  /// it as carries, from stored values as slices.
  private List<Optional<Value>> ofOneStep(Map<Value, Value> given) {
    Map<Value, Value> seeds = new LinkedHashMap<>();
    for (Value before : body.carries()) {
      Value carry = carry(zeros(before));
      seeds.merge(body.next().get(carries.size() - 1), carry, Value::add);
    }
    boolean[] known = new boolean[carries.size()];
    given.forEach((result, gradient) -> {
      Scan scan = (Scan) result.op();
      int index = scan.index();
      switch (scan.result()) {
        case LAST -> {
          initial.set(index, known[index] ? initial.get(index).add(gradient) : gradient);
          known[index] = true;
        }
        case EACH -> seeds.merge(body.values().get(index), slice(gradient), Value::add);
      }
    });
    List<Value> leaves = new ArrayList<>(body.carries());
    leaves.addAll(body.slices());
    leaves.addAll(body.constants());
    return Gradients.of(seeds, leaves);
  }

  /// The loop of the new body, whose values read those of the old one as slices and constants.
  private Scan.Loop reading(List<Value> next, List<Value> outputs) {
    List<Value> roots = new ArrayList<>(next);
    roots.addAll(outputs);
    List<Value> constants = new ArrayList<>();
    Map<Value, Value> replaced = new HashMap<>();
    for (Value constant : body.constants()) {
      constants.add(ScanBody.constant(constants.size(), constant.shape()));
      replaced.put(constant, constants.getLast());
    }
    for (Value value : needed(roots)) {
      if (isStored(value)) {
        int slice = body.slices().indexOf(value);
        replaced.put(value, slice(slice >= 0 ? loop.inputs().get(body.carries().size() + slice) : loop.each(value)));
      } else if (!replaced.containsKey(value)) {
        List<Value> inputs = value.inputs().stream().map(replaced::get).toList();
        replaced.put(value, inputs.equals(value.inputs()) ? value : Value.of(value.op(), inputs, value.path()));
      }
    }
    if (slices.isEmpty()) {
      // Something must tell how many steps there are.
      slice(loop.inputs().get(body.carries().size()));
    }
    ScanBody back = new ScanBody(
        carries, slices, constants, next.stream().map(replaced::get).toList(), outputs.stream().map(replaced::get).toList());
    List<Value> inputs = new ArrayList<>(initial);
    inputs.addAll(sequences);
    inputs.addAll(loop.inputs().subList(body.carries().size() + body.slices().size(), loop.inputs().size()));
    return new Scan.Loop(back, loop.direction().opposite(), List.copyOf(inputs));
  }

  /// What `roots` are computed from, each value after its inputs, stopping at what the old loop stores.
  private List<Value> needed(List<Value> roots) {
    Set<Value> seen = new HashSet<>(roots);
    Deque<Value> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Value value = open.pop();
      if (!isStored(value)) {
        value.inputs().stream().filter(seen::add).forEach(open::push);
      }
    }
    return seen.stream().sorted(Comparator.comparingLong(Value::id)).toList();
  }

  /// Whether a value is the old body's and is read from memory rather than computed again.
  private boolean isStored(Value value) {
    return ofBody.contains(value) && !body.constants().contains(value) && !isCheap(value.op());
  }

  private static boolean isCheap(Op op) {
    return op instanceof Unary || op instanceof Binary || op instanceof Select || op instanceof StopGradient
        || op instanceof Constant || op instanceof Length || op instanceof Broadcast || op instanceof Reshape
        || op instanceof Transpose || op instanceof Narrow || op instanceof Pad || op instanceof Concat;
  }

  private Value carry(Value before) {
    carries.add(ScanBody.carry(carries.size(), before.shape()));
    initial.add(before);
    return carries.getLast();
  }

  private Value slice(Value sequence) {
    slices.add(ScanBody.slice(slices.size(), sequence.shape().without(0)));
    sequences.add(sequence);
    return slices.getLast();
  }

  private static Value zeros(Value like) {
    return Value.constant(0).broadcast(like.shape());
  }
}
