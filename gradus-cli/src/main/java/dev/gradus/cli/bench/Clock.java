package dev.gradus.cli.bench;

/// Times what is done again and again.
public final class Clock {
  private Clock() {}

  /// Seconds of one run, from so many in a row that they take `seconds` or more.
  public static double perRun(double seconds, Runnable work) {
    long wanted = (long) (seconds * 1e9);
    long count = 1;
    while (true) {
      long start = System.nanoTime();
      for (long i = 0; i < count; i++) {
        work.run();
      }
      long nanos = System.nanoTime() - start;
      if (nanos >= wanted) {
        return nanos * 1e-9 / count;
      }
      // Aims a little past what is wanted, and never leaps on the word of a first, cold run.
      count = nanos < wanted / 16 ? count * 8 : Math.max(count + 1, (long) (count * 1.1 * wanted / nanos));
    }
  }

  /// Seconds since a [System#nanoTime].
  public static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
