package dev.gradus.op;

import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.ArrayList;
import java.util.List;

/// The axes in another order: axis i of the result is axis `order[i]` of x.
public record Transpose(List<Integer> order) implements Op {
  public Transpose {
    order = List.copyOf(order);
  }

  @Override
  public Type infer(List<Type> inputs) {
    Op.arity(inputs, 1);
    Shape from = Op.floats(inputs.getFirst());
    if (!order.stream().sorted().toList().equals(java.util.stream.IntStream.range(0, from.rank()).boxed().toList())) {
      throw new ShapeException("the order " + order + " doesn't name each of the axes of " + from + " once");
    }
    List<Dim> dims = new ArrayList<>();
    for (int axis : order) {
      dims.add(from.dim(axis));
    }
    return Type.f32(new Shape(dims));
  }
}
