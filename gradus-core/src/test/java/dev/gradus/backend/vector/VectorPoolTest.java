package dev.gradus.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.backend.PoolSize;
import dev.gradus.backend.Slice;
import dev.gradus.backend.Workers;
import dev.gradus.op.Window;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorPoolTest {
  private static final float NAN = Float.NaN;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void givesTheScalarBitsForAnyNumberOfThreads(int threads) throws Exception {
    var cases = new KernelCases();
    try (Workers workers = new Workers(threads)) {
      for (long seed = 1000; seed < 1250; seed++) {
        cases.pooling(seed, workers);
      }
    }
  }

  /// Every output visits every tap of the padded image, in double precision, with no shortcut.
  @Test
  void agreesWithANaiveDoublePrecision() {
    try (Workers workers = new Workers(2)) {
      for (long seed = 0; seed < 40; seed++) {
        var random = new Random(seed);
        PoolSize s = KernelCases.pool(random);
        int pixels = s.batch() * s.height() * s.width() * s.channels();
        int outputs = s.batch() * s.outputHeight() * s.outputWidth() * s.channels();
        float[] x = gaussian(random, pixels);
        float[] v = gaussian(random, pixels);
        float[] dy = gaussian(random, outputs);
        double[] max = new double[outputs];
        double[] gathered = new double[outputs];
        double[] mean = new double[outputs];
        double[] scattered = new double[pixels];
        double[] shares = new double[pixels];
        naive(s, x, v, dy, max, gathered, mean, scattered, shares);
        Slice xs = new Slice(x, 0);
        float[] y = new float[outputs];
        float[] dx = new float[pixels];
        VectorPool.max(s, xs, new Slice(y, 0)).run(workers);
        assertClose(seed, y, max);
        VectorPool.maxGather(s, xs, new Slice(v, 0), new Slice(y, 0)).run(workers);
        assertClose(seed, y, gathered);
        VectorPool.average(s, xs, new Slice(y, 0)).run(workers);
        assertClose(seed, y, mean);
        VectorPool.maxScatter(s, xs, new Slice(dy, 0), new Slice(dx, 0)).run(workers);
        assertClose(seed, dx, scattered);
        VectorPool.averageGradient(s, new Slice(dy, 0), new Slice(dx, 0)).run(workers);
        assertClose(seed, dx, shares);
      }
    }
  }

  private static void naive(PoolSize s, float[] x, float[] v, float[] dy, double[] max, double[] gathered,
      double[] mean, double[] scattered, double[] shares) {
    Window window = s.window();
    for (int o = 0; o < max.length; o++) {
      int c = o % s.channels();
      int ow = o / s.channels() % s.outputWidth();
      int oh = o / s.channels() / s.outputWidth() % s.outputHeight();
      int n = o / s.channels() / s.outputWidth() / s.outputHeight();
      int winner = -1;
      int taps = 0;
      double sum = 0;
      for (int pass = 0; pass < 2; pass++) {
        for (int kh = 0; kh < window.height(); kh++) {
          for (int kw = 0; kw < window.width(); kw++) {
            int h = oh * window.strideY() - window.padTop() + kh * window.dilationY();
            int w = ow * window.strideX() - window.padLeft() + kw * window.dilationX();
            if (h < 0 || h >= s.height() || w < 0 || w >= s.width()) {
              continue;
            }
            int at = ((n * s.height() + h) * s.width() + w) * s.channels() + c;
            if (pass == 1) {
              shares[at] += (double) dy[o] / taps;
              continue;
            }
            taps++;
            sum += x[at];
            if (winner < 0 || x[at] > x[winner]) {
              winner = at;
            }
          }
        }
      }
      max[o] = winner < 0 ? Double.NEGATIVE_INFINITY : x[winner];
      gathered[o] = winner < 0 ? 0 : v[winner];
      mean[o] = taps == 0 ? 0 : sum / taps;
      if (winner >= 0) {
        scattered[winner] += dy[o];
      }
    }
  }

  @Test
  void theFirstMaximumWinsAndTheFirstNaNBeatsAll() {
    // One image of 1 x 6, windows of 3 that don't overlap: a tie, then two NaN.
    var size = new PoolSize(1, 1, 6, 1, new Window(1, 3, 1, 3, 0, 0, 0, 0, 1, 1));
    Slice x = new Slice(new float[] {5, 7, 7, 9, NAN, NAN}, 0);
    float[] y = new float[2];
    float[] dx = new float[6];
    float[] picked = new float[2];
    try (Workers workers = new Workers(1)) {
      VectorPool.max(size, x, new Slice(y, 0)).run(workers);
      VectorPool.maxScatter(size, x, new Slice(new float[] {2, 3}, 0), new Slice(dx, 0)).run(workers);
      VectorPool.maxGather(size, x, new Slice(new float[] {1, 2, 3, 4, 5, 6}, 0), new Slice(picked, 0)).run(workers);
    }
    assertThat(y).containsExactly(7f, NAN);
    assertThat(dx).containsExactly(0f, 2f, 0f, 0f, 3f, 0f);
    assertThat(picked).containsExactly(2f, 5f);
  }

  @Test
  void paddingNeitherWinsNorWeighs() {
    var size = new PoolSize(1, 1, 2, 1, new Window(1, 3, 1, 1, 0, 0, 1, 1, 1, 1));
    Slice x = new Slice(new float[] {-4, -2}, 0);
    float[] y = new float[2];
    float[] mean = new float[2];
    try (Workers workers = new Workers(1)) {
      VectorPool.max(size, x, new Slice(y, 0)).run(workers);
      VectorPool.average(size, x, new Slice(mean, 0)).run(workers);
    }
    assertThat(y).containsExactly(-2f, -2f);
    assertThat(mean).containsExactly(-3f, -3f);
  }

  private static void assertClose(long seed, float[] actual, double[] expected) {
    for (int i = 0; i < actual.length; i++) {
      double want = expected[i];
      if (Double.isInfinite(want)) {
        assertThat((double) actual[i]).as("seed %d", seed).isEqualTo(want);
      } else {
        assertThat((double) actual[i]).as("seed %d", seed).isCloseTo(want, within(2e-6 * (1 + Math.abs(want))));
      }
    }
  }

  private static float[] gaussian(Random random, int n) {
    float[] array = new float[n];
    for (int i = 0; i < n; i++) {
      array[i] = (float) random.nextGaussian();
    }
    return array;
  }
}
