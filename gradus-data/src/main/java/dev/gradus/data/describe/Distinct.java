package dev.gradus.data.describe;

/// Counts different things, and how often one occurs again, by their hashes: exactly up to some number, beyond it from a sample.
///
/// Things are kept whose hash ends in k zero bits, k as small as lets them fit; then each stands for 2^k. All copies of a thing are
/// kept or none is. The relative standard error is about 1 / √most.
///
/// Source: Wegman's adaptive sampling, in Flajolet 1990, doi:10.1007/BF02241657. Deviation: copies are counted too.
final class Distinct {
  private final int most;
  private long[] keys = new long[16];
  /// 0 where no key is.
  private int[] counts = new int[16];
  private int size;
  private int zeros;
  private long all;

  Distinct(int most) {
    this.most = most;
  }

  void add(long hash) {
    all++;
    long key = mixed(hash);
    if ((key & (1L << zeros) - 1) != 0) {
      return;
    }
    put(key, 1);
    while (size > most) {
      zeros++;
      rebuild(keys.length);
    }
    if (2 * size > keys.length) {
      rebuild(2 * keys.length);
    }
  }

  /// Whether the counts are exact, up to different things of one hash of 64 bits.
  boolean exact() {
    return zeros == 0;
  }

  /// How many different things there are.
  long distinct() {
    return (long) size << zeros;
  }

  /// How many are the second or a later one of their kind.
  long repeats() {
    long sum = 0;
    for (int count : counts) {
      sum += Math.max(0, count - 1);
    }
    return exact() ? all - size : sum << zeros;
  }

  private void put(long key, int count) {
    int at = (int) (key >>> 40) & keys.length - 1;
    while (counts[at] != 0 && keys[at] != key) {
      at = at + 1 & keys.length - 1;
    }
    if (counts[at] == 0) {
      keys[at] = key;
      size++;
    }
    counts[at] += count;
  }

  private void rebuild(int length) {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = new long[length];
    counts = new int[length];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] != 0 && (oldKeys[i] & (1L << zeros) - 1) == 0) {
        put(oldKeys[i], oldCounts[i]);
      }
    }
  }

  /// A text's hash.
  static long hash(CharSequence text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  /// The hash of what is made of two parts, in their order.
  static long joined(long first, long second) {
    return mixed(first * 0x9e3779b97f4a7c15L + second);
  }

  /// Source: Stafford 2011, "Better bit mixing", variant 13.
  private static long mixed(long hash) {
    long mixed = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
