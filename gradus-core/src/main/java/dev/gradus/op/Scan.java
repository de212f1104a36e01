package dev.gradus.op;

import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// A loop over the steps of sequences: carries' = step(carries, slices of the sequences, constants), once for each place along
/// axis 0 of the sequences.
///
/// Shapes: carries c_i, sequences [T, s_i], constants k_i, in this order -> y: the last carry c_index, or [T, v] of a value v
/// of the step, at each place what the step there computed. All sequences are of one length T, which may be 0.
///
/// A loop has many results, and a value is one of them. Those that share body, direction and inputs are computed by one
/// loop, and what nobody asks for is not computed. Build it with [#over].
///
/// @param body what a step does
/// @param direction where the loop begins
/// @param result what of the loop this value is
/// @param index of a carry, or of one of the body's values
public record Scan(ScanBody body, Direction direction, Result result, int index) implements Op {
  /// Where a loop begins.
  public enum Direction {
    /// At place 0.
    FORWARD,
    /// At the last place.
    REVERSE;

    /// The other one.
    public Direction opposite() {
      return this == FORWARD ? REVERSE : FORWARD;
    }
  }

  /// What of a loop a value is.
  public enum Result {
    /// The carry that the last step left; the initial one if there is no step.
    LAST,
    /// One value of every step.
    EACH
  }

  /// Builds one step.
  @FunctionalInterface
  public interface Builder {
    /// The carries' next values, and what else of the step is wanted. What it reads from outside it must read through
    /// `constants`.
    Step step(List<Value> carries, List<Value> slices, List<Value> constants);
  }

  /// What a step gives.
  ///
  /// @param next the next value of each carry
  /// @param outputs what else is wanted
  public record Step(List<Value> next, List<Value> outputs) {}

  /// A loop, whose results can be asked for.
  ///
  /// @param body what a step does
  /// @param direction where it begins
  /// @param inputs carries, sequences and constants
  public record Loop(ScanBody body, Direction direction, List<Value> inputs) {
    /// How many steps there are.
    public Dim steps() {
      return inputs.get(body.carries().size()).shape().dim(0);
    }

    /// The carry that the last step left.
    public Value last(int carry) {
      return Value.of(new Scan(body, direction, Result.LAST, carry), inputs);
    }

    /// An output of every step: [T, ...].
    public Value each(int output) {
      return each(body.outputs().get(output));
    }

    /// Any value of the body at every step: [T, ...].
    public Value each(Value ofStep) {
      return Value.of(new Scan(body, direction, Result.EACH, body.values().indexOf(ofStep)), inputs);
    }
  }

  /// A loop over sequences.
  ///
  /// @param initial the carries before the first step
  /// @param sequences what the steps go over, along axis 0
  /// @param constants what every step reads besides
  /// @throws ShapeException if a sequence has no axis, or the step doesn't fit
  public static Loop over(
      Direction direction, List<Value> initial, List<Value> sequences, List<Value> constants, Builder builder) {
    List<Value> carries = new ArrayList<>();
    initial.forEach(value -> carries.add(ScanBody.carry(carries.size(), value.shape())));
    List<Value> slices = new ArrayList<>();
    sequences.forEach(value -> slices.add(ScanBody.slice(slices.size(), named(() -> sliceOf(value.type())))));
    List<Value> given = new ArrayList<>();
    constants.forEach(value -> given.add(ScanBody.constant(given.size(), value.shape())));
    Step step = builder.step(List.copyOf(carries), List.copyOf(slices), List.copyOf(given));
    List<Value> inputs = new ArrayList<>(initial);
    inputs.addAll(sequences);
    inputs.addAll(constants);
    ScanBody body = named(() -> new ScanBody(carries, slices, given, step.next(), step.outputs()));
    return new Loop(body, direction, List.copyOf(inputs));
  }

  /// Gives an error that comes before the op is made the op's name and the path.
  private static <T> T named(Supplier<T> prepare) {
    try {
      return prepare.get();
    } catch (ShapeException wrong) {
      throw new ShapeException("Scan" + Path.phrase(Path.current()) + ": " + wrong.getMessage());
    }
  }

  /// The loop that computes this from `inputs`.
  public Loop loop(List<Value> inputs) {
    return new Loop(body, direction, inputs);
  }

  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, body.arity());
    int first = body.carries().size();
    int afterSlices = first + body.slices().size();
    for (int i = 0; i < inputs.size(); i++) {
      Shape shape = Op.floats(inputs.get(i));
      if (i < first) {
        fits("carry", i, body.carries(), shape);
      } else if (i >= afterSlices) {
        fits("constant", i - afterSlices, body.constants(), shape);
      } else {
        fits("slice", i - first, body.slices(), sliceOf(inputs.get(i)));
        if (!shape.dim(0).equals(inputs.get(first).shape().dim(0))) {
          throw new ShapeException(
              "sequences differ in length: first " + inputs.get(first).shape() + ", number " + (i - first + 1) + " " + shape);
        }
      }
    }
    int count = result == Result.LAST ? body.carries().size() : body.values().size();
    if (index < 0 || index >= count) {
      throw new ShapeException("there is no " + result + " " + index + " among " + count);
    }
    return switch (result) {
      case LAST -> body.carries().get(index).type();
      case EACH -> Type.f32(body.values().get(index).shape().prepend(inputs.get(first).shape().dim(0)));
    };
  }

  private static Shape sliceOf(Type sequence) {
    if (sequence.shape().rank() == 0) {
      throw new ShapeException("a sequence needs an axis to go along, got " + sequence);
    }
    return sequence.shape().without(0);
  }

  private static void fits(String what, int number, List<Value> leaves, Shape given) {
    if (!leaves.get(number).shape().equals(given)) {
      throw new ShapeException(what + " " + number + " of the body is " + leaves.get(number).shape() + ", but given " + given);
    }
  }

  @Override
  public String toString() {
    return "Scan[" + body + ", " + direction + ", " + result + " " + index + "]";
  }
}
