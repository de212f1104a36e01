package dev.gradus.op;

import dev.gradus.graph.Value;
import dev.gradus.tensor.Shape;
import java.util.List;

/// An operation of the user's own: shape, kernel and gradient rule. Implement it as a record, so that equal attributes
/// are equal ops.
///
/// A model file names it by [#name] and [#attributes]; whoever loads the file passes the ops that it may name, so that
/// no class is ever loaded because a file says so.
public interface CustomOp {
  /// The name in messages and files; unlike any other op's.
  String name();

  /// What [Value] methods can't say and a file must keep, as text; empty if nothing.
  default String attributes() {
    return "";
  }

  /// The result's shape.
  ///
  /// @throws dev.gradus.tensor.ShapeException if the inputs don't fit
  Shape infer(List<Shape> inputs);

  /// Computes in float32, and must give the same bits for the same inputs. Several threads may call it at once, each with
  /// arrays of its own, when several predict.
  ///
  /// @param shapes the inputs' shapes at this run
  /// @param inputs the inputs, row-major
  /// @param output where the result goes
  void compute(List<int[]> shapes, List<float[]> inputs, float[] output);

  /// Computes in double precision, as the reference for tests of values and gradients.
  void compute(List<int[]> shapes, List<double[]> inputs, double[] output);

  /// The gradient of a loss by each input, given the gradient by the result.
  ///
  /// @param inputs the op's inputs
  /// @param result the op's result
  /// @param gradient the gradient by the result, of the result's shape
  /// @return a gradient for each input, of the input's shape
  List<Value> gradient(List<Value> inputs, Value result, Value gradient);
}
