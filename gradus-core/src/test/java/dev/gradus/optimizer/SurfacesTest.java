package dev.gradus.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.graph.Value;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every optimizer goes down every classic surface.
class SurfacesTest {
  private static final int STEPS = 4000;

  /// A surface with two starting points, (x0, y0) and (x1, y1).
  enum Surface {
    /// (x - 3)² + (y + 1)² / 2
    PARABOLA((x, y) -> x.subtract(3).square().add(y.add(1).square().multiply(0.5)), new float[] {-2, 8}, new float[] {4, -5},
        1e-4),
    /// Rosenbrock 1960: (1 - x)² + 100 · (y - x²)², from (-1.2, 1) as there, and from (0, 2).
    ROSENBROCK(
        (x, y) -> Value.constant(1).subtract(x).square().add(y.subtract(x.square()).square().multiply(100)),
        new float[] {-1.2f, 0}, new float[] {1, 2}, 0.02),
    /// Beale 1958: (1.5 - x + x · y)² + (2.25 - x + x · y²)² + (2.625 - x + x · y³)², from (1, 1) and (1, -0.5).
    BEALE((x, y) -> {
      Value y2 = y.square();
      return term(1.5, x, y).add(term(2.25, x, y2)).add(term(2.625, x, y2.multiply(y)));
    }, new float[] {1, 1}, new float[] {1, -0.5f}, 1e-3),
    /// 50 · (x + y - 1)² + (x - y - 3)² / 2: a hundred times as steep across as along, and along neither axis.
    RAVINE(
        (x, y) -> x.add(y).subtract(1).square().multiply(50).add(x.subtract(y).subtract(3).square().multiply(0.5)),
        new float[] {-3, 4}, new float[] {3, 2}, 0.01);

    final BinaryOperator<Value> loss;
    final float[] x;
    final float[] y;

    /// What counts as having reached it, the sum from both starting points.
    final double lossAtTheBottom;

    Surface(BinaryOperator<Value> loss, float[] x, float[] y, double lossAtTheBottom) {
      this.loss = loss;
      this.x = x;
      this.y = y;
      this.lossAtTheBottom = lossAtTheBottom;
    }

    private static Value term(double target, Value x, Value power) {
      return Value.constant(target).subtract(x).add(x.multiply(power)).square();
    }
  }

  /// A learning rate for each surface.
  private static Stream<Arguments> rates(String name, double... rates) {
    return Stream.of(Surface.values()).map(surface -> Arguments.of(name, surface, rates[surface.ordinal()]));
  }

  /// The rates came out of a coarse search; they fall along a cosine, so that those that step by signs alone come to rest.
  static Stream<Arguments> all() {
    return Stream.of(
        rates("gradientDescent", 1, 0.005, 0.05, 0.01),
        rates("momentum", 1, 0.002, 0.02, 0.01),
        rates("nesterov", 0.5, 0.001, 0.01, 0.005),
        rates("adaGrad", 1, 1, 1, 1),
        rates("adaDelta", 1, 1, 1, 1),
        rates("rmsProp", 1, 0.01, 1, 1),
        rates("centredRmsProp", 1, 0.01, 1, 1),
        rates("rprop", 1, 1, 1, 1),
        rates("adam", 1, 1, 1, 1),
        rates("amsGrad", 1, 0.2, 0.2, 1),
        rates("adaMax", 1, 1, 1, 1),
        rates("nadam", 1, 0.2, 0.5, 1),
        rates("adamW", 1, 1, 0.5, 1),
        rates("lion", 1, 0.002, 0.02, 0.1),
        rates("lamb", 0.1, 0.05, 0.02, 0.05)).flatMap(one -> one);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("all")
  void findsTheBottom(String name, Surface surface, double rate) {
    OptimizerCase one = OptimizerCase.all().stream().filter(any -> any.name().equals(name)).findFirst().orElseThrow();
    try (Descent descent = new Descent(one.make().apply(rate), surface.loss, surface.x, surface.y)) {
      double start = descent.step(1, Schedules.cosine()).loss();
      assertThat(start).isGreaterThan(100 * surface.lossAtTheBottom);
    }
    try (Descent descent = new Descent(one.make().apply(rate), surface.loss, surface.x, surface.y)) {
      descent.step(STEPS, Schedules.cosine());
      assertThat(descent.loss()).isLessThan(surface.lossAtTheBottom);
    }
  }

  @Test
  void goesDownEverySurfaceWithEveryOptimizer() {
    assertThat(all().map(arguments -> arguments.get()[0] + " " + arguments.get()[1])).containsExactlyInAnyOrderElementsOf(
        OptimizerCase.all().stream().flatMap(one -> Stream.of(Surface.values()).map(surface -> one + " " + surface)).toList());
  }
}
