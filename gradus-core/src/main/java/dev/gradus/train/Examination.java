package dev.gradus.train;

import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.diagnose.Activity;
import dev.gradus.diagnose.Cause;
import dev.gradus.diagnose.Origin;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.model.Model;
import dev.gradus.op.Binary;
import dev.gradus.op.BinaryKind;
import dev.gradus.op.Broadcast;
import dev.gradus.op.Constant;
import dev.gradus.op.Input;
import dev.gradus.op.Reshape;
import dev.gradus.op.Unary;
import dev.gradus.op.UnaryKind;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/// Looks into one training step: which value is the first that is NaN or infinite, what its batch is like, which units are dead.
/// The step is computed with one number more for each value, x - x summed, which is 0 unless something in it is not finite: no
/// value has to be kept.
final class Examination {
  private final Graph step;
  private final Value loss;
  private final Rerun rerun;
  private final Map<String, float[]> variables;

  Examination(Graph step, Rerun rerun, Map<String, float[]> variables) {
    this.step = step;
    this.loss = step.outputs().get(Model.LOSS);
    this.rerun = rerun;
    this.variables = variables;
  }

  /// The values that a step with these weights and this batch can't hold as finite numbers, in order.
  List<Value> notFinite(Rerun.Batch batch) {
    List<Value> roots = new ArrayList<>(List.of(loss));
    roots.addAll(step.updates().values());
    List<Value> values = Graph.reachable(roots).stream()
        .filter(value -> value.dtype() == DType.F32 && !(value.op() instanceof Constant) && !moves(value)).toList();
    Map<String, Value> checks = new LinkedHashMap<>();
    values.forEach(value -> checks.put("check/" + checks.size(), value.subtract(value).sum()));
    Executable executable = rerun.bind(new Graph(checks), batch.count(), variables);
    rerun.run(executable, batch);
    List<String> labels = List.copyOf(checks.keySet());
    return IntStream.range(0, values.size()).filter(i -> Rerun.number(executable, labels.get(i)) != 0).mapToObj(values::get).toList();
  }

  private static boolean moves(Value value) {
    return value.op() instanceof Broadcast || value.op() instanceof Reshape;
  }

  /// What is known of a value that is not finite.
  Origin origin(Value value, Rerun.Batch batch) {
    boolean each = value.op() instanceof Unary || value.op() instanceof Binary;
    Map<String, Value> outputs = new LinkedHashMap<>(Map.of("value", value));
    if (each) {
      value.inputs().forEach(operand -> outputs.put("operand/" + (outputs.size() - 1), operand));
    }
    Executable executable = rerun.bind(new Graph(outputs), batch.count(), variables);
    rerun.run(executable, batch);
    int size = value.shape().elements().resolve(Map.of('N', batch.count()));
    Slice results = executable.output("value");
    int place = IntStream.range(0, size).filter(i -> !Float.isFinite(results.array()[results.offset() + i])).findFirst().orElseThrow();
    boolean rows = value.shape().rank() > 0 && value.shape().dim(0).equals(Dim.BATCH);
    List<Float> operands = new ArrayList<>();
    outputs.keySet().stream().filter(label -> !label.equals("value")).forEach(label -> {
      Slice operand = executable.output(label);
      operands.add(operand.array()[operand.offset() + place]);
    });
    return new Origin(phase(value), value.op().name(), value.path(), results.array()[results.offset() + place],
        rows ? OptionalInt.of(rerun.row(batch, place / (size / batch.count()))) : OptionalInt.empty(), operands);
  }

  private Origin.Phase phase(Value value) {
    if (value.id() <= loss.id()) {
      return Origin.Phase.FORWARD;
    }
    return value.path().startsWith("optimizer") || value.path().startsWith("average") ? Origin.Phase.UPDATE : Origin.Phase.BACKWARD;
  }

  /// Whether an op was asked for what it can't give, rather than for too large a number.
  static Optional<Cause> undefined(Origin origin) {
    List<Float> operands = origin.operands();
    boolean is = switch (operands.size()) {
      case 1 -> origin.op().equals(UnaryKind.LOG.name()) && operands.getFirst() <= 0
          || origin.op().equals(UnaryKind.LOG1P.name()) && operands.getFirst() <= -1
          || origin.op().equals(UnaryKind.SQRT.name()) && operands.getFirst() < 0;
      case 2 -> origin.op().equals(BinaryKind.DIVIDE.name()) && operands.getLast() == 0;
      default -> false;
    };
    return is ? Optional.of(new Cause.Undefined(origin.op(), origin.layer(), operands.getLast())) : Optional.empty();
  }

  /// The inputs and targets of a batch, as an executable that reads them all has them.
  private Map<Value, float[]> fields(Rerun.Batch batch) {
    List<Value> inputs = step.inputs().values().stream().filter(value -> value.dtype() == DType.F32
        && value.shape().rank() > 0 && value.shape().dim(0).equals(Dim.BATCH)).toList();
    Map<String, Value> outputs = new LinkedHashMap<>();
    inputs.forEach(value -> outputs.put(label(value), value.negate()));
    Executable executable = rerun.bind(new Graph(outputs), batch.count(), variables);
    rerun.run(executable, batch);
    Map<Value, float[]> fields = new LinkedHashMap<>();
    inputs.forEach(value -> {
      Slice slot = executable.input(label(value));
      int size = value.shape().elements().resolve(Map.of('N', batch.count()));
      fields.put(value, Arrays.copyOfRange(slot.array(), slot.offset(), slot.offset() + size));
    });
    return fields;
  }

  private static String label(Value input) {
    return ((Input) input.op()).label();
  }

  /// A number of the batch that is none, or else one beyond 1e6 that is a thousand times the largest of all other rows but a few.
  Optional<Cause> badValue(Rerun.Batch batch) {
    Optional<Cause> far = Optional.empty();
    for (var field : fields(batch).entrySet()) {
      float[] numbers = field.getValue();
      int size = numbers.length / batch.count();
      float[] largest = new float[batch.count()];
      int place = 0;
      for (int i = 0; i < numbers.length; i++) {
        if (!Float.isFinite(numbers[i])) {
          return Optional.of(bad(field.getKey(), batch, i, size, numbers[i]));
        }
        place = Math.abs(numbers[i]) > Math.abs(numbers[place]) ? i : place;
        largest[i / size] = Math.max(largest[i / size], Math.abs(numbers[i]));
      }
      Arrays.sort(largest);
      float worst = largest[largest.length - 1];
      if (far.isEmpty() && largest.length > 1 && worst > 1e6f && worst > 1000 * largest[largest.length / 2]) {
        far = Optional.of(bad(field.getKey(), batch, place, size, numbers[place]));
      }
    }
    return far;
  }

  private Cause bad(Value field, Rerun.Batch batch, int at, int size, float value) {
    List<Integer> place = new ArrayList<>();
    int rest = at % size;
    for (int axis = field.shape().rank() - 1; axis > 0; axis--) {
      place.addFirst(rest % field.shape().length(axis));
      rest /= field.shape().length(axis);
    }
    return new Cause.BadValue(label(field), rerun.row(batch, at / size), place, value);
  }

  /// The field with the largest magnitude in a batch, if that is above 1e6.
  Optional<Cause> largeValues(Rerun.Batch batch) {
    Optional<Cause> cause = Optional.empty();
    float most = 1e6f;
    for (var field : fields(batch).entrySet()) {
      for (float number : field.getValue()) {
        if (Math.abs(number) > most) {
          most = Math.abs(number);
          cause = Optional.of(new Cause.LargeValues(label(field.getKey()), most));
        }
      }
    }
    return cause;
  }

  /// How many units of each ReLU are 0 for all examples of some batches.
  List<Activity> activity(List<Rerun.Batch> batches) {
    Map<String, Value> largest = new LinkedHashMap<>();
    for (Value value : Graph.reachable(List.of(loss))) {
      if (isRelu(value)) {
        int[] all = IntStream.range(0, value.shape().rank() - 1).toArray();
        largest.putIfAbsent(value.path(), value.max(all));
      }
    }
    if (largest.isEmpty()) {
      return List.of();
    }
    Map<String, Set<Integer>> alive = new LinkedHashMap<>();
    Map<Integer, Executable> bound = new LinkedHashMap<>();
    for (Rerun.Batch batch : batches) {
      Executable executable = bound.computeIfAbsent(batch.count(), count -> rerun.bind(new Graph(largest), count, variables));
      rerun.run(executable, batch);
      largest.forEach((path, value) -> {
        Slice units = executable.output(path);
        Set<Integer> living = alive.computeIfAbsent(path, _ -> new HashSet<>());
        IntStream.range(0, value.shape().size()).filter(i -> units.array()[units.offset() + i] > 0).forEach(living::add);
      });
    }
    List<Activity> activity = new ArrayList<>();
    largest.forEach((path, value) ->
        activity.add(new Activity(path, value.shape().size() - alive.get(path).size(), value.shape().size())));
    return activity;
  }

  /// max(0, x) for units along the last axis.
  private static boolean isRelu(Value value) {
    return value.op() instanceof Binary(BinaryKind kind) && kind == BinaryKind.MAXIMUM && !value.path().equals("loss")
        && value.shape().rank() > 1 && value.shape().dim(0).equals(Dim.BATCH) && value.shape().dim(-1).isFixed()
        && value.inputs().stream().anyMatch(operand -> operand.op() instanceof Broadcast
            && operand.input(0).op() instanceof Constant(double number) && number == 0);
  }
}
