package dev.gradus.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.Goldens;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Losses of three examples and the gradients of their sum against PyTorch, some against SciPy, scikit-learn and optax.
class LossGoldensTest {
  private static final double[] WEIGHTS = {0.5, 2, 3};

  static List<Goldens.Case> losses() {
    return Stream.concat(Goldens.of("losses").stream(), Goldens.of("losses-optax").stream())
        .filter(golden -> !golden.name().equals("sparsemax")).toList();
  }

  private static Loss loss(String name) {
    return switch (name) {
      case "softmaxCrossEntropy", "softmaxCrossEntropy of distributions" -> Losses.softmaxCrossEntropy();
      case "softmaxCrossEntropy smoothed", "softmaxCrossEntropy smoothed of distributions" ->
          Losses.softmaxCrossEntropy().labelSmoothing(0.1);
      case "softmaxCrossEntropy weighted", "softmaxCrossEntropy weighted of distributions" ->
          Losses.softmaxCrossEntropy().classWeights(WEIGHTS);
      case "softmaxCrossEntropy smoothed and weighted", "softmaxCrossEntropy smoothed and weighted of distributions" ->
          Losses.softmaxCrossEntropy().labelSmoothing(0.3).classWeights(WEIGHTS);
      case "kullbackLeibler" -> Losses.kullbackLeibler();
      case "binaryCrossEntropy" -> Losses.binaryCrossEntropy();
      case "binaryCrossEntropy weighted" -> Losses.binaryCrossEntropy().positiveWeight(WEIGHTS);
      case "meanSquaredError" -> Losses.meanSquaredError();
      case "meanAbsoluteError" -> Losses.meanAbsoluteError();
      case "huber" -> Losses.huber();
      case "huber of 0.3" -> Losses.huber(0.3);
      case "poisson" -> Losses.poisson();
      case "hinge", "hinge by scikit-learn" -> Losses.hinge();
      case "multiClassHinge", "multiClassHinge by scikit-learn" -> Losses.multiClassHinge();
      case "gaussianWithVariance" -> Losses.gaussianWithVariance();
      case "mixtureDensity of 2" -> Losses.mixtureDensity(2);
      case "binaryFocal" -> Losses.binaryFocal();
      case "binaryFocal of 0.5" -> Losses.binaryFocal(0.5, 0.6);
      case "focal" -> Losses.focal();
      case "focal of 0.5" -> Losses.focal(0.5);
      case "logCosh" -> Losses.logCosh();
      case "quantile of 0.9" -> Losses.quantile(0.9);
      case "quantile of 0.2" -> Losses.quantile(0.2);
      default -> throw new AssertionError(name);
    };
  }

  @ParameterizedTest
  @MethodSource("losses")
  void isThatOfTheOtherProgram(Goldens.Case golden) {
    double[] zs = golden.numbers("z");
    double[] ts = golden.numbers("t");
    Value z = Value.input("z", DType.F32, Shape.of(zs.length / 3).batched());
    Value t = ts.length == 3 ? Value.input("t", DType.I32, Shape.SCALAR.batched())
        : Value.input("t", DType.F32, Shape.of(ts.length / 3).batched());
    Value loss = loss(golden.name()).perExample(z, t);
    Value gradient = Gradients.of(loss.sum(), List.of(z)).getFirst();
    List<double[]> actual = Reference.evaluateAll(List.of(loss, gradient), Map.of('N', 3), Map.of("z", zs, "t", ts), Map.of());
    assertThat(actual.get(0)).containsExactly(golden.numbers("loss"), within(1e-9));
    if (golden.has("gradient")) {
      assertThat(actual.get(1)).containsExactly(golden.numbers("gradient"), within(1e-9));
    }
  }

  @Test
  void multiClassHingePredictsTheSparsemaxOfOptax() {
    Goldens.Case golden = Goldens.of("losses-optax").getLast();
    Value z = Value.input("z", DType.F32, Shape.of(3).batched());
    assertThat(Reference.evaluateAll(List.of(Losses.multiClassHinge().predict(z)), Map.of('N', 3), Map.of("z", golden.numbers("z")), Map.of())
        .getFirst()).containsExactly(golden.numbers("p"), within(1e-9));
  }

  @Test
  void everyLossIsAmongThem() {
    Set<String> others = EveryLossTest.cases().map(row -> row.loss().name()).collect(Collectors.toSet());
    assertThat(losses().stream().map(golden -> golden.name().split(" ")[0]).collect(Collectors.toSet())).isEqualTo(others);
  }
}
