package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Memory;
import java.util.Optional;

/// On what a command computes, and whether the heap has room for it.
final class Compute {
  private static final int MOST_THREADS = 1024;

  private Compute() {}

  /// The fastest backend on so many threads, or on all processors. Says on the side how it could be faster.
  static Execution on(Optional<Integer> threads, Screen screen) {
    note(screen);
    Execution best = Execution.best();
    threads.filter(count -> count < 1 || count > MOST_THREADS).ifPresent(count -> {
      throw new GradusException("--threads is 1 to " + MOST_THREADS + ", not " + count);
    });
    return threads.map(best::threads).orElse(best);
  }

  /// Says which flag makes it fast, if Java was started without it. To be called before a model is made or read, which would
  /// say it in a log.
  static void note(Screen screen) {
    Backend.vectorNote().ifPresent(screen::note);
  }

  /// What it is, such as `vectors of 512 bits, 2 threads`.
  static String described(Execution execution) {
    return vectors(execution.backend()) + ", " + execution.threads() + (execution.threads() == 1 ? " thread" : " threads");
  }

  /// What it computes with, such as `vectors of 512 bits`.
  static String vectors(Backend backend) {
    int lanes = backend.lanes();
    return lanes == 1 ? "no vectors" : "vectors of " + lanes * Float.SIZE + " bits";
  }

  /// Fails at once if the whole heap could never hold the plan.
  static void requireHeap(Memory memory, String what) {
    long heap = Runtime.getRuntime().maxMemory();
    if (memory.total() > heap) {
      throw new GradusException(what + " needs " + Memory.text(memory.total()) + " of heap, but Java has " + Memory.text(heap)
          + ". Lower --batch-size, or raise the heap: GRADUS_JAVA_OPTS=-Xmx" + Math.ceilDiv(memory.total() / 4 * 5, 1L << 30) + "g");
    }
  }
}
