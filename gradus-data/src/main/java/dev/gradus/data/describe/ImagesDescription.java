package dev.gradus.data.describe;

import dev.gradus.dataset.Dataset;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a set of examples of one shape is like: images, or rows of numbers.
///
/// @param shape of one example
/// @param constant how many of the places in an example have one value in all of the first part
/// @param parts the training part, and the test part if there is one
/// @param inBoth how many test examples are also among the training examples
public record ImagesDescription(Shape shape, int constant, List<Part> parts, int inBoth) {
  private static final int SAMPLE = 65_536;

  public ImagesDescription {
    parts = List.copyOf(parts);
  }

  /// A part of the examples.
  ///
  /// @param classes how many there are of each, in the order of their labels; empty if the targets are no classes
  /// @param channels how the values of each channel are spread, 0 to 1 for pixels; one for all if examples are no images
  /// @param notFinite how many values are no finite numbers
  /// @param duplicates how many examples are the second or a later one of their kind
  /// @param otherLabel how many of those bear another label than the first of their kind
  public record Part(
      String name, int examples, List<Level> classes, List<Spread> channels, long notFinite, int duplicates, int otherLabel) {
    public Part {
      classes = List.copyOf(classes);
      channels = List.copyOf(channels);
    }
  }

  /// Looks at every example once.
  public static ImagesDescription of(Dataset train, Optional<Dataset> test) {
    int size = train.inputShape().size();
    float[] first = new float[size];
    boolean[] varies = new boolean[size];
    Map<Long, Integer> seen = new HashMap<>();
    List<Part> parts = new ArrayList<>();
    parts.add(part(test.isPresent() ? "train" : "all", train, seen, (index, values) -> {
      for (int i = 0; i < size; i++) {
        if (index == 0) {
          first[i] = values[i];
        }
        varies[i] |= values[i] != first[i];
      }
    }));
    int[] both = new int[1];
    test.ifPresent(set -> parts.add(part("test", set, new HashMap<>(), (_, values) -> both[0] += seen.containsKey(hash(values)) ? 1 : 0)));
    int constant = 0;
    for (boolean one : varies) {
      constant += one ? 0 : 1;
    }
    return new ImagesDescription(train.inputShape(), constant, parts, both[0]);
  }

  /// What is done with each example.
  private interface Each {
    void example(int index, float[] values);
  }

  private static Part part(String name, Dataset set, Map<Long, Integer> seen, Each each) {
    Shape shape = set.inputShape();
    int channels = shape.rank() == 3 ? shape.length(2) : 1;
    Spread.Counting[] spreads = new Spread.Counting[channels];
    Arrays.setAll(spreads, _ -> new Spread.Counting(SAMPLE));
    boolean labelled = set.targetType() == DType.I32 && set.targetShape().rank() == 0;
    long[] counts = new long[labelled ? Math.max(1, set.classes().size()) : 0];
    float[] values = new float[shape.size()];
    long notFinite = 0;
    int duplicates = 0;
    int otherLabel = 0;
    for (int i = 0; i < set.size(); i++) {
      set.readInput(i, values, 0);
      for (int at = 0; at < values.length; at++) {
        if (Float.isFinite(values[at])) {
          spreads[at % channels].add(values[at]);
        } else {
          notFinite++;
        }
      }
      int label = labelled ? set.readLabel(i) : 0;
      if (labelled) {
        counts = label < counts.length ? counts : Arrays.copyOf(counts, label + 1);
        counts[label]++;
      }
      Integer before = seen.putIfAbsent(hash(values), label);
      if (before != null) {
        duplicates++;
        otherLabel += before == label ? 0 : 1;
      }
      each.example(i, values);
    }
    List<Level> classes = new ArrayList<>();
    for (int label = 0; label < counts.length; label++) {
      classes.add(new Level(label < set.classes().size() ? set.classes().get(label) : String.valueOf(label), counts[label]));
    }
    List<Spread> spread = Arrays.stream(spreads).filter(counting -> counting.count() > 0).map(Spread.Counting::spread).toList();
    return new Part(name, set.size(), classes, spread, notFinite, duplicates, otherLabel);
  }

  private static long hash(float[] values) {
    long hash = values.length;
    for (float value : values) {
      hash = Distinct.joined(hash, Float.floatToIntBits(value));
    }
    return hash;
  }
}
