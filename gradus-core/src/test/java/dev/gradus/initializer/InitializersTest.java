package dev.gradus.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.catalogue.Row;
import dev.gradus.layer.Layers;
import dev.gradus.model.Model;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

public class InitializersTest {
  /// A dense kernel: fans 160 and 250. Filters of 3 × 5: fans 15 · 40 = 600 and 15 · 70 = 1050.
  private static final Shape DENSE = Shape.of(160, 250);
  private static final Shape FILTER = Shape.of(3, 5, 40, 70);

  private static float[] filled(Initializer initializer, Shape shape) {
    float[] values = new float[shape.size()];
    java.util.Arrays.fill(values, Float.NaN);
    initializer.fill(values, shape, new RandomStream(9, "initial"));
    return values;
  }

  static Stream<Arguments> variances() {
    return Stream.of(
        Arguments.of("glorotUniform", Initializers.glorotUniform(), true, 2 / 410.0, 2 / 1650.0),
        Arguments.of("glorotNormal", Initializers.glorotNormal(), false, 2 / 410.0, 2 / 1650.0),
        Arguments.of("heUniform", Initializers.heUniform(), true, 2 / 160.0, 2 / 600.0),
        Arguments.of("heNormal", Initializers.heNormal(), false, 2 / 160.0, 2 / 600.0),
        Arguments.of("lecunUniform", Initializers.lecunUniform(), true, 1 / 160.0, 1 / 600.0),
        Arguments.of("lecunNormal", Initializers.lecunNormal(), false, 1 / 160.0, 1 / 600.0));
  }

  public static List<Row> catalogue() {
    InitializersTest test = new InitializersTest();
    GivenInitializersTest given = new GivenInitializersTest();
    return Stream.concat(
        variances().map(Arguments::get).map(row -> new Row((String) row[0], () -> test.hasTheVarianceOfItsFans(
            (String) row[0], (Initializer) row[1], (boolean) row[2], (double) row[3], (double) row[4]))),
        Stream.of(
            new Row("zeros", test::constantsFillEverything),
            new Row("ones", test::constantsFillEverything),
            new Row("constant", test::constantsFillEverything),
            new Row("uniform", given::uniformAndNormalHaveTheGivenWidth),
            new Row("normal", given::uniformAndNormalHaveTheGivenWidth),
            new Row("truncatedNormal", given::truncatedNormalHasNothingBeyondTwoDeviations),
            new Row("orthogonal", () -> given.orthogonalColumnsOrRowsHaveLengthOneAndNothingInCommon(20, 5)),
            new Row("orthogonal", given::orthogonalPrefersNoDirection),
            new Row("identity", given::identityHasOnesOnTheDiagonalOfTheMiddleTap),
            new Row("scaled", given::scaledMultiplies),
            new Row("gain", given::gainsFollowTheRule))).toList();
  }

  /// Mean and variance within five standard deviations of the sample's: of the variance, σ² · √((kurtosis - 1) / n),
  /// where the kurtosis is 9/5 for the uniform and 3 for the normal distribution.
  @ParameterizedTest(name = "{0}")
  @MethodSource("variances")
  void hasTheVarianceOfItsFans(String name, Initializer initializer, boolean uniform, double ofDense, double ofFilter) {
    for (Map.Entry<Shape, Double> entry : Map.of(DENSE, ofDense, FILTER, ofFilter).entrySet()) {
      float[] values = filled(initializer, entry.getKey());
      double variance = entry.getValue();
      double mean = 0;
      double square = 0;
      double largest = 0;
      for (float value : values) {
        mean += value / (double) values.length;
        square += value * (double) value / values.length;
        largest = Math.max(largest, Math.abs(value));
      }
      int n = values.length;
      assertThat(mean).as("mean").isCloseTo(0, within(5 * Math.sqrt(variance / n)));
      assertThat(square).as("variance").isCloseTo(variance, within(5 * variance * Math.sqrt((uniform ? 0.8 : 2) / n)));
      double limit = Math.sqrt(3 * variance);
      if (uniform) {
        assertThat(largest).as("largest").isBetween(0.999 * limit, limit * (1 + 1e-7));
      } else {
        assertThat(largest).as("largest").isGreaterThan(1.5 * limit);
      }
    }
  }

  @Test
  void vectorsAndScalarsHaveTheirLengthAsFans() {
    float[] values = filled(Initializers.heUniform(), Shape.of(10_000));
    double limit = Math.sqrt(6 / 10_000.0);
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat((double) largest).isBetween(0.99 * limit, limit * (1 + 1e-7));
    assertThat(filled(Initializers.glorotNormal(), Shape.SCALAR)[0]).isFinite();
    assertThat(filled(Initializers.glorotNormal(), Shape.of(0, 3))).isEmpty();
  }

  @Test
  void constantsFillEverything() {
    assertThat(filled(Initializers.zeros(), Shape.of(2, 2))).containsExactly(0, 0, 0, 0);
    assertThat(filled(Initializers.ones(), Shape.of(3))).containsExactly(1, 1, 1);
    assertThat(filled(Initializers.constant(0.1), Shape.of(2))).containsExactly(0.1f, 0.1f);
  }

  @Test
  void aVariablesNumbersFollowFromSeedAndPathAlone() {
    Shape input = Shape.of(5);
    var small = Model.create(Layers.dense(4), input, Seed.seed(3)).variables();
    var large = Model.create(Layers.sequential(Layers.dense(4), Layers.relu(), Layers.dense(5), Layers.dense(4)), input, Seed.seed(3)).variables();
    var other = Model.create(Layers.dense(4), input, Seed.seed(4)).variables();
    assertThat(large.get("dense_1/kernel")).isEqualTo(small.get("dense_1/kernel"));
    assertThat(large.get("dense_3/kernel")).isNotEqualTo(small.get("dense_1/kernel"));
    assertThat(other.get("dense_1/kernel")).isNotEqualTo(small.get("dense_1/kernel"));
    assertThat(small.get("dense_1/bias").floats()).containsOnly(0);
    // Glorot uniform by the documentation: limit √(6 / (5 + 4)).
    for (float value : small.get("dense_1/kernel").floats()) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo((float) Math.sqrt(6 / 9.0));
    }
  }
}
