package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.random.RandomStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RidgeTest {
  /// Solved by the least squares of an independent program, NumPy 2.4: (xᵀx + nλI) w = xᵀy over centred x and y.
  @Test
  void solvesWhatNumPySolves() {
    double[][] x = {{1, 2}, {2, 1}, {3, 5}, {4, 3}, {5, 8}, {6, 4}};
    double[] y = {1, 3, 2, 5, 4, 8};
    double[] mean = {3.5, 23 / 6.0, 23 / 6.0};
    double[][] a = new double[2][2];
    double[][] b = new double[2][1];
    for (int i = 0; i < 6; i++) {
      double[] row = {x[i][0] - mean[0], x[i][1] - mean[1]};
      a[0][0] += row[0] * row[0] / 6;
      a[0][1] += row[0] * row[1] / 6;
      a[1][1] += row[1] * row[1] / 6;
      b[0][0] += row[0] * (y[i] - mean[2]) / 6;
      b[1][0] += row[1] * (y[i] - mean[2]) / 6;
    }
    a[0][0] += 0.1;
    a[1][1] += 0.1;
    Cholesky.solve(a, b);
    assertThat(b[0][0]).isEqualTo(1.56066463, within(1e-8));
    assertThat(b[1][0]).isEqualTo(-0.53434689, within(1e-8));
  }

  @Test
  void learnsEachRidgeFromTheOtherPartsAndChoosesAPenaltyForTheNoise() {
    double[][] x = numbers(60, 3, "x");
    double[][] noise = numbers(60, 1, "noise");
    double[] y = IntStream.range(0, 60).mapToDouble(i -> 4 + 2 * x[i][0] - x[i][1] + 0.01 * noise[i][0]).toArray();
    Line.Crossed clean = fit(x, y, 60);
    assertThat(clean.all().weights()[0][0]).isEqualTo(2, within(0.01));
    assertThat(clean.all().intercepts()[0]).isEqualTo(4, within(0.01));
    assertThat(clean.all().lambda()).isLessThan(1e-3);
    double[] pure = IntStream.range(0, 60).mapToDouble(i -> noise[i][0]).toArray();
    assertThat(fit(x, pure, 60).all().lambda()).isGreaterThan(0.05);
    // What is wrong with part 0's answers is nothing to the ridge that doesn't learn from it.
    double[] spoilt = y.clone();
    IntStream.range(0, 60).filter(i -> i % 5 == 0).forEach(i -> spoilt[i] += 2);
    assertThat(fit(x, spoilt, 60).without()[0].intercepts()[0]).isEqualTo(4, within(0.1));
    assertThat(fit(x, spoilt, 60).without()[1].intercepts()[0]).isGreaterThan(4.3);
  }

  private static Line.Crossed fit(double[][] x, double[] y, int rows) {
    return Ridge.fit(new Ridge.Rows() {
      @Override
      public int count() {
        return rows;
      }

      @Override
      public int part(int row) {
        return row % 5;
      }

      @Override
      public void read(int row, double[] features, double[] outputs) {
        System.arraycopy(x[row], 0, features, 0, features.length);
        outputs[0] = y[row];
      }
    }, 5, 3, 1);
  }

  private static double[][] numbers(int rows, int columns, String stream) {
    RandomStream random = new RandomStream(3, stream);
    return IntStream.range(0, rows).mapToObj(_ -> IntStream.range(0, columns).mapToDouble(_ -> random.nextGaussian()).toArray())
        .toArray(double[][]::new);
  }
}
