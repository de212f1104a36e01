package dev.gradus.backend.scalar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.ConvSize;
import dev.gradus.backend.Problem;
import dev.gradus.backend.Problems;
import dev.gradus.backend.Winograd;
import dev.gradus.backend.Workers;
import dev.gradus.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Winograd's tiles against the definition: the matrices made anew from their points, the error against the bound that
/// the scalar backend's notes state.
class WinogradTest {
  private static final Window SAME = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final Window FIVE = new Window(5, 5, 1, 1, 2, 2, 2, 2, 1, 1);
  private static final double[] POINTS = {0, 0.75, -0.75, 1.5, -1.5};
  private static final double[][] BT = inputs();

  static Stream<ConvSize> sizes() {
    return Stream.of(
        new ConvSize(1, 4, 4, 16, 16, 1, SAME), new ConvSize(2, 9, 14, 32, 16, 1, SAME), new ConvSize(3, 8, 8, 16, 32, 1, SAME),
        new ConvSize(1, 16, 10, 64, 16, 1, new Window(3, 3, 1, 1, 2, 0, 1, 2, 1, 1)),
        new ConvSize(1, 2, 2, 16, 16, 1, FIVE), new ConvSize(2, 7, 10, 32, 16, 1, FIVE), new ConvSize(2, 6, 6, 16, 32, 1, FIVE),
        new ConvSize(1, 8, 11, 48, 16, 1, new Window(5, 5, 1, 1, 4, 0, 1, 3, 1, 1)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void staysWithinTheBoundOfItsTiles(ConvSize size) {
    List<Problem> problems = Problem.convolutions(size);
    for (int i = 0; i < 3; i++) {
      Problem problem = problems.get(i);
      assertThat(problem.tiled()).as("%s", problem).isTrue();
      float[] left = Problems.uniform(problem + " left", problem.left());
      float[] right = Problems.uniform(problem + " right", problem.right());
      double[] exact = new double[problem.result()];
      problem.definition().list((l, r, result) -> exact[result] += (double) left[l] * right[r]);
      float[] computed;
      try (Workers workers = new Workers(1)) {
        computed = problem.compute(problem.scalar(), left, right, workers);
      }
      double[] bound = i < 2 ? sumBound(i == 0 ? Winograd.Sum.forward(size) : Winograd.Sum.inputGradient(size), left, right)
          : gradientBound(size, left, right);
      double worst = 0;
      for (int r = 0; r < exact.length; r++) {
        assertThat(Math.abs(computed[r] - exact[r])).as("%s, element %d, seed %d", problem, r, Problems.SEED)
            .isLessThanOrEqualTo(bound[r]);
        worst = Math.max(worst, Math.abs(computed[r] - exact[r]));
      }
      assertThat(worst).as("%s: something was rounded", problem).isPositive();
    }
  }

  /// The claim of the class's notes, on average rather than for each output.
  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void errsAtMostThreeTimesAsMuchAsTheDirectSum(int taps) {
    ConvSize size = new ConvSize(2, 16, 16, 64, 16, 1, taps == 3 ? SAME : FIVE);
    Problem problem = Problem.convolutions(size).getFirst();
    float[] left = Problems.uniform("images", problem.left());
    float[] right = Problems.uniform("filters", problem.right());
    double[] exact = new double[problem.result()];
    float[] direct = new float[problem.result()];
    problem.definition().list((l, r, result) -> {
      exact[result] += (double) left[l] * right[r];
      direct[result] = Math.fma(left[l], right[r], direct[result]);
    });
    float[] tiled;
    try (Workers workers = new Workers(1)) {
      tiled = problem.compute(problem.scalar(), left, right, workers);
    }
    assertThat(meanSquare(tiled, exact)).isLessThan(9 * meanSquare(direct, exact));
  }

  @Test
  void isUsedByShapeAloneAndNotForEveryShape() {
    assertThat(Winograd.fits(new ConvSize(64, 32, 32, 64, 64, 1, SAME))).isTrue();
    assertThat(Winograd.fits(new ConvSize(1, 32, 32, 64, 64, 1, SAME))).isTrue();
    assertThat(Winograd.fits(new ConvSize(64, 32, 32, 3, 64, 1, SAME))).as("3 channels").isFalse();
    assertThat(Winograd.fits(new ConvSize(64, 32, 32, 64, 40, 1, SAME))).as("40 filters").isFalse();
    assertThat(Winograd.fits(new ConvSize(64, 2, 2, 64, 64, 1, SAME))).as("a tile larger than the image").isFalse();
    assertThat(Winograd.fits(new ConvSize(64, 32, 32, 64, 64, 2, SAME))).as("groups").isFalse();
    assertThat(Winograd.fits(new ConvSize(64, 32, 32, 64, 64, 1, new Window(3, 3, 2, 2, 1, 1, 1, 1, 1, 1)))).as("stride 2").isFalse();
    assertThat(Winograd.fits(new ConvSize(64, 14, 14, 32, 64, 1, FIVE))).as("5 × 5").isTrue();
    assertThat(Winograd.fits(new ConvSize(64, 14, 14, 1, 32, 1, FIVE))).as("5 × 5 of one channel").isFalse();
    assertThat(Winograd.fits(new ConvSize(64, 32, 32, 64, 64, 1, new Window(7, 7, 1, 1, 3, 3, 3, 3, 1, 1)))).as("7 × 7").isFalse();
    assertThat(Winograd.fits(new ConvSize(64, 32, 32, 64, 64, 1, new Window(3, 5, 1, 1, 1, 1, 2, 2, 1, 1)))).as("3 × 5").isFalse();
  }

  private static double meanSquare(float[] values, double[] exact) {
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      sum += (values[i] - exact[i]) * (values[i] - exact[i]);
    }
    return sum / exact.length;
  }

  /// γ(k + 24) · |Aᵀ| (Σ over channels of |G||w||Gᵀ| ⊙ |Bᵀ||d||B|) |A|
  private static double[] sumBound(Winograd.Sum sum, float[] source, float[] filters) {
    double[] bound = new double[sum.batch() * sum.rows() * sum.columns() * sum.results()];
    double[][] g = filters(sum.taps());
    double[][] at = outputs(sum.taps());
    for (int n = 0; n < sum.batch(); n++) {
      for (int top = 0; top < sum.rows(); top += sum.out()) {
        for (int left = 0; left < sum.columns(); left += sum.out()) {
          for (int k = 0; k < sum.results(); k++) {
            double[][] products = new double[6][6];
            for (int c = 0; c < sum.sources(); c++) {
              double[][] d = square(
                  source, n, top - sum.padTop(), left - sum.padLeft(), 6, sum.height(), sum.width(), sum.sources(), c);
              double[][] w = new double[sum.taps()][sum.taps()];
              for (int tap = 0; tap < sum.taps() * sum.taps(); tap++) {
                int from = sum.firstTap() + tap * sum.tapStep() + c * sum.sourceStep() + k * sum.resultStep();
                w[tap / sum.taps()][tap % sum.taps()] = Math.abs(filters[from]);
              }
              addProducts(products, both(BT, d), both(g, w));
            }
            double[][] y = both(at, products);
            for (int i = 0; i < Math.min(sum.out(), sum.rows() - top); i++) {
              for (int j = 0; j < Math.min(sum.out(), sum.columns() - left); j++) {
                int to = ((n * sum.rows() + top + i) * sum.columns() + left + j) * sum.results() + k;
                bound[to] = gamma(sum.sources() + 24) * y[i][j];
              }
            }
          }
        }
      }
    }
    return bound;
  }

  /// γ(k + 24) · |Gᵀ| (Σ over tiles of |A||dy||Aᵀ| ⊙ |Bᵀ||d||B|) |G|
  private static double[] gradientBound(ConvSize size, float[] x, float[] dy) {
    double[] bound = new double[(int) size.filterElements()];
    int taps = size.window().height();
    int out = Winograd.out(taps);
    int tiles = size.batch() * Winograd.tiles(taps, size.outHeight()) * Winograd.tiles(taps, size.outWidth());
    for (int c = 0; c < size.channels(); c++) {
      for (int k = 0; k < size.filters(); k++) {
        double[][] products = new double[6][6];
        for (int n = 0; n < size.batch(); n++) {
          for (int top = 0; top < size.outHeight(); top += out) {
            for (int left = 0; left < size.outWidth(); left += out) {
              double[][] d = square(x, n, top - size.window().padTop(), left - size.window().padLeft(), 6,
                  size.height(), size.width(), size.channels(), c);
              double[][] g = square(dy, n, top, left, out, size.outHeight(), size.outWidth(), size.filters(), k);
              addProducts(products, both(BT, d), both(turned(outputs(taps)), g));
            }
          }
        }
        double[][] w = both(turned(filters(taps)), products);
        for (int tap = 0; tap < taps * taps; tap++) {
          bound[(tap * size.channels() + c) * size.filters() + k] = gamma(tiles + 24) * w[tap / taps][tap % taps];
        }
      }
    }
    return bound;
  }

  private static double gamma(int roundings) {
    return roundings * 0x1p-24 / (1 - roundings * 0x1p-24);
  }

  private static void addProducts(double[][] sum, double[][] a, double[][] b) {
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 6; j++) {
        sum[i][j] += a[i][j] * b[i][j];
      }
    }
  }

  private static double[][] square(
      float[] from, int n, int top, int left, int side, int height, int width, int channels, int c) {
    double[][] square = new double[side][side];
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        int h = top + i;
        int v = left + j;
        if (h >= 0 && h < height && v >= 0 && v < width) {
          square[i][j] = Math.abs(from[((n * height + h) * width + v) * channels + c]);
        }
      }
    }
    return square;
  }

  /// |m| s |m|ᵀ
  private static double[][] both(double[][] m, double[][] s) {
    return product(product(m, s), turned(m));
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int s = 0; s < b.length; s++) {
          c[i][j] += Math.abs(a[i][s]) * Math.abs(b[s][j]);
        }
      }
    }
    return c;
  }

  private static double[][] turned(double[][] m) {
    double[][] t = new double[m[0].length][m.length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m[0].length; j++) {
        t[j][i] = m[i][j];
      }
    }
    return t;
  }

  /// Aᵀ: powers of the points, and ∞.
  private static double[][] outputs(int taps) {
    double[][] at = new double[7 - taps][6];
    for (int i = 0; i < at.length; i++) {
      for (int p = 0; p < 5; p++) {
        at[i][p] = Math.pow(POINTS[p], i);
      }
    }
    at[at.length - 1][5] = 1;
    return at;
  }

  /// G: powers of the points over the products of their differences, and ∞.
  private static double[][] filters(int taps) {
    double[][] g = new double[6][taps];
    for (int p = 0; p < 5; p++) {
      double differences = 1;
      for (int q = 0; q < 5; q++) {
        differences *= q == p ? 1 : POINTS[p] - POINTS[q];
      }
      for (int i = 0; i < taps; i++) {
        g[p][i] = Math.pow(POINTS[p], i) / differences;
      }
    }
    g[5][taps - 1] = 1;
    return g;
  }

  /// Bᵀ: coefficients of the polynomials that are 0 at all points but one.
  private static double[][] inputs() {
    double[][] bt = new double[6][];
    for (int p = 0; p < 6; p++) {
      double[] polynomial = {1};
      for (int q = 0; q < 5; q++) {
        if (q != p) {
          double[] longer = new double[polynomial.length + 1];
          for (int i = 0; i < polynomial.length; i++) {
            longer[i + 1] += polynomial[i];
            longer[i] -= POINTS[q] * polynomial[i];
          }
          polynomial = longer;
        }
      }
      bt[p] = Arrays.copyOf(polynomial, 6);
    }
    return bt;
  }
}
