package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogisticTest {
  /// The weights by λ of scikit-learn 1.9.1's LogisticRegression(C=1/(30 λ), tol=1e-10) on the same rows; they tell classes apart by their
  /// differences alone, so those are compared.
  private static final Map<Double, double[]> WEIGHTS = Map.of(
      1.0, new double[] {0.02972, -0.09559, 0.06587, 0.084772, -0.0786, -0.006172},
      0.1, new double[] {0.06324, -0.201432, 0.138192, 0.43046, -0.390566, -0.039894},
      0.01, new double[] {0.076492, -0.233331, 0.15684, 0.771739, -0.69855, -0.073189},
      0.001, new double[] {0.079436, -0.238493, 0.159056, 0.847003, -0.766534, -0.080469});

  @Test
  void findsTheWeightsThatScikitLearnFinds() {
    double[][] x = IntStream.range(0, 30).mapToObj(i -> new double[] {i % 5 - 2 + 0.5 * (i % 3), i * 7 % 11 / 5.0 - 1})
        .toArray(double[][]::new);
    int[] labels = IntStream.range(0, 30).map(i -> i % 7 == 0 ? (i + 1) % 3 : i % 3).toArray();
    int[] parts = IntStream.range(0, 30).map(i -> i / 3 % 5).toArray();
    Line.Crossed line = Logistic.fit(x, labels, parts, 5, 2, 3);
    double lambda = WEIGHTS.keySet().stream().filter(l -> Math.abs(l / line.all().lambda() - 1) < 1e-9).findFirst().orElseThrow();
    double[] weights = Arrays.stream(line.all().weights()).flatMapToDouble(Arrays::stream).toArray();
    assertThat(weights).containsExactly(WEIGHTS.get(lambda), within(2e-3));
    // Other labels of one part move the lines that learn from it.
    int[] spoilt = IntStream.range(0, 30).map(i -> parts[i] == 2 ? 0 : labels[i]).toArray();
    Line.Crossed other = Logistic.fit(x, spoilt, parts, 5, 2, 3);
    assertThat(other.without()[1].intercepts()[0] - other.without()[1].intercepts()[1])
        .isNotCloseTo(line.without()[1].intercepts()[0] - line.without()[1].intercepts()[1], within(0.1));
  }
}
