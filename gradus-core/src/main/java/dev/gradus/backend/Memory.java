package dev.gradus.backend;

/// What a bound plan takes from the heap, in bytes, known before anything is allocated.
///
/// @param arena intermediate values, sharing places by their lifetimes
/// @param scratch the kernels' working memory
/// @param edges inputs, integer values and the like, with arrays of their own
public record Memory(long arena, long scratch, long edges) {
  /// The sum.
  public long total() {
    return arena + scratch + edges;
  }

  /// A number of bytes for people, such as `1.5 GiB`.
  public static String text(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    double number = bytes;
    int unit = 0;
    while (number >= 1024 && unit < units.length - 1) {
      number /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(java.util.Locale.ROOT, "%.1f %s", number, units[unit]);
  }

  /// Fails unless the heap has room for `needed` bytes.
  static void require(long needed, Object sizes) {
    Runtime runtime = Runtime.getRuntime();
    long available = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    if (needed > available) {
      System.gc();
      available = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    }
    if (needed > available) {
      throw new MemoryException(needed, available, sizes);
    }
  }
}
