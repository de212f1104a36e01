package dev.gradus.dataset;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;

/// One of the things that each example of a set has, by name: an input, or what an output should be.
///
/// Reading the same index twice gives the same numbers. Implementations are safe for reading from many threads.
public interface Field {
  /// The name of the model's input that it is for, or of the output.
  String name();

  /// `F32` for numbers, `I32` for class labels and token numbers. Bytes are read as numbers.
  DType type();

  /// The shape for one example, without the batch axis: `[]` for a class label.
  Shape shape();

  /// The classes' names in the order of their labels; empty, as by default, if the numbers are not labels.
  default List<String> classes() {
    return List.of();
  }

  /// Writes the numbers of example `index` to `into[at ...]`, in row-major order.
  ///
  /// @throws GradusException if the field is not of type `F32`
  default void read(int index, float[] into, int at) {
    throw new GradusException("field \"" + name() + "\" has integers, not numbers F32");
  }

  /// Writes the integers of example `index` to `into[at ...]`, in row-major order.
  ///
  /// @throws GradusException if the field is not of type `I32`
  default void read(int index, int[] into, int at) {
    throw new GradusException("field \"" + name() + "\" has numbers F32, not integers");
  }

  /// The numbers of example `index` as a tensor of its own.
  default Tensor read(int index) {
    if (type() == DType.I32) {
      int[] values = new int[shape().size()];
      read(index, values, 0);
      return Tensor.of(shape(), values);
    }
    float[] values = new float[shape().size()];
    read(index, values, 0);
    return Tensor.of(shape(), values);
  }

  /// A field from a tensor `[examples, ...]`: `F32`, `I32`, or `U8`, read as value / 255.
  static Field of(String name, Tensor values) {
    return new TensorField(name, values, List.of());
  }

  /// A field of labels whose classes have names, from a tensor `I32` `[examples]`.
  ///
  /// @throws GradusException if a label is outside the classes
  static Field of(String name, Tensor labels, List<String> classes) {
    return new TensorField(name, labels, classes);
  }
}
