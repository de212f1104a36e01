package dev.gradus.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.CentralDifferences;
import dev.gradus.Trial;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final Map<Character, Integer> TWO = Map.of('N', 2);
  private static final double[] Z = {0.3, -1.2, 2.5, -0.7, 0.1, 0.4};

  private final Value z = Value.input("z", DType.F32, Shape.of(3).batched());
  private final Value labels = Value.input("t", DType.I32, Shape.SCALAR.batched());
  private final Value targets = Value.input("t", DType.F32, Shape.of(3).batched());
  private final Value logit = Value.input("z", DType.F32, Shape.SCALAR.batched());
  private final Value answer = Value.input("t", DType.F32, Shape.SCALAR.batched());

  private static double[] reference(Value value, double[] z, double[] t) {
    return Reference.evaluateAll(List.of(value), TWO, Map.of("z", z, "t", t), Map.of()).getFirst();
  }

  private static void assertClose(double[] actual, double... expected) {
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  private static double softmax(int row, int i) {
    double sum = 0;
    for (int j = 0; j < 3; j++) {
      sum += Math.exp(Z[3 * row + j]);
    }
    return Math.exp(Z[3 * row + i]) / sum;
  }

  @Test
  void softmaxCrossEntropyIsMinusTheLogarithmOfTheLabelsProbability() {
    Value loss = Losses.softmaxCrossEntropy().perExample(z, labels);
    assertThat(loss.shape()).isEqualTo(Shape.of(Dim.BATCH));
    assertClose(reference(loss, Z, new double[] {2, 0}), -Math.log(softmax(0, 2)), -Math.log(softmax(1, 0)));
  }

  @Test
  void softmaxCrossEntropyTakesProbabilities() {
    Value loss = Losses.softmaxCrossEntropy().perExample(z, targets);
    double[] t = {0.2, 0.3, 0.5, 0, 1, 0};
    double first = 0;
    for (int i = 0; i < 3; i++) {
      first -= t[i] * Math.log(softmax(0, i));
    }
    assertClose(reference(loss, Z, t), first, -Math.log(softmax(1, 1)));
  }

  @Test
  void softmaxCrossEntropysGradientIsTheDifferenceOfProbabilities() {
    Value loss = Losses.softmaxCrossEntropy().perExample(z, labels).sum();
    double[] gradient = reference(Gradients.of(loss, List.of(z)).getFirst(), Z, new double[] {2, 0});
    assertClose(gradient, softmax(0, 0), softmax(0, 1), softmax(0, 2) - 1, softmax(1, 0) - 1, softmax(1, 1), softmax(1, 2));
  }

  @Test
  void softmaxCrossEntropyPredictsProbabilities() {
    double[] p = reference(Losses.softmaxCrossEntropy().predict(z), Z, new double[0]);
    assertClose(p, softmax(0, 0), softmax(0, 1), softmax(0, 2), softmax(1, 0), softmax(1, 1), softmax(1, 2));
  }

  @Test
  void softmaxCrossEntropyIsFiniteForHugeLogits() {
    Value loss = Losses.softmaxCrossEntropy().perExample(z, labels);
    Value gradient = Gradients.of(loss.sum(), List.of(z)).getFirst();
    Trial trial = new Trial(
        TWO, Map.of("z", new float[] {1e4f, -1e4f, 0, 1e4f, 1e4f, -1e4f}), Map.of("t", new int[] {1, 0}), Map.of());
    List<float[]> results = trial.values(List.of(loss, gradient));
    assertThat(results.get(0)).containsExactly(2e4f, (float) Math.log(2));
    assertThat(results.get(1)).containsExactly(1, -1, 0, -0.5f, 0.5f, 0);
  }

  @Test
  void binaryCrossEntropyIsMinusTheLogarithmOfTheAnswersProbability() {
    Value loss = Losses.binaryCrossEntropy().perExample(logit, answer);
    double p = 1 / (1 + Math.exp(-0.8));
    assertClose(reference(loss, new double[] {0.8, 0.8}, new double[] {1, 0}), -Math.log(p), -Math.log(1 - p));
    assertClose(reference(loss, new double[] {0.8, -0.8}, new double[] {0.3, 0.7}),
        -0.3 * Math.log(p) - 0.7 * Math.log(1 - p), -0.7 * Math.log(1 - p) - 0.3 * Math.log(p));
    assertClose(reference(Losses.binaryCrossEntropy().predict(logit), new double[] {0.8, 0}, new double[0]), p, 0.5);
  }

  @Test
  void binaryCrossEntropysGradientIsTheDifferenceOfProbabilitiesAlsoAtZero() {
    Value loss = Losses.binaryCrossEntropy().perExample(logit, answer).sum();
    Value gradient = Gradients.of(loss, List.of(logit)).getFirst();
    assertClose(reference(gradient, new double[] {1.5, -2}, new double[] {0, 1}), 1 / (1 + Math.exp(-1.5)), 1 / (1 + Math.exp(2)) - 1);
    assertClose(reference(gradient, new double[] {0, 0}, new double[] {1, 0}), -0.5, 0.5);
    assertClose(reference(gradient, new double[] {-0.0, 0}, new double[] {0.5, 0.25}), 0, 0.25);
  }

  @Test
  void binaryCrossEntropyIsFiniteForHugeLogits() {
    Value loss = Losses.binaryCrossEntropy().perExample(logit, answer);
    Value gradient = Gradients.of(loss.sum(), List.of(logit)).getFirst();
    for (float[] t : List.of(new float[] {0, 1}, new float[] {1, 0})) {
      List<float[]> results = Trial.of(TWO, Map.of("z", new float[] {1e4f, -1e4f}, "t", t)).values(List.of(loss, gradient));
      boolean wrong = t[0] == 0;
      assertThat(results.get(0)).containsExactly(wrong ? 1e4f : 0, wrong ? 1e4f : 0);
      assertThat(results.get(1)).containsExactly(wrong ? 1 : 0, wrong ? -1 : 0);
    }
    List<float[]> extreme = Trial.of(TWO, Map.of("z", new float[] {3e38f, -3e38f}, "t", new float[] {0, 1})).values(List.of(loss, gradient));
    assertThat(extreme.get(0)).containsExactly(3e38f, 3e38f);
    assertThat(extreme.get(1)).containsExactly(1, -1);
  }

  @Test
  void binaryCrossEntropyAveragesSeveralAnswers() {
    Value one = Losses.binaryCrossEntropy().perExample(logit, answer);
    double[] each = new double[3];
    double[] t = {1, 0, 1, 0, 0, 1};
    for (int i = 0; i < 3; i++) {
      each[i] = reference(one, new double[] {Z[i], 0}, new double[] {t[i], 0})[0];
    }
    double[] both = reference(Losses.binaryCrossEntropy().perExample(z, targets), Z, t);
    assertThat(both[0]).isCloseTo((each[0] + each[1] + each[2]) / 3, within(1e-12));
  }

  @Test
  void binaryCrossEntropyTakesIntegerLabelsForAColumn() {
    Value column = Value.input("z", DType.F32, Shape.of(1).batched());
    double[] ofLabels = reference(Losses.binaryCrossEntropy().perExample(column, labels), new double[] {0.8, -3}, new double[] {1, 1});
    double[] ofFloats = reference(Losses.binaryCrossEntropy().perExample(logit, answer), new double[] {0.8, -3}, new double[] {1, 1});
    assertThat(ofLabels).containsExactly(ofFloats);
  }

  @Test
  void meanSquaredErrorIsTheMeanOfSquares() {
    Loss loss = Losses.meanSquaredError();
    double[] t = {0, 0, 0, 1, 1, 1};
    assertClose(reference(loss.perExample(z, targets), Z, t),
        (0.09 + 1.44 + 6.25) / 3, (1.7 * 1.7 + 0.9 * 0.9 + 0.6 * 0.6) / 3);
    assertClose(reference(loss.perExample(logit, answer), new double[] {3, -1}, new double[] {1, 1}), 4, 4);
    assertThat(loss.predict(z)).isSameAs(z);
    Value column = Value.input("z", DType.F32, Shape.of(1).batched());
    assertClose(reference(loss.perExample(column, answer), new double[] {3, -1}, new double[] {1, 1}), 4, 4);
  }

  @Test
  void everyGradientIsThatOfCentralDifferences() {
    for (Loss loss : List.of(Losses.softmaxCrossEntropy(), Losses.binaryCrossEntropy(), Losses.meanSquaredError())) {
      new CentralDifferences(TWO, Map.of("z", Z, "t", new double[] {0.2, 0.3, 0.5, 0, 1, 0}), Map.of())
          .check(loss.name(), loss.perExample(z, targets).mean(), List.of(z));
    }
  }

  @Test
  void namesAreThoseOfTheMethods() {
    assertThat(Losses.softmaxCrossEntropy().name()).isEqualTo("softmaxCrossEntropy");
    assertThat(Losses.binaryCrossEntropy().name()).isEqualTo("binaryCrossEntropy");
    assertThat(Losses.meanSquaredError().name()).isEqualTo("meanSquaredError");
  }

  @Test
  void saysWhatDoesNotFit() {
    Value images = Value.input("z", DType.F32, Shape.of(4, 4, 3).batched());
    Value four = Value.input("t", DType.F32, Shape.of(4).batched());
    assertThatThrownBy(() -> Losses.softmaxCrossEntropy().perExample(images, labels)).isInstanceOf(ShapeException.class)
        .hasMessage("softmaxCrossEntropy expects logits [N, classes], got [N, 4, 4, 3]. Add flatten() and dense(classes)?");
    assertThatThrownBy(() -> Losses.softmaxCrossEntropy().perExample(z, four)).isInstanceOf(ShapeException.class)
        .hasMessage("softmaxCrossEntropy: logits have shape [N, 3], but targets F32 [N, 4]");
    assertThatThrownBy(() -> Losses.binaryCrossEntropy().perExample(z, labels)).isInstanceOf(ShapeException.class)
        .hasMessage("binaryCrossEntropy: the output has shape [N, 3], but targets [N]");
    assertThatThrownBy(() -> Losses.meanSquaredError().perExample(z, four)).isInstanceOf(ShapeException.class)
        .hasMessage("meanSquaredError: the output has shape [N, 3], but targets [N, 4]");
  }

  @Test
  void huberIsStraightBeyondDelta() {
    Value gradient = Gradients.of(Losses.huber(2).perExample(logit, answer).sum(), List.of(logit)).getFirst();
    assertClose(reference(gradient, new double[] {7, -1.5}, new double[] {0, 0}), 2, -1.5);
    assertClose(reference(gradient, new double[] {2, -1e9}, new double[] {0, 0}), 2, -2);
  }

  @Test
  void lossesOfErrorsAreFlatWhereThereIsNone() {
    for (Loss loss : List.of(Losses.meanAbsoluteError(), Losses.huber(), Losses.logCosh())) {
      Value gradient = Gradients.of(loss.perExample(logit, answer).sum(), List.of(logit)).getFirst();
      assertClose(reference(gradient, new double[] {3, -1}, new double[] {3, -1}), 0, 0);
    }
  }

  @Test
  void poissonGoesOnAsATangentBeyondThirty() {
    Value loss = Losses.poisson().perExample(logit, answer);
    double limit = Math.exp(30);
    assertThat(reference(loss, new double[] {32, 30}, new double[] {1, 1})).containsExactly(3 * limit - 32, limit - 30);
    assertThat(reference(Gradients.of(loss.sum(), List.of(logit)).getFirst(), new double[] {32, 30}, new double[] {1, 1}))
        .containsExactly(limit - 1, limit - 1);
  }

  @Test
  void quantileIsLeastAtTheQuantile() {
    Value loss = Losses.quantile(0.75).perExample(logit, answer);
    double[] sums = new double[5];
    for (int guess = 0; guess < 5; guess++) {
      for (int t = 0; t < 4; t++) {
        sums[guess] += reference(loss, new double[] {guess - 0.5, 0}, new double[] {t, 0})[0];
      }
    }
    assertThat(sums[3]).as("2.5 has three of the four targets below it").isLessThan(sums[2]).isLessThan(sums[4]);
  }

  @Test
  void focalOfGammaZeroIsCrossEntropy() {
    assertClose(reference(Losses.focal(0).perExample(z, labels), Z, new double[] {2, 0}), -Math.log(softmax(0, 2)), -Math.log(softmax(1, 0)));
  }

  @Test
  void refusesOptionsThatMakeNoSense() {
    assertThatThrownBy(() -> Losses.softmaxCrossEntropy().labelSmoothing(1)).hasMessage("labelSmoothing must be in [0, 1), not 1.0");
    assertThatThrownBy(() -> Losses.softmaxCrossEntropy().classWeights(1, -2)).hasMessage("a class weight must be at least 0 and finite, not -2.0");
    assertThatThrownBy(() -> Losses.softmaxCrossEntropy().classWeights(1, 2).perExample(z, labels)).isInstanceOf(ShapeException.class)
        .hasMessage("softmaxCrossEntropy: 2 class weights don't fit an output of shape [N, 3]");
    assertThatThrownBy(() -> Losses.binaryCrossEntropy().positiveWeight(0)).hasMessage("a positive weight must be above 0 and finite, not 0.0");
    assertThatThrownBy(() -> Losses.focal(-1)).hasMessage("gamma must be at least 0 and finite, not -1.0");
    assertThatThrownBy(() -> Losses.binaryFocal(2, 1)).hasMessage("alpha must be in (0, 1), not 1.0");
    assertThatThrownBy(() -> Losses.huber(0)).hasMessage("delta must be above 0 and finite, not 0.0");
    assertThatThrownBy(() -> Losses.quantile(Double.NaN)).hasMessage("q must be in (0, 1), not NaN");
    assertThatThrownBy(() -> Losses.mixtureDensity(0)).hasMessage("components must be at least 1, not 0");
  }

  @Test
  void saysWhichTargetsAndOutputsAreNeeded() {
    assertThatThrownBy(() -> Losses.focal().perExample(z, targets)).isInstanceOf(ShapeException.class)
        .hasMessage("focal expects labels I32 [N], got targets F32 [N, 3]");
    assertThatThrownBy(() -> Losses.kullbackLeibler().perExample(z, labels)).isInstanceOf(ShapeException.class)
        .hasMessage("kullbackLeibler expects distributions F32 [N, classes], got targets I32 [N]. For labels use softmaxCrossEntropy");
    assertThatThrownBy(() -> Losses.gaussianWithVariance().perExample(z, targets)).isInstanceOf(ShapeException.class)
        .hasMessage("gaussianWithVariance expects an output [N, 2 · size], a mean and a log variance for each number, got [N, 3]");
    assertThatThrownBy(() -> Losses.mixtureDensity(2).perExample(z, targets)).isInstanceOf(ShapeException.class)
        .hasMessage("mixtureDensity of 2 components expects an output [N, 2 · (1 + 2 · size)]: logits, means and log deviations, got [N, 3]");
  }
}
