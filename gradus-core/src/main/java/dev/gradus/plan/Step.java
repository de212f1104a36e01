package dev.gradus.plan;

import dev.gradus.graph.Value;
import dev.gradus.op.ReduceKind;
import dev.gradus.op.Scan;
import dev.gradus.tensor.Shape;
import java.util.List;

/// One step of a plan: what a backend turns into one kernel.
public sealed interface Step {
  /// The stored values that it reads.
  List<Value> reads();

  /// The stored values that it writes, each completely.
  List<Value> writes();

  /// The part of the model that it belongs to.
  default String path() {
    return writes().getLast().path();
  }

  /// A chain of elementwise functions over one space.
  ///
  /// @param program what is computed at each place
  /// @param space the shape over which it runs, that of every result
  /// @param views where each of the program's inputs is read, broadcast to the space
  /// @param writes the values stored, one for each of the program's outputs
  record Elementwise(ElementwiseProgram program, Shape space, List<View> views, List<Value> writes) implements Step {
    public Elementwise {
      views = List.copyOf(views);
      writes = List.copyOf(writes);
    }

    @Override
    public List<Value> reads() {
      return views.stream().map(View::stored).toList();
    }
  }

  /// A reduction over neighbouring axes of a chain of elementwise functions.
  ///
  /// @param source the program whose only output is reduced
  /// @param space the shape over which it runs, before the reduction
  record Reduction(ReduceKind kind, int first, int last, ElementwiseProgram source, Shape space, List<View> views, Value write)
      implements Step {
    public Reduction {
      views = List.copyOf(views);
    }

    @Override
    public List<Value> reads() {
      return views.stream().map(View::stored).toList();
    }

    @Override
    public List<Value> writes() {
      return List.of(write);
    }
  }

  /// A loop, with all of its results that something reads.
  ///
  /// @param body the plan of one step: its outputs are the values that are kept of each, by their numbers, and its updates the
  ///     carries'
  /// @param operands the stored values of the loop's inputs
  /// @param writes the loop's results, each of an op [Scan]
  record Loop(Scan.Loop loop, Plan body, List<Value> operands, List<Value> writes) implements Step {
    public Loop {
      operands = List.copyOf(operands);
      writes = List.copyOf(writes);
    }

    @Override
    public List<Value> reads() {
      return operands;
    }
  }

  /// Any other op, by itself.
  ///
  /// @param value the op's result
  /// @param operands the stored values of its inputs; their shapes are those of `value.inputs()`
  record Call(Value value, List<Value> operands) implements Step {
    public Call {
      operands = List.copyOf(operands);
    }

    @Override
    public List<Value> reads() {
      return operands;
    }

    @Override
    public List<Value> writes() {
      return List.of(value);
    }
  }
}
