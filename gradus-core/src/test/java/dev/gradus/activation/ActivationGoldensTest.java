package dev.gradus.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.Goldens;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Activations and their gradients against PyTorch, and the gains against SciPy's quadrature.
class ActivationGoldensTest {
  static List<Goldens.Case> activations() {
    return Goldens.of("activations");
  }

  private static UnaryOperator<Value> function(String name) {
    return switch (name) {
      case "relu" -> Activations::relu;
      case "leakyRelu" -> x -> Activations.leakyRelu(x, 0.01);
      case "generalisedRelu" -> x -> Activations.generalisedRelu(x, 0.1);
      case "absoluteValue" -> Activations::absoluteValue;
      case "elu" -> x -> Activations.elu(x, 1);
      case "elu of 1.5" -> x -> Activations.elu(x, 1.5);
      case "selu" -> Activations::selu;
      case "celu" -> x -> Activations.celu(x, 1);
      case "celu of 2" -> x -> Activations.celu(x, 2);
      case "gelu" -> Activations::gelu;
      case "geluTanh" -> Activations::geluTanh;
      case "silu" -> Activations::silu;
      case "mish" -> Activations::mish;
      case "softplus" -> Activations::softplus;
      case "softsign" -> Activations::softsign;
      case "hardSigmoid" -> Activations::hardSigmoid;
      case "hardTanh" -> Activations::hardTanh;
      case "hardSwish" -> Activations::hardSwish;
      case "sigmoid" -> Activations::sigmoid;
      case "tanh" -> Activations::tanh;
      case "softmax" -> Activations::softmax;
      case "logSoftmax" -> Activations::logSoftmax;
      default -> throw new AssertionError(name);
    };
  }

  @ParameterizedTest
  @MethodSource("activations")
  void isThatOfPyTorch(Goldens.Case golden) {
    double[] xs = golden.numbers("x");
    double[] rising = new double[xs.length];
    Arrays.setAll(rising, i -> i + 1);
    Value x = Value.input("x", DType.F32, Shape.of(1, xs.length));
    Value weights = Value.input("weights", DType.F32, Shape.of(1, xs.length));
    Value y = function(golden.name()).apply(x);
    Value gradient = Gradients.of(y.multiply(weights).sum(), List.of(x)).getFirst();
    List<double[]> actual = Reference.evaluateAll(List.of(y, gradient), Map.of(), Map.of("x", xs, "weights", rising), Map.of());
    assertThat(actual.get(0)).containsExactly(golden.numbers("y"), within(1e-10));
    // PyTorch's derivatives of hardSigmoid and hardSwish use a sixth in float32.
    assertThat(actual.get(1)).containsExactly(golden.numbers("gradient"), within(golden.name().startsWith("hard") ? 1e-6 : 1e-10));
  }

  @Test
  void everyActivationIsAmongThem() {
    assertThat(activations().stream().map(golden -> golden.name().split(" ")[0]).collect(Collectors.toSet()))
        .isEqualTo(Arrays.stream(Activations.class.getDeclaredMethods()).filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(java.lang.reflect.Method::getName).collect(Collectors.toSet()));
  }

  @Test
  void gainsKeepMeanSquares() {
    Map<String, Double> gains = Goldens.of("gains").stream()
        .collect(Collectors.toMap(Goldens.Case::name, golden -> golden.members().get("gain").real()));
    assertThat(gains).hasSize(20);
    gains.forEach((name, gain) -> {
      switch (name) {
        case "tanh" -> assertThat(gain).as("the rule's, in the documentation").isCloseTo(1.592537, within(1e-6));
        case "torch's tanh" -> assertThat(gain).isCloseTo(Initializers.gain("tanh"), within(1e-9));
        case "deviation of truncatedNormal" -> assertThat(gain).as("in the documentation").isCloseTo(0.879626, within(1e-6));
        default -> assertThat(Initializers.gain(name)).as(name).isCloseTo(gain, within(1e-9));
      }
    });
  }
}
