package dev.gradus.random;

/// Random numbers one after another on the host: initial weights, shuffles, generated data.
///
/// A stream is named by a seed, a name and an index, so that item 17 of a data set is the same whoever draws it. Not
/// safe for use by several threads: give each its own.
public final class RandomStream {
  private final long key;
  private int index;
  private int lane;
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
    begin(item);
  }

  /// Becomes the stream of another item of the same name, at its beginning: for many items, without memory for each.
  public void begin(long item) {
    index = (int) item;
    lane = (int) (item >>> 32);
    block = 0;
    used = 4;
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

  /// Beta-distributed in [0, 1], of mean a / (a + b): G_a / (G_a + G_b) of two gamma-distributed numbers.
  ///
  /// It is taken from their logarithms, for small a and b make numbers too small for a `double`.
  public double nextBeta(double a, double b) {
    double difference = logGamma(b) - logGamma(a);
    return 1 / (1 + StrictMath.exp(difference));
  }

  /// The logarithm of a gamma-distributed number of the given shape and scale 1.
  ///
  /// Source: Marsaglia and Tsang 2000, doi:10.1145/358407.358414, section 3 for shapes of 1 and more; for others their note on
  /// these, a number of shape + 1 times u^(1 / shape). Deviation: without section 4's squeeze, which saves time only.
  private double logGamma(double shape) {
    if (!(shape > 0 && shape < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("shape must be above 0 and finite, not " + shape);
    }
    if (shape < 1) {
      return logGamma(shape + 1) + StrictMath.log(1 - nextDouble()) / shape;
    }
    double d = shape - 1 / 3.0;
    double c = 1 / StrictMath.sqrt(9 * d);
    while (true) {
      double x = nextGaussian();
      double root = 1 + c * x;
      if (root > 0) {
        double v = root * root * root;
        if (StrictMath.log(1 - nextDouble()) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
          return StrictMath.log(d) + StrictMath.log(v);
        }
      }
    }
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
