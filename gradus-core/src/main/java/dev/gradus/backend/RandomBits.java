package dev.gradus.backend;

import dev.gradus.op.Random.Distribution;
import dev.gradus.random.Philox;

/// What the op [dev.gradus.op.Random] computes, for one row at a time. Every backend uses this one.
public final class RandomBits {
  private final Distribution distribution;
  private final long stream;
  private final boolean batched;

  /// The numbers of one stream.
  ///
  /// @param batched whether rows are samples, or the whole value is one row
  public RandomBits(Distribution distribution, String stream, boolean batched) {
    this.distribution = distribution;
    this.stream = Philox.hash(stream);
    this.batched = batched;
  }

  /// Writes the `length` numbers of one row to `out[at ...]`.
  ///
  /// @param counter the op's input: seed's low and high word, step, index of the batch's first row
  /// @param words four words of working memory, of the calling thread's own
  public void fill(int[] counter, int row, int length, float[] out, int at, int[] words) {
    long key = Philox.key((counter[1] & 0xffffffffL) << 32 | counter[0] & 0xffffffffL, stream);
    int sample = batched ? counter[3] + row : 0;
    for (int e = 0; e < length; e += 4) {
      Philox.block(key, e / 4, sample, counter[2], batched ? 0 : 1, words, 0);
      int end = Math.min(4, length - e);
      for (int i = 0; i < end; i++) {
        out[at + e + i] = switch (distribution) {
          case UNIFORM -> Philox.uniform(words[i]);
          case NORMAL -> normal(words[i & ~1], words[i | 1], (i & 1) == 1);
        };
      }
    }
  }

  private static float normal(int first, int second, boolean odd) {
    // 1 - u is in (0, 1], so the logarithm is finite.
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - (first >>> 8) * 0x1p-24));
    double angle = 2 * Math.PI * ((second >>> 8) * 0x1p-24);
    return (float) (radius * (odd ? StrictMath.sin(angle) : StrictMath.cos(angle)));
  }
}
