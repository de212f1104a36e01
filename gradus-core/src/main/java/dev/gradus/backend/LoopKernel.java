package dev.gradus.backend;

import dev.gradus.graph.Value;
import dev.gradus.op.Scan;
import dev.gradus.op.ScanBody;
import dev.gradus.op.Variable;
import dev.gradus.plan.Layout;
import dev.gradus.plan.Plan;
import dev.gradus.plan.Step;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A loop: the kernels of its body, bound once and run for each step with the same crew.
///
/// All that a step works on lies in the scratch memory, one after another: what the body's plan lays out, a place for each
/// carry and each slice, and the working memory of its kernels. Kernels are bound to fixed places, so slices are copied in and
/// results out.
public final class LoopKernel implements Kernel {
  /// Places begin at multiples of this many floats: a cache line.
  private static final int ALIGNMENT = 16;

  /// Moves one piece of a sequence; `stride` is 0 where the place stays.
  private record Move(Slice from, int fromStride, Slice to, int toStride, int size) {
    void at(int step) {
      System.arraycopy(from.array(), from.offset() + step * fromStride, to.array(), to.offset() + step * toStride, size);
    }
  }

  private final int steps;
  private final boolean reverse;
  private final Move[] before;
  private final Move[] into;
  private final Kernel[] kernels;
  private final Move[] out;
  private final Move[] after;

  /// The kernel of a loop.
  ///
  /// @param choice the kernels of the body's steps
  public LoopKernel(Step.Loop step, Binding outer, Kernels choice) {
    Plan plan = step.body();
    ScanBody body = step.loop().body();
    Sizing sizing = outer.sizing();
    steps = step.loop().steps().resolve(sizing.sizes());
    reverse = step.loop().direction() == Scan.Direction.REVERSE;
    Layout layout = Layout.of(plan, sizing.sizes());
    Places places = new Places(outer.scratch());
    Slice arena = places.take(layout.floats());
    List<Move> fill = new ArrayList<>();
    Map<String, Slice> carries = new LinkedHashMap<>();
    for (Variable carry : plan.graph().updates().keySet()) {
      int index = body.carries().stream().map(Value::op).toList().indexOf(carry);
      int size = size(carry.shape(), sizing);
      Slice place = places.take(size);
      carries.put(carry.path(), place);
      fill.add(new Move(outer.slice(step.operands().get(index)), 0, place, 0, size));
    }
    List<Move> slices = new ArrayList<>();
    Map<Value, Slice> inputs = new LinkedHashMap<>();
    for (Value input : plan.graph().inputs().values()) {
      int slice = body.slices().indexOf(input);
      int operand = body.carries().size() + (slice >= 0 ? slice : body.slices().size() + body.constants().indexOf(input));
      Slice from = outer.slice(step.operands().get(operand));
      if (slice >= 0) {
        int size = size(input.shape(), sizing);
        inputs.put(input, places.take(size));
        slices.add(new Move(from, size, inputs.get(input), 0, size));
      } else {
        inputs.put(input, from);
      }
    }
    Binding binding = new Binding(plan, layout, sizing, carries, arena, places.rest(), inputs, Map.of(), Optional.empty());
    kernels = FloatExecutable.kernels(plan, choice, binding).toArray(Kernel[]::new);
    List<Move> kept = new ArrayList<>();
    List<Move> last = new ArrayList<>();
    for (Value write : step.writes()) {
      Scan scan = (Scan) write.op();
      Slice to = outer.slice(write);
      switch (scan.result()) {
        case LAST -> {
          Value carry = body.carries().get(scan.index());
          last.add(new Move(binding.slice(carry), 0, to, 0, size(carry.shape(), sizing)));
        }
        case EACH -> {
          Value value = plan.graph().outputs().get(Integer.toString(scan.index()));
          int size = size(value.shape(), sizing);
          kept.add(new Move(binding.slice(value), 0, to, size, size));
        }
      }
    }
    before = fill.toArray(Move[]::new);
    into = slices.toArray(Move[]::new);
    out = kept.toArray(Move[]::new);
    after = last.toArray(Move[]::new);
  }

  /// Hands out places, one after another.
  private static final class Places {
    private final float[] array;
    private int next;

    Places(Slice memory) {
      array = memory.array();
      next = memory.offset();
    }

    Slice take(long size) {
      Slice place = new Slice(array, next);
      next = Math.toIntExact(next + aligned(size));
      return place;
    }

    Slice rest() {
      return new Slice(array, next);
    }
  }

  private static int size(Shape shape, Sizing sizing) {
    return shape.elements().resolve(sizing.sizes());
  }

  private static long aligned(long size) {
    return Math.ceilDiv(size, (long) ALIGNMENT) * ALIGNMENT;
  }

  /// How many floats of working memory a loop needs, its body's values among them.
  public static long scratch(Step.Loop step, Sizing sizing, Kernels choice) {
    Plan plan = step.body();
    long floats = aligned(Layout.of(plan, sizing.sizes()).floats());
    for (Variable carry : plan.graph().updates().keySet()) {
      floats += aligned(size(carry.shape(), sizing));
    }
    for (Value input : plan.graph().inputs().values()) {
      if (step.loop().body().slices().contains(input)) {
        floats += aligned(size(input.shape(), sizing));
      }
    }
    long most = 0;
    for (Step inner : plan.steps()) {
      most = Math.max(most, choice.scratch(inner, sizing));
    }
    return floats + most;
  }

  @Override
  public void run(Workers workers) {
    all(before, 0);
    for (int i = 0; i < steps; i++) {
      int step = reverse ? steps - 1 - i : i;
      all(into, step);
      for (Kernel kernel : kernels) {
        kernel.run(workers);
      }
      all(out, step);
    }
    all(after, 0);
  }

  private static void all(Move[] moves, int step) {
    for (Move move : moves) {
      move.at(step);
    }
  }
}
