package dev.gradus.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.CentralDifferences;
import dev.gradus.Trial;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.catalogue.Row;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each activation against its formula in double, its documented range and largest derivative, and numbers of ±10,000.
public class ActivationsTest {
  private static final double NONE = Double.POSITIVE_INFINITY;

  /// @param formula what the documentation says, computed otherwise than by the graph
  /// @param low the documented lower end of the range
  /// @param high its upper end
  /// @param steepest the documented largest derivative
  /// @param kinks where there is no derivative, and the one that is given there: x, derivative, x, derivative, ...
  private record Case(
      String name, UnaryOperator<Value> function, DoubleUnaryOperator formula, double low, double high, double steepest, double... kinks) {
    @Override
    public String toString() {
      return name;
    }

    boolean isKink(double x) {
      for (int i = 0; i < kinks.length; i += 2) {
        if (Math.abs(x - kinks[i]) < 1e-3) {
          return true;
        }
      }
      return false;
    }
  }

  /// All terms of this series are positive: erf x = 2 / √π · e^(-x²) · Σ 2^n x^(2n+1) / (1 · 3 · ... · (2n + 1)).
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = 0;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  private static double softplus(double x) {
    return x > 40 ? x : Math.log1p(Math.exp(x));
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("relu", Activations::relu, x -> Math.max(0, x), 0, NONE, 1, 0, 0),
        new Case("leakyRelu", x -> Activations.leakyRelu(x, 0.01), x -> x > 0 ? x : 0.01 * x, -NONE, NONE, 1, 0, 0.01),
        new Case("generalisedRelu", x -> Activations.generalisedRelu(x, 0.1), x -> Math.max(0, x) + 0.1 * Math.min(0, x), -NONE, NONE, 1, 0, 0.1),
        new Case("generalisedRelu", x -> Activations.generalisedRelu(x, -1), Math::abs, 0, NONE, 1, 0, -1),
        new Case("generalisedRelu", x -> Activations.generalisedRelu(x, 2), x -> Math.max(0, x) + 2 * Math.min(0, x), -NONE, NONE, 2, 0, 2),
        new Case("absoluteValue", Activations::absoluteValue, Math::abs, 0, NONE, 1, 0, 0),
        new Case("elu", x -> Activations.elu(x, 1), x -> x > 0 ? x : Math.exp(x) - 1, -1, NONE, 1, 0, 1),
        new Case("elu", x -> Activations.elu(x, 1.5), x -> x > 0 ? x : 1.5 * (Math.exp(x) - 1), -1.5, NONE, 1.5, 0, 1.5),
        new Case("selu", Activations::selu,
            x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1)), -1.758100, NONE, 1.758099, 0, 1.7580993408473766),
        new Case("celu", x -> Activations.celu(x, 1), x -> Math.max(0, x) + Math.min(0, Math.exp(x) - 1), -1, NONE, 1, 0, 1),
        new Case("celu", x -> Activations.celu(x, 2), x -> Math.max(0, x) + Math.min(0, 2 * (Math.exp(x / 2) - 1)), -2, NONE, 1, 0, 1),
        new Case("gelu", Activations::gelu, x -> x * (1 + erf(x / Math.sqrt(2))) / 2, -0.169972, NONE, 1.128904),
        new Case("geluTanh", Activations::geluTanh,
            x -> x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3)))) / 2, -0.170041, NONE, 1.128993),
        new Case("silu", Activations::silu, x -> x / (1 + Math.exp(-x)), -0.278465, NONE, 1.099839),
        new Case("mish", Activations::mish, x -> x * Math.tanh(softplus(x)), -0.308844, NONE, 1.088498),
        new Case("softplus", Activations::softplus, ActivationsTest::softplus, 0, NONE, 1),
        new Case("softsign", Activations::softsign, x -> x / (1 + Math.abs(x)), -1, 1, 1),
        new Case("hardSigmoid", Activations::hardSigmoid, x -> x <= -3 ? 0 : x >= 3 ? 1 : (x + 3) / 6, 0, 1, 1 / 6.0, -3, 0, 3, 0),
        new Case("hardTanh", Activations::hardTanh, x -> x <= -1 ? -1 : x >= 1 ? 1 : x, -1, 1, 1, -1, 0, 1, 0),
        new Case("hardSwish", Activations::hardSwish, x -> x <= -3 ? 0 : x >= 3 ? x : x * (x + 3) / 6, -0.375, NONE, 1.5, -3, 0, 3, 1),
        new Case("sigmoid", Activations::sigmoid, x -> 1 / (1 + Math.exp(-x)), 0, 1, 0.25),
        new Case("tanh", Activations::tanh, Math::tanh, -1, 1, 1));
  }

  private static double[] grid() {
    double[] grid = new double[4801];
    Arrays.setAll(grid, i -> (i - 2400) / 200.0);
    return grid;
  }

  /// Value and derivative at each x, in double.
  private static List<double[]> evaluate(Case row, double[] xs) {
    Value x = Value.input("x", DType.F32, Shape.of(xs.length));
    Value y = row.function.apply(x);
    Value dx = Gradients.of(y.sum(), List.of(x)).getFirst();
    return Reference.evaluateAll(List.of(y, dx), Map.of(), Map.of("x", xs), Map.of());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isItsFormulaWithinItsRange(Case row) {
    double[] xs = grid();
    double[] ys = evaluate(row, xs).getFirst();
    assertThat(ys).containsExactly(Arrays.stream(xs).map(row.formula).toArray(), within(1e-12));
    assertThat(Arrays.stream(ys)).allMatch(y -> y >= row.low && y <= row.high, "in [" + row.low + ", " + row.high + "]");
    if (row.low != -NONE) {
      assertThat(Arrays.stream(ys).min().orElseThrow()).as("the lower end is approached").isLessThan(row.low + 0.1);
    }
    if (row.high != NONE) {
      assertThat(Arrays.stream(ys).max().orElseThrow()).as("the upper end is approached").isGreaterThan(row.high - 0.1);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itsGradientIsThatOfItsFormula(Case row) {
    double[] xs = Arrays.stream(spread()).filter(x -> !row.isKink(x)).toArray();
    Value x = Value.input("x", DType.F32, Shape.of(xs.length));
    Value weights = Value.input("weights", DType.F32, Shape.of(xs.length));
    double[] given = new double[xs.length];
    Arrays.setAll(given, i -> 0.5 + i % 3);
    new CentralDifferences(Map.of(), Map.of("x", xs, "weights", given), Map.of())
        .check(row.name, row.function.apply(x).multiply(weights).sum(), List.of(x));
  }

  /// Numbers on both sides of 0.
  private static double[] spread() {
    double[] spread = new double[41];
    Arrays.setAll(spread, i -> (i - 20) * 0.41 + 0.013);
    return spread;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itsLargestDerivativeIsTheDocumentedOne(Case row) {
    double[] xs = grid();
    double[] slopes = evaluate(row, xs).getLast();
    double largest = Arrays.stream(slopes).max().orElseThrow();
    assertThat(largest).isLessThanOrEqualTo(row.steepest + 1e-6);
    assertThat(largest).isGreaterThan(row.steepest - 3e-3);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void atAKinkTheDerivativeIsTheDocumentedOne(Case row) {
    for (int i = 0; i < row.kinks.length; i += 2) {
      assertThat(evaluate(row, new double[] {row.kinks[i]}).getLast()[0]).as("at " + row.kinks[i]).isCloseTo(row.kinks[i + 1], within(1e-12));
    }
  }

  /// In float32 as trained: near double's value and derivative, and so finite, for huge and tiny numbers too.
  @ParameterizedTest
  @MethodSource("cases")
  void survivesHugeNumbersInFloat32(Case row) {
    float[] xs = {-1e9f, -1e4f, -1000, -104, -89, -40, -17, -5, -1, -0.25f, -1e-4f, -1e-30f, -0f, 0,
      1e-30f, 1e-4f, 0.25f, 1, 5, 17, 40, 89, 104, 1000, 1e4f, 1e9f};
    double[] exact = new double[xs.length];
    Arrays.setAll(exact, i -> xs[i]);
    Value x = Value.input("x", DType.F32, Shape.of(xs.length));
    Value y = row.function.apply(x);
    Value dx = Gradients.of(y.sum(), List.of(x)).getFirst();
    List<float[]> values = Trial.of(Map.of(), Map.of("x", xs)).values(List.of(y, dx));
    List<double[]> expected = evaluate(row, exact);
    for (int i = 0; i < xs.length; i++) {
      for (int what = 0; what < 2; what++) {
        double right = expected.get(what)[i];
        assertThat((double) values.get(what)[i]).as("%s %s at %s", row.name, what == 0 ? "value" : "derivative", xs[i])
            .isCloseTo(right, within(2e-6 * Math.max(1, Math.abs(right))));
      }
      double formula = row.formula.applyAsDouble(exact[i]);
      assertThat(expected.getFirst()[i]).as("formula at %s", xs[i]).isCloseTo(formula, within(1e-12 * Math.max(1, Math.abs(formula))));
    }
  }

  /// Φ(1) = 0.8413447460685429 from tables of the normal distribution; the others by hand or from their papers.
  @Test
  void knownNumbers() {
    assertThat(at(Activations::gelu, 1)).isCloseTo(0.8413447460685429, within(1e-12));
    assertThat(at(Activations::silu, 1)).isCloseTo(0.7310585786300049, within(1e-15));
    assertThat(at(Activations::softplus, 0)).isCloseTo(Math.log(2), within(1e-15));
    // tanh(ln 2) = (2 - 1/2) / (2 + 1/2) = 3/5, and softplus(x) = ln 2 at 0; at x = ln 3 softplus is ln 4 and tanh 15/17.
    assertThat(at(Activations::mish, Math.log(3))).isCloseTo(Math.log(3) * 15 / 17, within(1e-12));
    assertThat(at(Activations::hardSwish, 1)).isCloseTo(2 / 3.0, within(1e-15));
  }

  private static double at(UnaryOperator<Value> function, double x) {
    return evaluate(new Case("", function, v -> v, 0, 0, 0), new double[] {x}).getFirst()[0];
  }

  /// The fixed point that SELU's constants are made for: normal numbers come out with mean 0 and variance 1 (sums over a
  /// fine grid, weighted by the density).
  @Test
  void seluKeepsMeanZeroAndVarianceOne() {
    double[] xs = new double[40_001];
    Arrays.setAll(xs, i -> (i - 20_000) / 2000.0);
    double[] ys = evaluate(new Case("selu", Activations::selu, v -> v, 0, 0, 0), xs).getFirst();
    double mean = 0;
    double square = 0;
    for (int i = 0; i < xs.length; i++) {
      double weight = Math.exp(-xs[i] * xs[i] / 2) / Math.sqrt(2 * Math.PI) / 2000;
      mean += weight * ys[i];
      square += weight * ys[i] * ys[i];
    }
    assertThat(mean).isCloseTo(0, within(1e-7));
    assertThat(square).isCloseTo(1, within(1e-7));
  }

  @Test
  void theTwoFormsOfGeluAreNearEachOther() {
    double[] xs = grid();
    double[] exact = evaluate(new Case("", Activations::gelu, v -> v, 0, 0, 0), xs).getFirst();
    double[] approximate = evaluate(new Case("", Activations::geluTanh, v -> v, 0, 0, 0), xs).getFirst();
    assertThat(approximate).containsExactly(exact, within(0.0005));
  }

  /// The formula of each with its default options, for the layers of the same names.
  public static DoubleUnaryOperator formula(String name) {
    return cases().filter(row -> row.name.equals(name)).findFirst().orElseThrow().formula;
  }

  public static List<Row> catalogue() {
    ActivationsTest test = new ActivationsTest();
    return Stream.concat(
        cases().map(row -> new Row(row.name, () -> test.isItsFormulaWithinItsRange(row), () -> test.itsGradientIsThatOfItsFormula(row))),
        Stream.of(ofRows("softmax", Activations::softmax, (x, sum) -> Math.exp(x) / sum),
            ofRows("logSoftmax", Activations::logSoftmax, (x, sum) -> x - Math.log(sum)))).toList();
  }

  /// What depends on a whole row: each number x by itself and Σ e^x.
  private static Row ofRows(String name, UnaryOperator<Value> function, DoubleBinaryOperator formula) {
    double[] xs = {0.3, -1.2, 2.5, -0.7, 0.1, 0.4};
    Value x = Value.input("x", DType.F32, Shape.of(2, 3));
    return new Row(name, () -> {
      double[] ys = Reference.evaluateAll(List.of(function.apply(x)), Map.of(), Map.of("x", xs), Map.of()).getFirst();
      double[] expected = new double[6];
      Arrays.setAll(expected, i -> formula.applyAsDouble(xs[i], IntStream.range(0, 3).mapToDouble(j -> Math.exp(xs[i / 3 * 3 + j])).sum()));
      assertThat(ys).containsExactly(expected, within(1e-12));
    }, () -> {
      Value weights = Value.input("weights", DType.F32, Shape.of(2, 3));
      new CentralDifferences(Map.of(), Map.of("x", xs, "weights", new double[] {1, -2, 0.5, 3, 0.1, -1}), Map.of())
          .check(name, function.apply(x).multiply(weights).sum(), List.of(x));
    });
  }
}
