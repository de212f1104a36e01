package dev.gradus.plan;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Binary;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Constant;
import dev.gradus.op.Op;
import dev.gradus.op.Reduce;
import dev.gradus.op.Reshape;
import dev.gradus.op.Select;
import dev.gradus.op.Unary;
import dev.gradus.tensor.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides which elementwise values are computed together, in one pass over memory.
///
/// It walks from the last value to the first and lets each join those that consume it: so a mask is made where it is
/// used, not where its operands are, and what only one chain needs is never stored.
final class Fusion {
  /// More instructions than this would push the registers of a block out of the first cache.
  private static final int MAX_MEMBERS = 32;

  /// Values computed together. A reduction's group ends in the reduction, and stores nothing else.
  static final class Group {
    final Shape space;
    final boolean reduction;
    final Set<Value> members = new LinkedHashSet<>();

    Group(Shape space, boolean reduction) {
      this.space = space;
      this.reduction = reduction;
    }
  }

  private final boolean join;
  private final Map<Value, Group> groups = new HashMap<>();
  private final Map<Value, List<Value>> consumers = new HashMap<>();
  private final Set<Value> results;

  private Fusion(Graph graph, boolean join) {
    this.join = join;
    this.results = new HashSet<>(graph.outputs().values());
    results.addAll(graph.updates().values());
  }

  /// The group of each elementwise value and reduction.
  ///
  /// @param join whether values are fused at all; without it each is a group of its own
  static Map<Value, Group> of(Graph graph, boolean join) {
    Fusion fusion = new Fusion(graph, join);
    List<Value> values = graph.values();
    for (Value value : values) {
      for (Value input : value.inputs()) {
        fusion.consumers.computeIfAbsent(input, _ -> new ArrayList<>()).add(value);
      }
    }
    for (Value value : values.reversed()) {
      if (value.op() instanceof Reduce) {
        fusion.begin(value, new Group(value.input(0).shape(), true));
      } else if (isElementwise(value.op())) {
        fusion.place(value);
      }
    }
    return fusion.groups;
  }

  /// Whether an op computes each number from the numbers at its place.
  static boolean isElementwise(Op op) {
    return op instanceof Unary || op instanceof Binary || op instanceof Select;
  }

  private void begin(Value value, Group group) {
    group.members.add(value);
    groups.put(value, group);
  }

  private void place(Value value) {
    List<Value> users = consumers.getOrDefault(value, List.of());
    // Whoever reads it as part of an elementwise chain over the same space could compute it on the spot.
    Set<Group> candidates = new LinkedHashSet<>();
    boolean stored = results.contains(value);
    for (Value user : users) {
      Group group = groups.get(user);
      if (group != null && group.space.equals(value.shape())) {
        candidates.add(group);
      } else {
        stored = true;
      }
    }
    if (join) {
      for (Group group : candidates) {
        boolean alone = !stored && candidates.size() == 1;
        if (group.members.size() < MAX_MEMBERS && (alone || !group.reduction && !leadsTo(users, group))) {
          begin(value, group);
          return;
        }
      }
    }
    begin(value, new Group(value.shape(), false));
  }

  /// Whether a user outside `group` must be computed before it: then the group can't be one step with the user's input.
  private boolean leadsTo(List<Value> users, Group group) {
    Set<Object> seen = new HashSet<>();
    Deque<Value> open = new ArrayDeque<>();
    for (Value user : users) {
      if (groups.get(user) != group) {
        open.push(user);
      }
    }
    while (!open.isEmpty()) {
      Value value = open.pop();
      Group its = groups.get(value);
      if (its == group) {
        return true;
      }
      if (!seen.add(its == null ? value : its)) {
        continue;
      }
      for (Value member : its == null ? Set.of(value) : its.members) {
        consumers.getOrDefault(member, List.of()).forEach(open::push);
      }
    }
    return false;
  }

  /// The value whose memory holds `value`: a reshape shares its input's.
  static Value stored(Value value) {
    Value stored = value;
    while (stored.op() instanceof Reshape) {
      stored = stored.input(0);
    }
    return stored;
  }

  /// Whether a value is read through its input, or as a number in a program, rather than from memory of its own.
  static boolean isVirtual(Op op) {
    return op instanceof Constant || op instanceof Broadcast || op instanceof Reshape;
  }
}
