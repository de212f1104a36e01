package dev.gradus.random;

import java.nio.charset.StandardCharsets;

/// Philox4x32-10: random numbers as a function of a key and a counter, without state.
///
/// Whoever computes number (key, counter) gets the same one: any thread, any batch, any machine, after any resume.
///
/// Source: Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3". Deviation: none.
public final class Philox {
  private static final int M0 = 0xD2511F53;
  private static final int M1 = 0xCD9E8D57;
  private static final int W0 = 0x9E3779B9;
  private static final int W1 = 0xBB67AE85;

  private Philox() {}

  /// Four random 32-bit words for one key and counter, written to `out[at .. at + 3]`.
  public static void block(long key, int c0, int c1, int c2, int c3, int[] out, int at) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < 10; round++) {
      long p0 = (M0 & 0xffffffffL) * (c0 & 0xffffffffL);
      long p1 = (M1 & 0xffffffffL) * (c2 & 0xffffffffL);
      int n0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      int n2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      c0 = n0;
      c2 = n2;
      k0 += W0;
      k1 += W1;
    }
    out[at] = c0;
    out[at + 1] = c1;
    out[at + 2] = c2;
    out[at + 3] = c3;
  }

  /// The key of a named stream.
  public static long key(long seed, String name) {
    return key(seed, hash(name));
  }

  /// The key of a stream whose name's hash is known: two rounds of the SplitMix64 finalizer over seed and hash.
  public static long key(long seed, long hash) {
    return mix(mix(seed) ^ hash);
  }

  /// FNV-1a over the name's UTF-8 bytes.
  public static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /// A uniform number in [0, 1) from 32 random bits: the upper 24, times 2^-24.
  public static float uniform(int bits) {
    return (bits >>> 8) * 0x1p-24f;
  }

  private static long mix(long z) {
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
