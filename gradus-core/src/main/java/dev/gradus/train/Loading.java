package dev.gradus.train;

import dev.gradus.GradusException;

/// Who reads and changes training examples, and how far ahead. It changes no bit: each example of a batch is a function of seed, epoch
/// and index, and batches come in their order.
///
/// @param threads in the background; 0 for none: the computing threads read each batch before its step
/// @param ahead how many batches are kept ready at most
public record Loading(int threads, int ahead) {
  /// @throws GradusException if threads are negative, or not one batch would be ready
  public Loading {
    if (threads < 0) {
      throw new GradusException("loading threads must be at least 0, not " + threads);
    }
    if (ahead < 1) {
      throw new GradusException("loading keeps at least 1 batch ready, not " + ahead);
    }
  }

  /// By so many threads in the background, with 2 batches ahead.
  public static Loading background(int threads) {
    return new Loading(threads, 2);
  }

  /// By the computing threads, between steps.
  public static Loading betweenSteps() {
    return new Loading(0, 1);
  }
}
