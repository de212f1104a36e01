package dev.gradus.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.graph.Value;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every optimizer goes down every classic surface.
class SurfacesTest {
  private static final int STEPS = 4000;

  /// A surface with two starting points, (x0, y0) and (x1, y1).
  enum Surface {
    /// (x - 3)² + (y + 1)² / 2
    PARABOLA((x, y) -> x.subtract(3).square().add(y.add(1).square().multiply(0.5)), new float[] {-2, 8}, new float[] {4, -5}),
    /// Rosenbrock 1960: (1 - x)² + 100 · (y - x²)², from (-1.2, 1) as there, and from (0, 2).
    ROSENBROCK(
        (x, y) -> Value.constant(1).subtract(x).square().add(y.subtract(x.square()).square().multiply(100)),
        new float[] {-1.2f, 0}, new float[] {1, 2}),
    /// Beale 1958: (1.5 - x + x · y)² + (2.25 - x + x · y²)² + (2.625 - x + x · y³)², from (1, 1) and (1, -0.5).
    BEALE((x, y) -> {
      Value y2 = y.square();
      return term(1.5, x, y).add(term(2.25, x, y2)).add(term(2.625, x, y2.multiply(y)));
    }, new float[] {1, 1}, new float[] {1, -0.5f}),
    /// 50 · (x + y - 1)² + (x - y - 3)² / 2: a hundred times as steep across as along, and along neither axis.
    RAVINE(
        (x, y) -> x.add(y).subtract(1).square().multiply(50).add(x.subtract(y).subtract(3).square().multiply(0.5)),
        new float[] {-3, 4}, new float[] {3, 2});

    final BinaryOperator<Value> loss;
    final float[] x;
    final float[] y;

    Surface(BinaryOperator<Value> loss, float[] x, float[] y) {
      this.loss = loss;
      this.x = x;
      this.y = y;
    }

    private static Value term(double target, Value x, Value power) {
      return Value.constant(target).subtract(x).add(x.multiply(power)).square();
    }
  }

//RATES
}
