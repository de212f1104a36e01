package dev.gradus.output;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.catalogue.Row;
import dev.gradus.dataset.Dataset;
import dev.gradus.loss.EveryLossTest;
import dev.gradus.loss.Losses;
import dev.gradus.model.Model;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

public class OutputUnitsTest {
  private static final int EXAMPLES = 1024;
  private static final double[] POINTS = {-0.7, 0, 0.7};

  /// The targets for an input x, drawn with some noise.
  private interface Targets {
    double[] draw(double x, RandomStream random);
  }

  /// @param size how many targets an example has; 0 for labels
  /// @param expected what to predict for x
  /// @param tolerance how well that is learned in a few epochs
  private record Case(OutputUnit unit, int size, Targets targets, Expected expected, double tolerance) {
    Dataset data() {
      RandomStream random = new RandomStream(11, "output/" + unit.name());
      float[] inputs = new float[EXAMPLES];
      float[] numbers = new float[EXAMPLES * Math.max(1, size)];
      for (int i = 0; i < EXAMPLES; i++) {
        inputs[i] = (float) (2 * random.nextDouble() - 1);
        double[] drawn = targets.draw(inputs[i], random);
        for (int j = 0; j < drawn.length; j++) {
          numbers[i * drawn.length + j] = (float) drawn[j];
        }
      }
      Tensor x = Tensor.of(Shape.of(EXAMPLES, 1), inputs);
      if (size > 0) {
        return Dataset.of(x, Tensor.of(Shape.of(EXAMPLES, size), numbers));
      }
      int[] labels = new int[EXAMPLES];
      Arrays.setAll(labels, i -> (int) numbers[i]);
      return Dataset.of(x, Tensor.of(Shape.of(EXAMPLES), labels));
    }

    @Override
    public String toString() {
      return unit.name();
    }
  }

  private interface Expected {
    double[] of(double x);
  }

  static Stream<Case> cases() {
    Targets curve = (x, random) -> new double[] {x * x + 0.1 * random.nextGaussian(), 1 - x};
    Expected mean = x -> new double[] {x * x, 1 - x};
    Targets thirds = (x, _) -> new double[] {third(x)};
    Expected sure = x -> oneHot(third(x));
    Targets coins = (x, random) -> new double[] {random.nextDouble() < sigmoid(4 * x) ? 1 : 0, x < 0 ? 1 : 0};
    Expected chances = x -> new double[] {sigmoid(4 * x), x == 0 ? Double.NaN : x < 0 ? 1 : 0};
    return Stream.of(
        new Case(OutputUnits.categorical(3), 0, thirds, sure, 0.2),
        new Case(OutputUnits.focal(3, 1), 0, thirds, sure, 0.3),
        new Case(OutputUnits.multiClassHinge(3), 0, thirds, x -> oneHot(third(x)), Double.NaN),
        new Case(OutputUnits.distribution(3), 3, (x, _) -> distribution(x), OutputUnitsTest::distribution, 0.05),
        new Case(OutputUnits.bernoulli(2), 2, coins, chances, 0.15),
        new Case(OutputUnits.binaryFocal(2, 0.5, 0.5), 2, coins, chances, 0.25),
        new Case(OutputUnits.hinge(1), 1, (x, _) -> new double[] {x > 0.3 ? 1 : 0}, x -> new double[] {x > 0.3 ? 1 : 0}, 0.2),
        new Case(OutputUnits.gaussian(2), 2, curve, mean, 0.1),
        new Case(OutputUnits.gaussianWithVariance(2), 2, curve, mean, 0.1),
        new Case(OutputUnits.laplace(2), 2, curve, mean, 0.1),
        new Case(OutputUnits.huber(2, 0.2), 2, curve, mean, 0.1),
        new Case(OutputUnits.logCosh(2), 2, curve, mean, 0.1),
        new Case(OutputUnits.quantile(1, 0.9), 1, (x, random) -> new double[] {x + random.nextDouble()}, x -> new double[] {x + 0.9}, 0.1),
        new Case(OutputUnits.poisson(1), 1, (x, random) -> new double[] {poisson(Math.exp(1 + x), random)},
            x -> new double[] {Math.exp(1 + x)}, 0.5),
        new Case(OutputUnits.mixtureDensity(2, 1), 1,
            (x, random) -> new double[] {x + (random.nextDouble() < 0.25 ? -2 : 2) + 0.1 * random.nextGaussian()}, x -> new double[] {x + 1}, 0.4));
  }

  private static int third(double x) {
    return x < -0.33 ? 0 : x < 0.33 ? 1 : 2;
  }

  private static double[] oneHot(int label) {
    double[] row = new double[3];
    row[label] = 1;
    return row;
  }

  private static double[] distribution(double x) {
    double p = (1 + x) / 2;
    return new double[] {p * p, 2 * p * (1 - p), (1 - p) * (1 - p)};
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static int poisson(double rate, RandomStream random) {
    int count = -1;
    for (double product = 1; product > Math.exp(-rate); count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aNetworkThatEndsWithItLearnsWhatToPredict(Case row) {
    Dataset data = row.data();
    Model model = Model.create(sequential(dense(24), tanh(), row.unit.layer()), Shape.of(1), Seed.seed(3));
    model.learns(row.unit.loss(), List.of(), data);
    double before = model.evaluate(data).loss();
    Trainer.of(model).output(row.unit).optimizer(adam(0.01)).epochs(50).execution(new Execution(Backend.best(), 1)).fit(data);
    assertThat(model.evaluate(data).loss()).isLessThan(before);
    for (double x : POINTS) {
      float[] predicted = model.predict(Tensor.of(Shape.of(1), (float) x)).floats();
      double[] expected = row.expected.of(x);
      assertThat(predicted).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        if (Double.isNaN(row.tolerance)) {
          // Scores: the right class has the largest.
          float right = predicted[third(x)];
          assertThat(predicted[i]).as("score %d at %s", i, x).isLessThanOrEqualTo(right);
        } else if (!Double.isNaN(expected[i])) {
          assertThat((double) predicted[i]).as("prediction %d at %s", i, x).isCloseTo(expected[i], within(row.tolerance));
        }
      }
    }
  }

  @Test
  void aMixtureFindsBothValues() {
    Case row = cases().filter(each -> each.unit.name().equals("mixtureDensity")).findFirst().orElseThrow();
    Dataset data = row.data();
    Model model = Model.create(sequential(dense(24), tanh(), row.unit.layer()), Shape.of(1), Seed.seed(3));
    Trainer.of(model).output(row.unit).optimizer(adam(0.01)).epochs(50).execution(new Execution(Backend.best(), 1)).fit(data);
    double oneGaussian = 0.5 * Math.log(2 * Math.PI * Math.E * (3 + 0.01));
    double entropyOfTheTruth = -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75) + 0.5 * Math.log(2 * Math.PI * Math.E * 0.01);
    assertThat(model.evaluate(data).loss()).isLessThan(oneGaussian - 1).isCloseTo(entropyOfTheTruth, within(0.3));
  }

  /// A unit's numbers are those of its loss and prediction; that a network learns with it is tested above.
  public static List<Row> catalogue() {
    return List.of(
        EveryLossTest.ofUnit(OutputUnits.categorical(3), "softmaxCrossEntropy"),
        EveryLossTest.ofUnit(OutputUnits.categorical(3, Losses.softmaxCrossEntropy().labelSmoothing(0.1)), "softmaxCrossEntropy smoothed"),
        EveryLossTest.ofUnit(OutputUnits.focal(3, 2), "focal"),
        EveryLossTest.ofUnit(OutputUnits.multiClassHinge(3), "multiClassHinge"),
        EveryLossTest.ofUnit(OutputUnits.distribution(3), "kullbackLeibler"),
        EveryLossTest.ofUnit(OutputUnits.bernoulli(3), "binaryCrossEntropy"),
        EveryLossTest.ofUnit(OutputUnits.bernoulli(3, Losses.binaryCrossEntropy().positiveWeight(3)), "binaryCrossEntropy weighted"),
        EveryLossTest.ofUnit(OutputUnits.binaryFocal(3, 0.5, 0.6), "binaryFocal of 0.5"),
        EveryLossTest.ofUnit(OutputUnits.hinge(3), "hinge"),
        EveryLossTest.ofUnit(OutputUnits.gaussian(3), "meanSquaredError"),
        EveryLossTest.ofUnit(OutputUnits.gaussianWithVariance(2), "gaussianWithVariance"),
        EveryLossTest.ofUnit(OutputUnits.laplace(3), "meanAbsoluteError"),
        EveryLossTest.ofUnit(OutputUnits.huber(3, 0.3), "huber of 0.3"),
        EveryLossTest.ofUnit(OutputUnits.logCosh(3), "logCosh"),
        EveryLossTest.ofUnit(OutputUnits.quantile(3, 0.9), "quantile of 0.9"),
        EveryLossTest.ofUnit(OutputUnits.poisson(3), "poisson"),
        EveryLossTest.ofUnit(OutputUnits.mixtureDensity(2, 1), "mixtureDensity of 2 for 1 number"));
  }

  @Test
  void everyUnitIsTrained() {
    assertThat(cases().map(row -> row.unit.name()).collect(Collectors.toSet())).isEqualTo(Arrays.stream(OutputUnits.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers())).map(java.lang.reflect.Method::getName).collect(Collectors.toSet()));
  }

  @Test
  void knowsHowManyRawOutputsItNeeds() {
    assertThat(OutputUnits.gaussianWithVariance(3).outputs()).isEqualTo(6);
    assertThat(OutputUnits.mixtureDensity(4, 3).outputs()).isEqualTo(28);
    assertThat(OutputUnits.categorical(10).layer().units()).isEqualTo(10);
    assertThat(OutputUnits.categorical(10, Losses.softmaxCrossEntropy().labelSmoothing(0.1)).loss())
        .isEqualTo(Losses.softmaxCrossEntropy().labelSmoothing(0.1));
  }

  @Test
  void refusesAModelThatEndsOtherwise() {
    Model model = Model.create(dense(5), Shape.of(2), Seed.seed(1));
    assertThatThrownBy(() -> Trainer.of(model).output(OutputUnits.categorical(10))).isInstanceOf(ShapeException.class)
        .hasMessage("output unit categorical reads 10 raw outputs, but the model gives outputs of shape [5]."
            + " End the network with the unit's layer()?");
    assertThatThrownBy(() -> OutputUnits.categorical(1))
        .hasMessage("there must be at least 2 classes, not 1. For one yes-or-no answer use bernoulli(1)");
    assertThatThrownBy(() -> OutputUnits.gaussianWithVariance(0)).hasMessage("the size of a target must be at least 1, not 0");
    assertThatThrownBy(() -> OutputUnits.gaussian(0)).hasMessage("output unit gaussian needs at least 1 output, not 0");
  }
}
