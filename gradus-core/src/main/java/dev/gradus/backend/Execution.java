package dev.gradus.backend;

import dev.gradus.GradusException;

/// On what and with how many threads to compute. It changes the speed, never a bit.
///
/// @param backend which kernels
/// @param threads how many threads, the caller's included
public record Execution(Backend backend, int threads) {
  public Execution {
    if (threads < 1) {
      throw new GradusException("threads must be at least 1, not " + threads);
    }
  }

  /// The fastest backend of this JVM on all its processors. The first time in a JVM without the vector module, the logger
  /// `dev.gradus` says which flag makes it fast.
  public static Execution best() {
    Backend.vectorNote().ifPresent(note -> System.getLogger("dev.gradus").log(System.Logger.Level.WARNING, note));
    return new Execution(Backend.best(), Runtime.getRuntime().availableProcessors());
  }

  /// The same with another number of threads.
  public Execution threads(int count) {
    return new Execution(backend, count);
  }
}
