package dev.gradus.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.backend.RandomBits;
import dev.gradus.op.Random.Distribution;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomTest {
  private static String philox(long key, int c0, int c1, int c2, int c3) {
    int[] out = new int[6];
    Philox.block(key, c0, c1, c2, c3, out, 1);
    assertThat(out[0] | out[5]).as("nothing is written around the block").isZero();
    return String.format("%08x %08x %08x %08x", out[1], out[2], out[3], out[4]);
  }

  /// The known answers of Random123 1.14.0, tests/kat_vectors, philox4x32 with 10 rounds. The key's low word is first.
  @Test
  void philoxGivesTheKnownAnswers() {
    assertThat(philox(0, 0, 0, 0, 0)).isEqualTo("6627e8d5 e169c58d bc57ac4c 9b00dbd8");
    assertThat(philox(-1, -1, -1, -1, -1)).isEqualTo("408f276d 41c83b0e a20bc7c6 6d5451fd");
    assertThat(philox(0x299f31d0_a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
        .isEqualTo("d16cfe09 94fdcceb 5001e420 24126ea1");
  }

  @Test
  void keysDifferBySeedAndByName() {
    Set<Long> keys = new HashSet<>();
    for (long seed = -50; seed < 50; seed++) {
      for (String name : new String[] {"", "a", "b", "ab", "ba", "dense_1/kernel", "dense_1/bias", "ä"}) {
        keys.add(Philox.key(seed, name));
      }
    }
    assertThat(keys).hasSize(800);
  }

  /// FNV-1a's published values for "" and "a" (Fowler, Noll and Vo; draft-eastlake-fnv).
  @Test
  void namesAreHashedByFnv() {
    assertThat(Philox.hash("")).isEqualTo(0xcbf29ce484222325L);
    assertThat(Philox.hash("a")).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(Philox.hash("foobar")).isEqualTo(0x85944171f73967e8L);
  }

  @Test
  void uniformNumbersAreIn0To1() {
    assertThat(Philox.uniform(0)).isZero();
    assertThat(Philox.uniform(-1)).isEqualTo(1 - 0x1p-24f).isLessThan(1);
    assertThat(Philox.uniform(0xff)).isZero();
    assertThat(Philox.uniform(0x100)).isEqualTo(0x1p-24f);
  }

  @Test
  void aStreamDependsOnSeedNameAndItem() {
    Set<Integer> first = new HashSet<>();
    for (long seed : new long[] {1, 2}) {
      for (String name : new String[] {"x", "y"}) {
        for (long item : new long[] {0, 1, 1L << 32}) {
          first.add(new RandomStream(seed, name, item).nextBits());
        }
      }
    }
    assertThat(first).hasSize(12);
    assertThat(new RandomStream(1, "x").nextBits()).isEqualTo(new RandomStream(1, "x", 0).nextBits());
  }

  @Test
  void doublesAreUniform() {
    RandomStream random = new RandomStream(1, "doubles");
    int[] bins = new int[10];
    int n = 100_000;
    for (int i = 0; i < n; i++) {
      double number = random.nextDouble();
      assertThat(number).isBetween(0.0, Math.nextDown(1.0));
      bins[(int) (number * 10)]++;
    }
    // Five standard deviations of a binomial count.
    assertThat(Arrays.stream(bins).boxed().toList()).allSatisfy(count -> assertThat((double) count).isCloseTo(n / 10.0, within(5 * Math.sqrt(n * 0.09))));
  }

  @Test
  void uniformStaysInItsRange() {
    RandomStream random = new RandomStream(2, "range");
    assertThat(IntStream.range(0, 10_000).mapToObj(_ -> random.uniform(-3, 5)).toList())
        .allSatisfy(number -> assertThat(number).isBetween(-3.0, 5.0));
  }

  @Test
  void gaussiansHaveTheMomentsOfTheNormalDistribution() {
    RandomStream random = new RandomStream(3, "normal");
    int n = 200_000;
    double[] moments = new double[5];
    for (int i = 0; i < n; i++) {
      double number = random.nextGaussian();
      for (int k = 1; k <= 4; k++) {
        moments[k] += Math.pow(number, k) / n;
      }
    }
    // The variances of the sample moments of order 1 to 4 are 1, 2, 15 and 96 over n; five deviations.
    assertThat(moments[1]).isCloseTo(0, within(5 / Math.sqrt(n)));
    assertThat(moments[2]).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
    assertThat(moments[3]).isCloseTo(0, within(5 * Math.sqrt(15.0 / n)));
    assertThat(moments[4]).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
  }

  @Test
  void integersAreUniformAlsoForAwkwardBounds() {
    for (int bound : new int[] {1, 2, 3, 7, 10}) {
      RandomStream random = new RandomStream(4, "integers", bound);
      int n = 20_000 * bound;
      int[] counts = new int[bound];
      for (int i = 0; i < n; i++) {
        counts[random.nextInt(bound)]++;
      }
      double p = 1.0 / bound;
      assertThat(Arrays.stream(counts).boxed().toList()).as("bound %d", bound)
          .allSatisfy(count -> assertThat((double) count).isCloseTo(n * p, within(5 * Math.sqrt(n * p * (1 - p)) + 1e-9)));
    }
    // Without rejection the lower half would be twice as likely as the upper for this bound: 3 · 2^30.
    RandomStream random = new RandomStream(5, "integers");
    long low = IntStream.range(0, 30_000).filter(_ -> random.nextInt(3 << 29) < 1 << 29).count();
    assertThat((double) low).isCloseTo(10_000, within(5 * Math.sqrt(30_000 * 2 / 9.0)));
  }

  @Test
  void anIntegersBoundMustBePositive() {
    assertThatThrownBy(() -> new RandomStream(1, "x").nextInt(0)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bound must be positive, not 0");
  }

  @Test
  void aPermutationHasEachNumberOnceAndAllOrdersAreAsLikely() {
    for (int size : new int[] {0, 1, 2, 3, 17, 1000}) {
      int[] order = new RandomStream(6, "order", size).permutation(size);
      assertThat(Arrays.stream(order).sorted().toArray()).containsExactly(IntStream.range(0, size).toArray());
    }
    int[] counts = new int[27];
    RandomStream random = new RandomStream(7, "order");
    for (int i = 0; i < 12_000; i++) {
      int[] order = random.permutation(3);
      counts[order[0] * 9 + order[1] * 3 + order[2]]++;
    }
    assertThat(Arrays.stream(counts).filter(count -> count > 0).boxed().toList()).hasSize(6)
        .allSatisfy(count -> assertThat((double) count).isCloseTo(2000, within(5 * Math.sqrt(12_000 * 5 / 36.0))));
  }

  @Test
  void aRowsNumbersDependOnTheSampleNotOnTheBatch() {
    for (Distribution distribution : Distribution.values()) {
      RandomBits bits = new RandomBits(distribution, "dropout_1/random_1", true);
      float[] whole = new float[6 * 5];
      float[] split = new float[6 * 5];
      for (int row = 0; row < 6; row++) {
        bits.fill(new int[] {11, 22, 3, 100}, row, 5, whole, row * 5, new int[4]);
        bits.fill(new int[] {11, 22, 3, 100 + row / 2 * 2}, row % 2, 5, split, row * 5, new int[4]);
      }
      assertThat(split).containsExactly(whole);
      float[] other = new float[30];
      for (int[] counter : new int[][] {{12, 22, 3, 100}, {11, 23, 3, 100}, {11, 22, 4, 100}, {11, 22, 3, 106}}) {
        for (int row = 0; row < 6; row++) {
          bits.fill(counter, row, 5, other, row * 5, new int[4]);
        }
        assertThat(other).doesNotContain(whole);
      }
    }
  }

  /// By the documentation: element e is word e mod 4 of the block with counter (e / 4, row, step, 0), its upper 24 bits.
  @Test
  void uniformBitsAreThoseOfTheDocumentedCounter() {
    float[] row = new float[6];
    new RandomBits(Distribution.UNIFORM, "s", true).fill(new int[] {5, 6, 7, 8}, 2, 6, row, 0, new int[4]);
    int[] words = new int[8];
    long key = Philox.key(6L << 32 | 5, "s");
    Philox.block(key, 0, 10, 7, 0, words, 0);
    Philox.block(key, 1, 10, 7, 0, words, 4);
    for (int e = 0; e < 6; e++) {
      assertThat(row[e]).isEqualTo((words[e] >>> 8) * 0x1p-24f);
    }
    float[] unbatched = new float[2];
    new RandomBits(Distribution.UNIFORM, "s", false).fill(new int[] {5, 6, 7, 8}, 0, 2, unbatched, 0, new int[4]);
    Philox.block(key, 0, 0, 7, 1, words, 0);
    assertThat(unbatched).containsExactly((words[0] >>> 8) * 0x1p-24f, (words[1] >>> 8) * 0x1p-24f);
  }

  @Test
  void normalNumbersHaveMeanZeroAndDeviationOne() {
    float[] row = new float[100_001];
    new RandomBits(Distribution.NORMAL, "s", true).fill(new int[] {5, 6, 7, 8}, 0, row.length, row, 0, new int[4]);
    double mean = 0;
    double square = 0;
    double neighbours = 0;
    for (int i = 0; i < row.length; i++) {
      mean += row[i] / (double) row.length;
      square += row[i] * (double) row[i] / row.length;
      neighbours += i == 0 ? 0 : row[i] * (double) row[i - 1] / row.length;
    }
    assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(row.length)));
    assertThat(square).isCloseTo(1, within(5 * Math.sqrt(2.0 / row.length)));
    assertThat(neighbours).isCloseTo(0, within(5 / Math.sqrt(row.length)));
  }
}
