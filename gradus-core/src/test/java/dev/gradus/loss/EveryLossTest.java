package dev.gradus.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.CentralDifferences;
import dev.gradus.Trial;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.catalogue.Row;
import dev.gradus.graph.Value;
import dev.gradus.output.OutputUnit;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each loss against its formula, written out here in plain double arithmetic without the tricks that keep it finite.
public class EveryLossTest {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);
  private static final double[] Z = {0.3, -1.2, 2.5, -0.7, 0.1, 0.4};
  private static final double[] Y = {0.1, -1.15, 0.5, 0.7, -2.1, 3.4};
  private static final double[] SIX = {0.2, 0.9, -0.4, 0.3, -0.8, 0.5, -0.1, 1.3, 0.6, -0.2, 0.7, -0.6};

  /// @param label what is checked; begins with the loss's name
  /// @param z two rows of outputs
  /// @param t two targets: labels if there is one whole number each and `labels`
  /// @param formula the loss of one row
  /// @param prediction what one row predicts
  record Case(String label, Loss loss, double[] z, boolean labels, double[] t, BiFunction<double[], double[], Double> formula,
      java.util.function.UnaryOperator<double[]> prediction) {
    Value output() {
      return Value.input("z", DType.F32, Shape.of(z.length / 2).batched());
    }

    Value target() {
      return labels ? Value.input("t", DType.I32, Shape.SCALAR.batched()) : Value.input("t", DType.F32, Shape.of(t.length / 2).batched());
    }

    Value perExample() {
      return loss.perExample(output(), target());
    }

    @Override
    public String toString() {
      return label;
    }
  }

  static Stream<Case> cases() {
    double[] labels = {2, 0};
    double[] distributions = {0.2, 0.3, 0.5, 0, 1, 0};
    double[] answers = {1, 0, 1, 0, 0, 1};
    double[] weights = {0.5, 2, 3};
    return Stream.of(
        new Case("softmaxCrossEntropy", Losses.softmaxCrossEntropy(), Z, true, labels,
            (z, t) -> -Math.log(softmax(z)[(int) t[0]]), EveryLossTest::softmax),
        new Case("softmaxCrossEntropy of distributions", Losses.softmaxCrossEntropy(), Z, false, distributions,
            (z, t) -> sum(3, i -> -t[i] * Math.log(softmax(z)[i])), EveryLossTest::softmax),
        new Case("softmaxCrossEntropy smoothed", Losses.softmaxCrossEntropy().labelSmoothing(0.1), Z, true, labels,
            (z, t) -> sum(3, i -> -(0.9 * (i == t[0] ? 1 : 0) + 0.1 / 3) * Math.log(softmax(z)[i])), EveryLossTest::softmax),
        new Case("softmaxCrossEntropy weighted", Losses.softmaxCrossEntropy().classWeights(weights), Z, true, labels,
            (z, t) -> -weights[(int) t[0]] * Math.log(softmax(z)[(int) t[0]]), EveryLossTest::softmax),
        new Case("softmaxCrossEntropy smoothed and weighted", Losses.softmaxCrossEntropy().labelSmoothing(0.3).classWeights(weights), Z,
            false, distributions, (z, t) -> sum(3, i -> -weights[i] * (0.7 * t[i] + 0.1) * Math.log(softmax(z)[i])), EveryLossTest::softmax),
        new Case("focal", Losses.focal(), Z, true, labels, (z, t) -> focal(softmax(z)[(int) t[0]], 2), EveryLossTest::softmax),
        new Case("focal of 0.5", Losses.focal(0.5), Z, true, labels, (z, t) -> focal(softmax(z)[(int) t[0]], 0.5), EveryLossTest::softmax),
        new Case("focal of 0", Losses.focal(0), Z, true, labels, (z, t) -> focal(softmax(z)[(int) t[0]], 0), EveryLossTest::softmax),
        new Case("multiClassHinge", Losses.multiClassHinge(), Z, true, labels, (z, t) -> Math.max(0,
            1 + IntStream.range(0, 3).filter(j -> j != t[0]).mapToDouble(j -> z[j]).max().orElseThrow() - z[(int) t[0]]), EveryLossTest::sparsemax),
        new Case("multiClassHinge of near scores", Losses.multiClassHinge(), new double[] {0.3, 0.1, -0.5, 2.1, 2, 1.9}, true, labels,
            (z, t) -> Math.max(0, 1 + IntStream.range(0, 3).filter(j -> j != t[0]).mapToDouble(j -> z[j]).max().orElseThrow()
                - z[(int) t[0]]), EveryLossTest::sparsemax),
        new Case("kullbackLeibler", Losses.kullbackLeibler(), Z, false, distributions,
            (z, t) -> sum(3, i -> t[i] == 0 ? 0 : t[i] * Math.log(t[i] / softmax(z)[i])), EveryLossTest::softmax),
        new Case("binaryCrossEntropy", Losses.binaryCrossEntropy(), Z, false, answers,
            (z, t) -> mean(3, i -> -t[i] * Math.log(sigmoid(z[i])) - (1 - t[i]) * Math.log(sigmoid(-z[i]))), EveryLossTest::sigmoids),
        new Case("binaryCrossEntropy weighted", Losses.binaryCrossEntropy().positiveWeight(3), Z, false, distributions,
            (z, t) -> mean(3, i -> -3 * t[i] * Math.log(sigmoid(z[i])) - (1 - t[i]) * Math.log(sigmoid(-z[i]))), EveryLossTest::sigmoids),
        new Case("binaryCrossEntropy weighted each", Losses.binaryCrossEntropy().positiveWeight(weights), Z, false, answers,
            (z, t) -> mean(3, i -> -weights[i] * t[i] * Math.log(sigmoid(z[i])) - (1 - t[i]) * Math.log(sigmoid(-z[i]))),
            EveryLossTest::sigmoids),
        new Case("binaryFocal", Losses.binaryFocal(), Z, false, answers,
            (z, t) -> mean(3, i -> (t[i] == 1 ? 0.25 : 0.75) * focal(sigmoid(t[i] == 1 ? z[i] : -z[i]), 2)), EveryLossTest::sigmoids),
        new Case("binaryFocal of 0.5", Losses.binaryFocal(0.5, 0.6), Z, false, answers,
            (z, t) -> mean(3, i -> (t[i] == 1 ? 0.6 : 0.4) * focal(sigmoid(t[i] == 1 ? z[i] : -z[i]), 0.5)), EveryLossTest::sigmoids),
        new Case("hinge", Losses.hinge(), Z, false, answers, (z, t) -> mean(3, i -> Math.max(0, 1 - (2 * t[i] - 1) * z[i])),
            z -> DoubleStream.of(z).map(x -> Math.clamp((1 + x) / 2, 0.0, 1.0)).toArray()),
        errors("meanSquaredError", Losses.meanSquaredError(), e -> e * e),
        errors("meanAbsoluteError", Losses.meanAbsoluteError(), Math::abs),
        errors("huber", Losses.huber(), e -> Math.abs(e) <= 1 ? e * e / 2 : Math.abs(e) - 0.5),
        errors("huber of 0.3", Losses.huber(0.3), e -> Math.abs(e) <= 0.3 ? e * e / 2 : 0.3 * (Math.abs(e) - 0.15)),
        errors("logCosh", Losses.logCosh(), e -> Math.log(Math.cosh(e))),
        errors("quantile of 0.9", Losses.quantile(0.9), e -> e < 0 ? -0.9 * e : 0.1 * e),
        errors("quantile of 0.2", Losses.quantile(0.2), e -> e < 0 ? -0.2 * e : 0.8 * e),
        new Case("poisson", Losses.poisson(), Z, false, new double[] {0, 1, 2, 7, 3, 0},
            (z, t) -> mean(3, i -> Math.exp(z[i]) - t[i] * z[i]), z -> DoubleStream.of(z).map(Math::exp).toArray()),
        new Case("gaussianWithVariance", Losses.gaussianWithVariance(), Arrays.copyOf(SIX, 8), false, new double[] {0.5, -1, 2, 0.1},
            (z, t) -> mean(2, i -> -logNormal(t[i], z[i], Math.exp(z[2 + i] / 2))), z -> Arrays.copyOf(z, 2)),
        new Case("mixtureDensity of 2 for 1 number", Losses.mixtureDensity(2), SIX, false, new double[] {0.5, -1},
            (z, t) -> mixture(2, z, t), z -> mixtureMean(2, 1, z)),
        new Case("mixtureDensity of 1 for 2 numbers", Losses.mixtureDensity(1), Arrays.copyOf(SIX, 10), false, new double[] {0.5, -1, 0, 2},
            (z, t) -> mixture(1, z, t), z -> mixtureMean(1, 2, z)),
        new Case("mixtureDensity of 2 for 2 numbers", Losses.mixtureDensity(2),
            DoubleStream.concat(DoubleStream.of(SIX), DoubleStream.of(0.4, -0.3, 0.9, -1.1, 0.25, 0.15, -0.35, 0.05)).toArray(), false,
            new double[] {0.5, -1, 0, 2}, (z, t) -> mixture(2, z, t), z -> mixtureMean(2, 2, z)));
  }

  private static Case errors(String label, Loss loss, java.util.function.DoubleUnaryOperator ofError) {
    return new Case(label, loss, Z, false, Y, (y, t) -> mean(3, i -> ofError.applyAsDouble(y[i] - t[i])), y -> y);
  }

  private static double sum(int count, java.util.function.IntToDoubleFunction term) {
    return IntStream.range(0, count).mapToDouble(term).sum();
  }

  private static double mean(int count, java.util.function.IntToDoubleFunction term) {
    return sum(count, term) / count;
  }

  /// Algorithm 1 of Martins and Astudillo 2016: the threshold from sorted scores.
  private static double[] sparsemax(double[] z) {
    double[] sorted = DoubleStream.of(z).map(x -> -x).sorted().map(x -> -x).toArray();
    double sum = 0;
    double threshold = 0;
    for (int k = 1; k <= sorted.length; k++) {
      sum += sorted[k - 1];
      if (1 + k * sorted[k - 1] > sum) {
        threshold = (sum - 1) / k;
      }
    }
    double found = threshold;
    return DoubleStream.of(z).map(x -> Math.max(0, x - found)).toArray();
  }

  private static double[] softmax(double[] z) {
    double all = DoubleStream.of(z).map(Math::exp).sum();
    return DoubleStream.of(z).map(x -> Math.exp(x) / all).toArray();
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double[] sigmoids(double[] z) {
    return DoubleStream.of(z).map(EveryLossTest::sigmoid).toArray();
  }

  private static double focal(double p, double gamma) {
    return -Math.pow(1 - p, gamma) * Math.log(p);
  }

  private static double logNormal(double t, double mean, double deviation) {
    return -(t - mean) * (t - mean) / (2 * deviation * deviation) - Math.log(deviation) - LOG_TWO_PI / 2;
  }

  private static double mixture(int k, double[] z, double[] t) {
    double[] weights = softmax(Arrays.copyOf(z, k));
    return -Math.log(sum(k, c -> weights[c] * Math.exp(
        sum(t.length, i -> logNormal(t[i], z[k + c * t.length + i], Math.exp(z[k + (k + c) * t.length + i]))))));
  }

  private static double[] mixtureMean(int k, int size, double[] z) {
    double[] weights = softmax(Arrays.copyOf(z, k));
    return IntStream.range(0, size).mapToDouble(i -> sum(k, c -> weights[c] * z[k + c * size + i])).toArray();
  }

  private static double[] half(double[] numbers, int row) {
    int size = numbers.length / 2;
    return Arrays.copyOfRange(numbers, row * size, (row + 1) * size);
  }

  private static double[] reference(Value value, int rows, double[] z, double[] t) {
    return Reference.evaluateAll(List.of(value), Map.of('N', rows), Map.of("z", z, "t", t), Map.of()).getFirst();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isItsFormula(Case row) {
    Value loss = row.perExample();
    assertThat(loss.shape()).isEqualTo(Shape.SCALAR.batched());
    double[] actual = reference(loss, 2, row.z, row.t);
    for (int i = 0; i < 2; i++) {
      assertThat(actual[i]).isCloseTo(row.formula.apply(half(row.z, i), half(row.t, i)), within(1e-12));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void predictsItsDistribution(Case row) {
    double[] actual = reference(row.loss.predict(row.output()), 2, row.z, row.t);
    double[] expected = DoubleStream.concat(
        DoubleStream.of(row.prediction.apply(half(row.z, 0))), DoubleStream.of(row.prediction.apply(half(row.z, 1)))).toArray();
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itsGradientIsThatOfCentralDifferences(Case row) {
    Value z = row.output();
    new CentralDifferences(Map.of('N', 2), Map.of("z", row.z, "t", row.t), Map.of())
        .check(row.label, row.loss.perExample(z, row.target()).mean(), List.of(z));
  }

  /// Every combination of 1e4 and -1e4 in a row of outputs, with each of the row's targets, in float32.
  @ParameterizedTest
  @MethodSource("cases")
  void isFiniteForHugeOutputsAndSoIsItsGradient(Case row) {
    int width = row.z.length / 2;
    int combinations = 1 << width;
    int targetWidth = row.t.length / 2;
    Value z = row.output();
    Value loss = row.loss.perExample(z, row.target());
    List<Value> asked = List.of(loss, Gradients.of(loss.sum(), List.of(z)).getFirst());
    for (int which = 0; which < 2; which++) {
      double[] huge = new double[combinations * width];
      double[] targets = new double[combinations * targetWidth];
      for (int i = 0; i < combinations; i++) {
        for (int j = 0; j < width; j++) {
          huge[i * width + j] = (i >> j & 1) == 0 ? 1e4 : -1e4;
        }
        System.arraycopy(row.t, which * targetWidth, targets, i * targetWidth, targetWidth);
      }
      Trial trial = new Trial(Map.of('N', combinations),
          row.labels ? Map.of("z", Trial.rounded(huge)) : Map.of("z", Trial.rounded(huge), "t", Trial.rounded(targets)),
          row.labels ? Map.of("t", DoubleStream.of(targets).mapToInt(x -> (int) x).toArray()) : Map.of(), Map.of());
      List<float[]> actual = trial.values(asked);
      for (int i = 0; i < asked.size(); i++) {
        double[] expected = reference(asked.get(i), combinations, huge, targets);
        for (int j = 0; j < expected.length; j++) {
          assertThat(actual.get(i)[j]).as("%s %d of %s at combination %d", i == 0 ? "loss" : "gradient", j, row, j * combinations / expected.length)
              .isFinite().isCloseTo((float) expected[j], within((float) (1e-4 + 1e-5 * Math.abs(expected[j]))));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void itsNameIsThatOfItsMethod(Case row) {
    assertThat(row.label.split(" ")[0]).isEqualTo(row.loss.name());
  }

  public static List<Row> catalogue() {
    return cases().map(one -> row(one.loss.name(), one)).toList();
  }

  /// An output unit's row: its loss and prediction are held to the formulas of the case of this label.
  public static Row ofUnit(OutputUnit unit, String label) {
    Case one = cases().filter(each -> each.label.equals(label)).findFirst().orElseThrow();
    Row row = row(unit.name(), new Case(label, unit.loss(), one.z, one.labels, one.t, one.formula, one.prediction));
    return new Row(unit.name(), () -> {
      assertThat(unit.outputs()).as("raw outputs").isEqualTo(one.z.length / 2).isEqualTo(unit.layer().units());
      row.value().execute();
    }, row.gradient());
  }

  private static Row row(String name, Case one) {
    EveryLossTest test = new EveryLossTest();
    return new Row(name, () -> {
      test.isItsFormula(one);
      test.predictsItsDistribution(one);
    }, () -> test.itsGradientIsThatOfCentralDifferences(one));
  }
}
