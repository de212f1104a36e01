package dev.gradus.dataset;

import dev.gradus.GradusException;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Data sets whose numbers are taken from objects, once.
final class FromObjects {
  private FromObjects() {}

  /// @param given the classes; empty for those that there are
  static <T, L extends Comparable<? super L>> Dataset classes(
      List<? extends T> items, Function<? super T, float[]> features, Function<? super T, ? extends L> label, List<? extends L> given) {
    Tensor inputs = inputs(items, features);
    List<L> labels = new ArrayList<>();
    for (T item : items) {
      L one = label.apply(item);
      if (one == null) {
        throw new GradusException("object " + labels.size() + " has no label: it is null");
      }
      labels.add(one);
    }
    List<L> classes = given.isEmpty() ? labels.stream().distinct().sorted().toList() : List.copyOf(given);
    Map<L, Integer> numbers = new HashMap<>();
    for (L known : classes) {
      numbers.put(known, numbers.size());
    }
    int[] indices = new int[labels.size()];
    for (int i = 0; i < indices.length; i++) {
      Integer number = numbers.get(labels.get(i));
      if (number == null) {
        throw new GradusException("object " + i + " has the label " + labels.get(i) + ", which is none of the classes " + classes);
      }
      indices[i] = number;
    }
    return Dataset.of(inputs, Tensor.of(Shape.of(indices.length), indices), classes.stream().map(Object::toString).toList());
  }

  static <T> Dataset numbers(List<? extends T> items, Function<? super T, float[]> features, ToDoubleFunction<? super T> target) {
    Tensor inputs = inputs(items, features);
    float[] targets = new float[items.size()];
    int at = 0;
    for (T item : items) {
      targets[at++] = (float) target.applyAsDouble(item);
    }
    return Dataset.of(inputs, Tensor.of(Shape.of(targets.length, 1), targets));
  }

  private static <T> Tensor inputs(List<? extends T> items, Function<? super T, float[]> features) {
    if (items.isEmpty()) {
      throw new GradusException("there are no objects to make examples of");
    }
    float[] all = {};
    int width = 0;
    int at = 0;
    for (T item : items) {
      float[] one = features.apply(item);
      if (at == 0) {
        width = one.length;
        if (width == 0 || (long) width * items.size() > Integer.MAX_VALUE - 64) {
          throw new GradusException(items.size() + " objects of " + width + " features each: a tensor holds 1 to "
              + (Integer.MAX_VALUE - 64) + " numbers");
        }
        all = new float[width * items.size()];
      }
      if (one.length != width) {
        throw new GradusException("object " + at + " has " + one.length + " features, the first has " + width);
      }
      System.arraycopy(one, 0, all, at * width, width);
      at++;
    }
    return Tensor.of(Shape.of(items.size(), width), all);
  }
}
