package dev.gradus.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The lengths of a tensor's axes, outermost first. Images are `[height, width, channels]`, batches `[N, ...]`.
///
/// Throws [ShapeException] beyond 32 axes.
///
/// @param dims the axes' lengths; empty for a scalar
public record Shape(List<Dim> dims) {
  /// The shape of a single number.
  public static final Shape SCALAR = new Shape(List.of());

  /// More axes than any model has: those of a hostile file would make every value cost as much as the file.
  private static final int MOST_AXES = 32;

  public Shape {
    dims = List.copyOf(dims);
    if (dims.size() > MOST_AXES) {
      throw new ShapeException("a shape has at most " + MOST_AXES + " axes, not " + dims.size());
    }
  }

  /// A shape of fixed lengths.
  public static Shape of(int... lengths) {
    List<Dim> dims = new ArrayList<>(lengths.length);
    for (int length : lengths) {
      dims.add(Dim.of(length));
    }
    return new Shape(dims);
  }

  /// A shape of any axes.
  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  /// The number of axes.
  public int rank() {
    return dims.size();
  }

  /// The length of one axis; negative counts from the end.
  public Dim dim(int axis) {
    return dims.get(axis(axis));
  }

  /// The length of one axis that is known to be fixed; negative counts from the end.
  ///
  /// @throws ShapeException if the axis is symbolic
  public int length(int axis) {
    Dim dim = dim(axis);
    if (!dim.isFixed()) {
      throw new ShapeException("axis " + axis + " of " + this + " must be a fixed length, not " + dim);
    }
    return dim.factor();
  }

  /// The axis counted from the front, for an axis that may be counted from the end.
  ///
  /// @throws ShapeException if there is no such axis
  public int axis(int axis) {
    int fromFront = axis < 0 ? axis + rank() : axis;
    if (fromFront < 0 || fromFront >= rank()) {
      throw new ShapeException("axis " + axis + " is outside the " + rank() + " axes of " + this);
    }
    return fromFront;
  }

  /// Whether no axis is symbolic.
  public boolean isFixed() {
    return dims.stream().allMatch(Dim::isFixed);
  }

  /// The product of the axes `from` (inclusive) to `to` (exclusive).
  public Dim product(int from, int to) {
    Dim product = Dim.of(1);
    for (int i = from; i < to; i++) {
      product = product.times(dims.get(i));
    }
    return product;
  }

  /// The number of elements.
  public Dim elements() {
    return product(0, rank());
  }

  /// The number of elements of a fixed shape.
  public int size() {
    return elements().resolve(Map.of());
  }

  /// This shape with one more axis in front.
  public Shape prepend(Dim dim) {
    List<Dim> result = new ArrayList<>(rank() + 1);
    result.add(dim);
    result.addAll(dims);
    return new Shape(result);
  }

  /// This shape with the batch axis in front.
  public Shape batched() {
    return prepend(Dim.BATCH);
  }

  /// This shape with one more axis at the end.
  public Shape append(Dim dim) {
    List<Dim> result = new ArrayList<>(dims);
    result.add(dim);
    return new Shape(result);
  }

  /// This shape with one axis replaced; negative counts from the end.
  public Shape with(int axis, Dim dim) {
    List<Dim> result = new ArrayList<>(dims);
    result.set(axis(axis), dim);
    return new Shape(result);
  }

  /// This shape without one axis; negative counts from the end.
  public Shape without(int axis) {
    List<Dim> result = new ArrayList<>(dims);
    result.remove(axis(axis));
    return new Shape(result);
  }

  /// The axes `from` (inclusive) to `to` (exclusive).
  public Shape sub(int from, int to) {
    return new Shape(dims.subList(from, to));
  }

  /// The lengths once every symbol has its value.
  public int[] resolve(Map<Character, Integer> sizes) {
    int[] lengths = new int[rank()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = dims.get(i).resolve(sizes);
    }
    return lengths;
  }

  @Override
  public String toString() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
