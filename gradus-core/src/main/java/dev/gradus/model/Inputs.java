package dev.gradus.model;

import dev.gradus.GradusException;
import dev.gradus.dataset.Examples;
import dev.gradus.op.Type;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a model takes: its inputs by name, in order.
///
///     inputs("left", Shape.of(28, 28, 1)).and("right", Shape.of(28, 28, 1))
///
/// @param types the type and shape of each, without the batch axis: `F32`, or `I32` for token numbers and the like
public record Inputs(Map<String, Type> types) {
  public Inputs {
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    if (types.isEmpty()) {
      throw new GradusException("a model needs at least one input");
    }
    types.forEach((name, type) -> {
      Names.checked("input", name);
      if (type.dtype() == DType.U8) {
        throw new GradusException("input \"" + name + "\" can't be U8: inputs are F32, as which bytes are read, or I32");
      }
    });
  }

  /// One input of numbers.
  public static Inputs inputs(String name, Shape shape) {
    return inputs(name, DType.F32, shape);
  }

  /// One input.
  public static Inputs inputs(String name, DType type, Shape shape) {
    return new Inputs(Map.of(name, new Type(type, shape)));
  }

  /// The inputs of a data set.
  public static Inputs like(Examples data) {
    Map<String, Type> types = new LinkedHashMap<>();
    data.inputs().forEach(field -> types.put(field.name(), new Type(field.type(), field.shape())));
    return new Inputs(types);
  }

  /// These and one more of numbers.
  public Inputs and(String name, Shape shape) {
    return and(name, DType.F32, shape);
  }

  /// These and one more.
  ///
  /// @throws GradusException if there is one of that name
  public Inputs and(String name, DType type, Shape shape) {
    Map<String, Type> more = new LinkedHashMap<>(types);
    if (more.put(name, new Type(type, shape)) != null) {
      throw new GradusException("there are two inputs of the name \"" + name + "\"");
    }
    return new Inputs(more);
  }
}
