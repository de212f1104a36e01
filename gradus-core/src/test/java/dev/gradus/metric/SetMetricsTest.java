package dev.gradus.metric;

import static dev.gradus.metric.SetMetrics.averagePrecision;
import static dev.gradus.metric.SetMetrics.calibrationError;
import static dev.gradus.metric.SetMetrics.f1;
import static dev.gradus.metric.SetMetrics.f1Of;
import static dev.gradus.metric.SetMetrics.precision;
import static dev.gradus.metric.SetMetrics.precisionOf;
import static dev.gradus.metric.SetMetrics.rSquared;
import static dev.gradus.metric.SetMetrics.recall;
import static dev.gradus.metric.SetMetrics.recallOf;
import static dev.gradus.metric.SetMetrics.rocAuc;
import static dev.gradus.metric.SetMetrics.rootMeanSquaredError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.catalogue.Row;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// By hand. The figures of scikit-learn are those in the examples of its reference documentation; [MetricGoldensTest] has the
/// same from a run of it, and larger sets.
public class SetMetricsTest {
  private static final Offset<Double> CLOSE = within(1e-7);

  private static Predictions labels(int[] actual, int... seen) {
    int classes = 3;
    float[] scores = new float[seen.length * classes];
    for (int i = 0; i < seen.length; i++) {
      scores[i * classes + seen[i]] = 0.6f;
    }
    return new Predictions(Tensor.of(Shape.of(seen.length, classes), scores), Tensor.of(Shape.of(actual.length), actual));
  }

  private static Predictions answers(float[] scores, float... actual) {
    return new Predictions(Tensor.of(Shape.of(scores.length, 1), scores), Tensor.of(Shape.of(actual.length), actual));
  }

  public static List<Row> catalogue() {
    SetMetricsTest test = new SetMetricsTest();
    return Stream.concat(
        Stream.of("precision", "precisionOf", "recall", "recallOf", "f1", "f1Of")
            .map(name -> new Row(name, test::precisionRecallAndF1AreThoseOfScikitLearnsExamples)),
        Stream.of(
            new Row("rocAuc", test::areasAreThoseOfScikitLearnsExamples),
            new Row("rocAuc", test::theAreaIsTheFractionOfPairsInOrder),
            new Row("averagePrecision", test::areasAreThoseOfScikitLearnsExamples),
            new Row("calibrationError", test::calibrationErrorIsTheGapBetweenConfidenceAndAccuracy),
            new Row("rSquared", test::errorsOfNumbersAreThoseOfScikitLearnsExamples),
            new Row("rootMeanSquaredError", test::errorsOfNumbersAreThoseOfScikitLearnsExamples))).toList();
  }

  @Test
  void precisionRecallAndF1AreThoseOfScikitLearnsExamples() {
    Predictions six = labels(new int[] {0, 1, 2, 0, 1, 2}, 0, 2, 1, 0, 0, 1);
    assertThat(precision(Average.MACRO).of(six)).isCloseTo(2 / 9.0, CLOSE);
    assertThat(recall(Average.MACRO).of(six)).isCloseTo(1 / 3.0, CLOSE);
    assertThat(f1(Average.MACRO).of(six)).isCloseTo(0.8 / 3, CLOSE);
    for (SetMetric metric : new SetMetric[] {precision(Average.MICRO), recall(Average.MICRO), f1(Average.MICRO)}) {
      assertThat(metric.of(six)).as(metric.name()).isCloseTo(1 / 3.0, CLOSE);
    }
    assertThat(precisionOf(0).of(six)).isCloseTo(2 / 3.0, CLOSE);
    assertThat(recallOf(0).of(six)).isEqualTo(1);
    assertThat(f1Of(0).of(six)).isCloseTo(0.8, CLOSE);
    assertThat(f1Of(1).of(six)).isZero();
  }

  @Test
  void aClassThatIsNowhereIsLeftOutOfTheMean() {
    Predictions two = labels(new int[] {0, 1, 1, 0}, 0, 1, 0, 0);
    assertThat(f1(Average.MACRO).of(two)).isCloseTo((0.8 + 2 / 3.0) / 2, CLOSE);
    assertThat(precisionOf(2).of(two)).isNaN();
    assertThat(recallOf(2).of(two)).isNaN();
    assertThat(f1Of(2).of(two)).isNaN();
  }

  @Test
  void theConfusionMatrixSaysTheSame() {
    Predictions six = labels(new int[] {0, 1, 2, 0, 1, 2}, 0, 2, 1, 0, 0, 1);
    ConfusionMatrix matrix = new ConfusionMatrix(List.of("a", "b", "c"), new int[][] {{2, 0, 0}, {1, 0, 1}, {0, 2, 0}});
    for (int label = 0; label < 3; label++) {
      assertThat(matrix.precision(label)).isEqualTo(precisionOf(label).of(six));
      assertThat(matrix.recall(label)).isEqualTo(recallOf(label).of(six));
      assertThat(matrix.f1(label)).isEqualTo(f1Of(label).of(six));
    }
  }

  @Test
  void anAnswerIsYesAboveOneHalf() {
    Predictions four = answers(new float[] {0.9f, 0.5f, 0.6f, 0.1f}, 1, 1, 0, 0);
    assertThat(precisionOf(1).of(four)).isEqualTo(0.5);
    assertThat(recallOf(1).of(four)).isEqualTo(0.5);
    assertThat(precisionOf(0).of(four)).isEqualTo(0.5);
    Predictions labels = new Predictions(four.predicted().reshape(Shape.of(4)), Tensor.of(Shape.of(4), 1, 1, 0, 0));
    assertThat(f1(Average.MACRO).of(labels)).isEqualTo(f1(Average.MACRO).of(four)).isEqualTo(0.5);
  }

  @Test
  void severalAnswersAreAClassEach() {
    Predictions many = new Predictions(
        Tensor.of(Shape.of(3, 2), 0.9f, 0.2f, 0.8f, 0.7f, 0.1f, 0.6f), Tensor.of(Shape.of(3, 2), 1f, 1, 0, 1, 1, 0));
    // First answer: found 1, wrong 1, missed 1. Second: the same.
    assertThat(precisionOf(0).of(many)).isEqualTo(0.5);
    assertThat(recallOf(1).of(many)).isEqualTo(0.5);
    assertThat(f1(Average.MICRO).of(many)).isEqualTo(0.5);
    assertThat(rocAuc().of(many)).as("first 1 of 2 pairs, second 1 of 2").isEqualTo(0.5);
  }

  @Test
  void areasAreThoseOfScikitLearnsExamples() {
    Predictions four = answers(new float[] {0.1f, 0.4f, 0.35f, 0.8f}, 0, 0, 1, 1);
    assertThat(rocAuc().of(four)).isEqualTo(0.75);
    assertThat(averagePrecision().of(four)).isCloseTo(0.83333333, CLOSE);
  }

  @Test
  void equalScoresCountHalfAndTogether() {
    Predictions same = answers(new float[] {0.5f, 0.5f, 0.5f, 0.5f}, 0, 1, 0, 0);
    assertThat(rocAuc().of(same)).isEqualTo(0.5);
    assertThat(averagePrecision().of(same)).isEqualTo(0.25);
    for (float[] order : new float[][] {{1, 0, 1, 0}, {1, 1, 0, 0}}) {
      Predictions some = answers(new float[] {0.8f, 0.5f, 0.5f, 0.2f}, order);
      assertThat(rocAuc().of(some)).isEqualTo(3.5 / 4);
      assertThat(averagePrecision().of(some)).isCloseTo(0.5 + 0.5 * 2 / 3, CLOSE);
    }
    assertThat(rocAuc().of(answers(new float[] {0f, -0f}, 1, 0))).as("the zeros are equal").isEqualTo(0.5);
  }

  @Test
  void theAreaIsTheFractionOfPairsInOrder() {
    for (long seed = 0; seed < 20; seed++) {
      RandomStream random = new RandomStream(seed, "pairs");
      float[] scores = new float[40];
      float[] actual = new float[40];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(8) / 8f;
        actual[i] = i < 2 ? i : random.nextInt(2);
      }
      double sum = 0;
      int pairs = 0;
      for (int yes = 0; yes < 40; yes++) {
        for (int no = 0; no < 40; no++) {
          if (actual[yes] == 1 && actual[no] == 0) {
            sum += scores[yes] > scores[no] ? 1 : scores[yes] == scores[no] ? 0.5 : 0;
            pairs++;
          }
        }
      }
      assertThat(rocAuc().of(answers(scores, actual))).as("seed " + seed).isCloseTo(sum / pairs, CLOSE);
    }
  }

  @Test
  void areasOfSeveralClassesAreTheMeanOfEachAgainstTheRest() {
    Predictions three = new Predictions(
        Tensor.of(Shape.of(3, 3), 0.8f, 0.1f, 0.1f, 0.2f, 0.5f, 0.3f, 0.4f, 0.6f, 0f), Tensor.of(Shape.of(3), 0, 1, 0));
    // Class 0: 0.8 and 0.4 above 0.2: 1. Class 1: 0.5 above 0.1 but not above 0.6: 0.5. Class 2 doesn't occur.
    assertThat(rocAuc().of(three)).isEqualTo(0.75);
    assertThat(averagePrecision().of(three)).isEqualTo((1 + 0.5) / 2);
    Predictions pair = new Predictions(
        Tensor.of(Shape.of(4, 2), 0.9f, 0.1f, 0.6f, 0.4f, 0.65f, 0.35f, 0.2f, 0.8f), Tensor.of(Shape.of(4), 0, 0, 1, 1));
    assertThat(rocAuc().of(pair)).isEqualTo(0.75);
    assertThat(averagePrecision().of(pair)).as("of class 1").isCloseTo(0.83333333, CLOSE);
  }

  @Test
  void areasNeedBothAnswers() {
    Predictions yes = answers(new float[] {0.3f, 0.4f}, 1, 1);
    assertThat(rocAuc().of(yes)).isNaN();
    assertThat(averagePrecision().of(yes)).isNaN();
    assertThatThrownBy(() -> rocAuc().of(answers(new float[] {0.3f, 0.4f}, 1, 0.5f)))
        .hasMessage("rocAuc needs targets of 0 and 1, but example 1 has 0.5. Are the targets classes?");
  }

  @Test
  void calibrationErrorIsTheGapBetweenConfidenceAndAccuracy() {
    // In two bins of width ½ all is in the upper one: three of four right, mean confidence 0.675.
    Predictions four = answers(new float[] {0.55f, 0.85f, 0.35f, 0.35f}, 1, 1, 0, 1);
    assertThat(calibrationError(2).of(four)).isCloseTo(0.75 - 0.675, within(1e-7));
    // In ten: 0.55 and 0.85 by themselves, right; twice 0.65 together, once right.
    assertThat(calibrationError(10).of(four)).isCloseTo((0.45 + 0.15 + Math.abs(1 - 1.3)) / 4, within(1e-7));
    Predictions sure = labels(new int[] {0, 1, 2, 0}, 0, 1, 2, 1);
    assertThat(calibrationError().of(sure)).isCloseTo(0.75 - 0.6, within(1e-6));
  }

  @Test
  void calibrationErrorNeedsProbabilities() {
    assertThatThrownBy(() -> calibrationError().of(answers(new float[] {7}, 1)))
        .hasMessage("calibrationError needs probabilities, but example 0 has 7.0");
    Predictions several = new Predictions(Tensor.of(Shape.of(1, 2), 0f, 1f), Tensor.of(Shape.of(1, 2), 0f, 1f));
    assertThatThrownBy(() -> calibrationError().of(several)).isInstanceOf(ShapeException.class)
        .hasMessage("calibrationError needs one class of several or one yes-or-no answer, not predictions [1, 2] of targets [1, 2]");
    assertThatThrownBy(() -> calibrationError(0)).hasMessage("bins must be at least 1, not 0");
  }

  @Test
  void errorsOfNumbersAreThoseOfScikitLearnsExamples() {
    Predictions four = answers(new float[] {2.5f, 0, 2, 8}, 3, -0.5f, 2, 7);
    assertThat(rSquared().of(four)).isCloseTo(0.948608137, CLOSE);
    assertThat(rootMeanSquaredError().of(four)).isCloseTo(Math.sqrt(0.375), CLOSE);
    Predictions pairs = new Predictions(
        Tensor.of(Shape.of(3, 2), 0f, 2, -1, 2, 8, -5), Tensor.of(Shape.of(3, 2), 0.5f, 1, -1, 1, 7, -6));
    assertThat(rSquared().of(pairs)).isCloseTo((1 - 1.25 / (36 + 1 / 6.0) + 1 - 3 / (32 + 2 / 3.0)) / 2, CLOSE);
    assertThat(rootMeanSquaredError().of(pairs)).isCloseTo(Math.sqrt(4.25 / 6), CLOSE);
    assertThat(rSquared().of(answers(new float[] {1, 2}, 3, 3))).isNaN();
    assertThatThrownBy(() -> rSquared().of(labels(new int[] {0}, 1))).isInstanceOf(ShapeException.class)
        .hasMessage("rSquared measures numbers, but the targets are labels of 3 classes");
  }

  @Test
  void saysWhatDoesNotFit() {
    assertThatThrownBy(() -> new Predictions(Tensor.of(Shape.of(2, 3), new float[6]), Tensor.of(Shape.of(3), 0, 1, 2)))
        .isInstanceOf(ShapeException.class).hasMessage("predictions F32 [2, 3] and targets I32 [3] don't fit each other");
    assertThatThrownBy(() -> f1Of(3).of(labels(new int[] {0}, 1))).isInstanceOf(ShapeException.class)
        .hasMessage("f1OfClass3: there are only the classes 0 to 2");
    assertThatThrownBy(() -> recallOf(-1)).hasMessage("a class is at least 0, not -1");
  }

  @Test
  void namesSayWhatIsMeasured() {
    assertThat(new SetMetric[] {precision(Average.MACRO), recall(Average.MICRO), f1(Average.MACRO), f1Of(3), rocAuc(), averagePrecision(),
        calibrationError(), rSquared(), rootMeanSquaredError()}).extracting(SetMetric::name).containsExactly("macroPrecision", "microRecall",
            "macroF1", "f1OfClass3", "rocAuc", "averagePrecision", "calibrationError", "rSquared", "rootMeanSquaredError");
  }
}
