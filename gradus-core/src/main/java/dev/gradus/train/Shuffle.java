package dev.gradus.train;

import dev.gradus.GradusException;
import dev.gradus.random.RandomStream;

/// In which order an epoch goes over the training examples. The order follows from seed and epoch alone.
///
/// @param window how far examples are mixed; 0 for over all of them
public record Shuffle(int window) {
  /// @throws GradusException if the window is negative
  public Shuffle {
    if (window < 0) {
      throw new GradusException("a shuffle's window must be at least 1, not " + window);
    }
  }

  /// All examples in random order (Fisher and Yates), the default.
  public static Shuffle whole() {
    return new Shuffle(0);
  }

  /// For sets that are read from their beginning to their end, as from a file or a tape: each stretch of `window` examples is in
  /// random order by itself, and stretches follow each other. So reading never goes further back or ahead than a window, and a set
  /// need keep no more than that. Where stretches begin is drawn anew in each epoch, so that neighbours change.
  ///
  /// @param window at least 1; 1 leaves the order as it is
  /// @throws GradusException if it is less
  public static Shuffle within(int window) {
    if (window < 1) {
      throw new GradusException("a shuffle's window must be at least 1, not " + window);
    }
    return new Shuffle(window);
  }

  /// The order of an epoch.
  int[] order(long seed, int count, int epoch) {
    RandomStream random = new RandomStream(seed, "shuffle", epoch);
    if (window == 0 || window >= count) {
      return random.permutation(count);
    }
    int[] order = new int[count];
    for (int begin = 0, end = 1 + random.nextInt(window); begin < count; begin = end, end += window) {
      int[] places = random.permutation(Math.min(end, count) - begin);
      for (int i = 0; i < places.length; i++) {
        order[begin + i] = begin + places[i];
      }
    }
    return order;
  }
}
