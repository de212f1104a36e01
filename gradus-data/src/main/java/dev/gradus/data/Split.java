package dev.gradus.data;

import dev.gradus.GradusException;
import dev.gradus.random.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Which examples to learn from and which to test on, by their indices in ascending order; drawn by a seed, stratified by class.
///
/// Of each class with n examples round(part · n) are for testing, at least one if there are two or more: what is rare is tested too.
public record Split(int[] train, int[] test) {
  /// Splits labelled examples.
  ///
  /// @param labels the class of each, from 0; all alike if there are no classes
  /// @param part of the examples to test on, in (0, 1)
  /// @throws GradusException if the part is none, or nothing would be left to learn from or to test on
  public static Split stratified(int[] labels, double part, long seed) {
    if (!(part > 0 && part < 1)) {
      throw new GradusException("the part to test on is above 0 and below 1, not " + part);
    }
    boolean[] tested = new boolean[labels.length];
    int classes = Arrays.stream(labels).max().orElse(-1) + 1;
    for (int label = 0; label < classes; label++) {
      int one = label;
      int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == one).toArray();
      int count = Math.max(members.length >= 2 ? 1 : 0, Math.min(members.length - 1, (int) Math.round(part * members.length)));
      int[] order = new RandomStream(seed, "split", label).permutation(members.length);
      for (int i = 0; i < count; i++) {
        tested[members[order[i]]] = true;
      }
    }
    int[] train = IntStream.range(0, labels.length).filter(i -> !tested[i]).toArray();
    int[] test = IntStream.range(0, labels.length).filter(i -> tested[i]).toArray();
    if (train.length == 0 || test.length == 0) {
      throw new GradusException(labels.length + " examples can't be split into some to learn from and a part of " + part
          + " to test on: a class needs two or more");
    }
    return new Split(train, test);
  }
}
