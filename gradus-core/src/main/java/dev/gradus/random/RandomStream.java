package dev.gradus.random;

/// Random numbers one after another on the host: initial weights, shuffles, generated data.
///
/// A stream is named by a seed, a name and an index, so that item 17 of a data set is the same whoever draws it. Not
/// safe for use by several threads: give each its own.
public final class RandomStream {
  private final long key;
  private final int index;
  private final int lane;
  private final int[] words = new int[4];
  private long block;
  private int used = 4;

  /// The stream of a name.
  public RandomStream(long seed, String name) {
    this(seed, name, 0);
  }

  /// One of a name's many streams: that of an item, or of an epoch.
  public RandomStream(long seed, String name, long item) {
    this.key = Philox.key(seed, name);
    this.index = (int) item;
    this.lane = (int) (item >>> 32);
  }

  /// 32 random bits.
  public int nextBits() {
    if (used == 4) {
      Philox.block(key, (int) block, (int) (block >>> 32), index, lane, words, 0);
      block++;
      used = 0;
    }
    return words[used++];
  }

  /// Uniform in [0, 1), a multiple of 2^-53.
  public double nextDouble() {
    long high = nextBits() & 0xffffffffL;
    long low = nextBits() & 0xffffffffL;
    return ((high << 32 | low) >>> 11) * 0x1p-53;
  }

  /// Uniform in [from, to).
  public double uniform(double from, double to) {
    return from + (to - from) * nextDouble();
  }

  /// Normal with mean 0 and standard deviation 1 (Box and Muller 1958, the cosine branch).
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /// Uniform in 0 .. bound - 1, without bias.
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, not " + bound);
    }
    // Lemire 2019, arXiv:1805.10941: multiply, and reject the few products that would make some numbers likelier.
    long threshold = (1L << 32) % bound;
    while (true) {
      long product = (nextBits() & 0xffffffffL) * bound;
      if ((product & 0xffffffffL) >= threshold) {
        return (int) (product >>> 32);
      }
    }
  }

  /// The numbers 0 .. size - 1 in random order (Fisher and Yates).
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
