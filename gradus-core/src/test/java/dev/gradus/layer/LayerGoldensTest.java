package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.Goldens;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.json.Json;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Layers against PyTorch's, whose channels come before the pixels and whose running variance is the unbiased one: the
/// script that writes the goldens puts both into our form.
class LayerGoldensTest {
  private static final String RUNNING = "batchNorm's running statistics";

  static List<Goldens.Case> layers() {
    return Goldens.of("layers").stream().filter(golden -> !golden.name().equals(RUNNING)).toList();
  }

  private static Layer layer(String name) {
    return switch (name) {
      case "dense" -> Layers.dense(4);
      case "conv2d grouped" -> new Conv2d(6, 3, 2, 2, 1, new Padding.Explicit(1, 1, 2, 2), 1, 2, 2,
          Initializers.zeros(), Bias.YES, Conv2d.Weights.AS_LEARNED);
      case "conv2d of even size, SAME" -> Layers.conv2d(3, 4).withoutBias();
      case "conv2d standardised" -> Layers.conv2d(3, 3).standardised().withoutBias();
      case "depthwiseConv2d" -> Layers.depthwiseConv2d(3).multiplier(2).padding(Padding.of(2)).dilation(2);
      case "separableConv2d" -> Layers.separableConv2d(4, 3).multiplier(2).stride(2);
      case "locallyConnected2d" -> Layers.locallyConnected2d(3, 3).stride(2);
      case "squeezeExcitation" -> Layers.squeezeExcitation(2);
      case "conv1d" -> Layers.conv1d(6, 3).stride(2).padding(new Padding.Explicit(0, 0, 2, 2)).dilation(2).groups(2);
      case "transposedConv2d SAME" -> Layers.transposedConv2d(3, 4).stride(2);
      case "transposedConv2d dilated" -> Layers.transposedConv2d(3, 3).stride(2).dilation(2).padding(Padding.of(1));
      case "adaptiveAveragePool" -> Layers.adaptiveAveragePool(3, 2);
      case "adaptiveMaxPool" -> Layers.adaptiveMaxPool(3, 2);
      case "maxPool" -> Layers.maxPool(3).stride(2).padding(Padding.of(1));
      case "averagePool" -> Layers.averagePool(3).stride(2).padding(Padding.of(1));
      case "upSample2d" -> Layers.upSample2d(3);
      case "batchNorm" -> Layers.batchNorm();
      case "groupNorm" -> Layers.groupNorm(2);
      case "instanceNorm" -> Layers.instanceNorm();
      case "layerNorm" -> Layers.layerNorm();
      case "parametricRelu" -> Layers.parametricRelu().perChannel();
      default -> throw new AssertionError(name);
    };
  }

  private static Built built(Layer layer, Goldens.Case golden, boolean training) {
    int[] shape = golden.integers("shape");
    return new Built(layer, training ? Mode.TRAINING : Mode.INFERENCE, Shape.of(Arrays.copyOfRange(shape, 1, shape.length)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isThatOfPyTorch(Goldens.Case golden) {
    Built built = built(layer(golden.name()), golden, golden.members().get("training").bool());
    Map<String, Json> given = golden.members().get("variables").object().members();
    Map<String, double[]> variables = new HashMap<>();
    for (String path : built.variables.keySet()) {
      Json numbers = given.get(path.substring(path.indexOf('/') + 1));
      variables.put(path, numbers.items().stream().mapToDouble(Json::real).toArray());
    }
    assertThat(variables).hasSameSizeAs(given);
    assertThat(evaluate(built.y, golden, variables)).containsExactly(golden.numbers("y"), within(1e-9));
  }

  private static double[] evaluate(Value value, Goldens.Case golden, Map<String, double[]> variables) {
    return Reference.evaluateAll(
        List.of(value), Map.of('N', golden.integers("shape")[0]), Map.of("x", golden.numbers("x")), variables).getFirst();
  }

  @Test
  void batchNormMovesItsRunningStatisticsAsPyTorch() {
    Goldens.Case golden = Goldens.of("layers").stream().filter(one -> one.name().equals(RUNNING)).findFirst().orElseThrow();
    Built built = built(Layers.batchNorm(), golden, true);
    Map<String, double[]> variables = Map.of("batchNorm_1/gamma", new double[] {1, 1}, "batchNorm_1/beta", new double[2],
        "batchNorm_1/mean", new double[] {0.5, -1}, "batchNorm_1/variance", new double[] {2, 0.25});
    assertThat(built.scope.updates()).hasSize(2);
    built.scope.updates().forEach((variable, next) -> {
      String name = variable.path().substring("batchNorm_1/".length());
      assertThat(evaluate(next, golden, variables)).as(name).containsExactly(golden.numbers(name), within(1e-9));
    });
  }
}
