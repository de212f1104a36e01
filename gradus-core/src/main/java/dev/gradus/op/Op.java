package dev.gradus.op;

import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;

/// A primitive operation: its attributes, and the rule that gives the result's type from the inputs' types.
///
/// The set is closed and small. What can be said with these is an expression on [dev.gradus.graph.Value], not an op.
/// The one door for more is [Custom]. Adding an op: see CONTRIBUTING.
public sealed interface Op
    permits Input, Variable, Constant, Length, Random, // leaves
        Unary, Binary, Select, Cast, StopGradient, // elementwise
        Broadcast, Reshape, Transpose, Narrow, Pad, Concat, // movement
        Reduce, ArgMax, OneHot, // along axes
        ToIndex, Gather, ScatterAdd, // rows by their numbers
        MatMul, Conv2d, Conv2dInputGradient, Conv2dFilterGradient, // linear
        MaxPool2d, MaxPool2dScatter, MaxPool2dGather, AveragePool2d, AveragePool2dGradient, // pooling
        Scan, // loops
        Custom {

  /// The result's type.
  ///
  /// @throws ShapeException if the inputs don't fit; the message leaves out op and path, which the graph adds
  Type infer(List<Type> inputs);

  /// The name in messages and files: the record's name.
  default String name() {
    return getClass().getSimpleName();
  }

  /// Checks the number of inputs: a mistake in our own code, not the user's.
  static void arity(List<Type> inputs, int expected) {
    if (inputs.size() != expected) {
      throw new IllegalArgumentException("expected " + expected + " inputs, got " + inputs.size());
    }
  }

  /// Checks that an input holds floats.
  static Shape floats(Type type) {
    if (type.dtype() != DType.F32) {
      throw new ShapeException("expected an F32 input, got " + type);
    }
    return type.shape();
  }
}
