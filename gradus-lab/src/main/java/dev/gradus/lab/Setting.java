package dev.gradus.lab;

import dev.gradus.GradusException;
import dev.gradus.backend.Execution;
import dev.gradus.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

/// How large an experiment is, and from what its randomness follows.
///
/// @param length how much it trains
/// @param seed from which all seeds follow
/// @param threads how many seeds are tried at the same time; it changes no figure
public record Setting(Length length, long seed, int threads) {
  /// How much is trained.
  public enum Length {
    /// Just enough to pass through all the code, with 2 seeds: for tests.
    TINY(2),
    /// Some 12 seconds on two processors, with 3 seeds: a first look, whose verdict may be inconclusive.
    QUICK(3),
    /// Minutes, with 5 seeds.
    FULL(5);

    private final int seeds;

    Length(int seeds) {
      this.seeds = seeds;
    }
  }

  public Setting {
    if (threads < 1) {
      throw new GradusException("threads must be at least 1, not " + threads);
    }
  }

  /// A tiny setting on all processors.
  public static Setting tiny(long seed) {
    return new Setting(Length.TINY, seed, Runtime.getRuntime().availableProcessors());
  }

  /// A quick setting on all processors.
  public static Setting quick(long seed) {
    return new Setting(Length.QUICK, seed, Runtime.getRuntime().availableProcessors());
  }

  /// A full setting on all processors.
  public static Setting full(long seed) {
    return new Setting(Length.FULL, seed, Runtime.getRuntime().availableProcessors());
  }

  /// One of three numbers, by length: of epochs, examples, widths.
  public int of(int tiny, int quick, int full) {
    return switch (length) {
      case TINY -> tiny;
      case QUICK -> quick;
      case FULL -> full;
    };
  }

  /// One of three things, by length.
  public <T> T choose(T tiny, T quick, T full) {
    return switch (length) {
      case TINY -> tiny;
      case QUICK -> quick;
      case FULL -> full;
    };
  }

  /// The seeds to try, each by itself.
  public List<Long> seeds() {
    RandomStream stream = new RandomStream(seed, "lab/seeds");
    return IntStream.range(0, length.seeds).mapToObj(_ -> Integer.toUnsignedLong(stream.nextBits())).toList();
  }

  /// What to train on: one thread, as the seeds are what is shared among the processors.
  public Execution execution() {
    return Execution.best().threads(1);
  }

  /// Tries each seed, several at the same time. What comes back is in the order of the seeds.
  public <T> List<T> perSeed(Function<Long, T> trial) {
    return each(seeds(), trial);
  }

  /// Does the same with each of several things, several at the same time. What comes back is in their order.
  public <A, T> List<T> each(List<A> things, Function<A, T> trial) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<T>> futures = things.stream().map(thing -> pool.submit(() -> trial.apply(thing))).toList();
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        try {
          results.add(future.get());
        } catch (ExecutionException failed) {
          pool.shutdownNow();
          if (failed.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
          pool.shutdownNow();
          Thread.currentThread().interrupt();
          throw new GradusException("the experiment was interrupted");
        }
      }
      return results;
    }
  }
}
