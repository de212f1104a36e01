package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.backend.Executable;
import dev.gradus.backend.Slice;
import dev.gradus.op.Type;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Moves tensors to an executable's inputs.
final class Feed {
  private Feed() {}

  /// Copies part of an input to where a run reads it; bytes are read as value / 255, as data sets read them.
  static void copy(Tensor input, int start, Slice to, int count) {
    switch (input.dtype()) {
      case F32 -> System.arraycopy(input.floats(), start, to.array(), to.offset(), count);
      case U8 -> {
        for (int i = 0; i < count; i++) {
          to.array()[to.offset() + i] = (input.bytes()[start + i] & 0xff) / 255f;
        }
      }
      case I32 -> throw new GradusException("the model takes inputs of type F32, or U8 read as value / 255, not I32");
    }
  }

  /// Copies part of a tensor to the input of a label, if the executable takes it.
  static void copy(Tensor from, int start, Executable executable, String label, int count) {
    if (!executable.takes(label)) {
      return;
    }
    if (from.dtype() == DType.I32) {
      System.arraycopy(from.ints(), start, executable.intInput(label), 0, count);
    } else {
      copy(from, start, executable.input(label), count);
    }
  }

  /// Fails unless exactly the wanted tensors are given, by name.
  ///
  /// @param what `"inputs"` or `"targets"`
  static void checkNames(String what, Map<String, Type> wanted, Map<String, Tensor> given) {
    if (!given.keySet().equals(wanted.keySet())) {
      throw new GradusException("the model needs the " + what + " " + Names.quoted(wanted.keySet()) + ", but is given "
          + Names.quoted(new TreeSet<>(given.keySet())));
    }
  }

  /// Fails unless a tensor has the type of an input.
  static void checkType(String name, Type wanted, Tensor given) {
    boolean integers = given.dtype() == DType.I32;
    if (integers != (wanted.dtype() == DType.I32)) {
      throw new GradusException("the model takes " + what(name) + " of type "
          + (integers ? "F32, or U8 read as value / 255" : "I32") + ", not " + given.dtype());
    }
  }

  /// What the symbols of the inputs' shapes stand for in one example; fails unless these are its inputs.
  static Map<Character, Integer> lengthsOfOne(Map<String, Type> wanted, Map<String, Tensor> given) {
    checkNames("inputs", wanted, given);
    Map<Character, Integer> lengths = new TreeMap<>();
    wanted.forEach((name, type) -> {
      Tensor tensor = given.get(name);
      boolean fits = Lengths.of(type.shape(), tensor.shape()).map(found -> {
        found.forEach(lengths::putIfAbsent);
        return Shape.of(type.shape().resolve(lengths)).equals(tensor.shape());
      }).orElse(false);
      if (!fits) {
        throw new ShapeException("the model takes " + what(name) + " of shape " + type.shape() + ", not " + tensor.shape());
      }
      checkType(name, type, tensor);
    });
    return lengths;
  }

  /// The number of examples in these inputs, along axis 0 of each; or -1 if they are one example.
  static int rows(Map<String, Type> wanted, Map<String, Tensor> given) {
    checkNames("inputs", wanted, given);
    String first = wanted.keySet().iterator().next();
    int rows = -2;
    for (var entry : wanted.entrySet()) {
      Tensor tensor = given.get(entry.getKey());
      int here = rows(entry.getKey(), entry.getValue(), tensor);
      if (rows != -2 && here != rows) {
        throw new ShapeException("the inputs of a prediction need as many examples each: \"" + first + "\" has "
            + given.get(first).shape() + ", \"" + entry.getKey() + "\" has " + tensor.shape() + ", where one example has "
            + wanted.get(first).shape() + " and " + entry.getValue().shape());
      }
      rows = here;
    }
    return rows;
  }

  private static int rows(String name, Type type, Tensor tensor) {
    checkType(name, type, tensor);
    if (tensor.shape().equals(type.shape())) {
      return -1;
    }
    if (tensor.shape().rank() == 0 || !tensor.shape().without(0).equals(type.shape())) {
      throw new ShapeException("the model takes " + what(name) + " of shape " + type.shape()
          + ", or several with one more axis in front, not " + tensor.shape());
    }
    return tensor.shape().length(0);
  }

  private static String what(String name) {
    return name.equals(Model.INPUT) ? "inputs" : "\"" + name + "\"";
  }
}
