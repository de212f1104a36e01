package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.json.Json;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Recurrent layers against PyTorch 1.13.0: outputs and gradients in double, from the same weights. The goldens are what
/// `recurrent_goldens.py`, which lies beside them, prints.
class RecurrentGoldensTest {
  private static final int ROWS = 2;
  private static final int LENGTH = 4;
  private static final int FEATURES = 3;
  private static final int UNITS = 2;

  private static Map<String, Json> goldens() {
    try (InputStream file = RecurrentGoldensTest.class.getResourceAsStream("recurrent_goldens.json")) {
      return Json.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)).object().members();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  static Set<String> cases() {
    return goldens().keySet();
  }

  /// The script's numbers.
  private static double[] numbers(double start, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = 0.9 * Math.sin(1.3 * i + start);
    }
    return numbers;
  }

  private static double[] doubles(Json numbers) {
    return numbers.items().stream().mapToDouble(Json::real).toArray();
  }

  private static NamedLayer layer(String name) {
    Recurrent layer = switch (name.split(" ")[0]) {
      case "simpleRnn" -> Layers.simpleRnn(UNITS);
      case "lstm" -> Layers.lstm(UNITS);
      case "gru" -> Layers.gru(UNITS);
      case "gruResetBefore" -> Layers.gru(UNITS).resetBefore();
      default -> throw new IllegalArgumentException(name);
    };
    layer = name.contains("reversed") ? layer.reversed() : layer;
    layer = name.contains("sequences") ? layer.sequences() : layer;
    return name.contains("bidirectional") ? Layers.bidirectional(layer) : layer;
  }

  @Test
  void areOfEveryLayerInEveryWay() {
    assertThat(cases()).hasSize(4 * 7 - 1);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void hasTheOutputsAndGradientsOfPyTorch(String name) {
    Value mask = Value.input("mask", DType.F32, Shape.of(Dim.BATCH, Dim.of(LENGTH)));
    NamedLayer layer = layer(name);
    Built built = Built.training(
        name.contains("masked") ? (scope, x) -> layer.apply(scope.masked(mask), x) : layer, LENGTH, FEATURES);
    Map<Character, Integer> sizes = Map.of('N', ROWS);
    Map<String, double[]> inputs = new HashMap<>();
    inputs.put("x", numbers(0, ROWS * LENGTH * FEATURES));
    inputs.put("mask", new double[] {1, 1, 1, 1, 1, 1, 0, 0});
    List<Value> by = new ArrayList<>(List.of(built.x));
    List<String> names = new ArrayList<>(List.of("x"));
    List<String> order = List.of("kernel", "recurrentKernel", "bias", "recurrentBias");
    built.variables.forEach((path, variable) -> {
      String own = path.substring(path.indexOf('/') + 1);
      int start = own.startsWith("backward/") ? 20 : 10;
      int number = order.indexOf(own.substring(own.indexOf('/') + 1)) + 1;
      built.numbers.put(path, numbers(start + number, variable.shape().size()));
      by.add(variable);
      names.add(own);
    });
    inputs.put("weights", numbers(9, built.y.shape().elements().resolve(sizes)));
    Value loss = built.y.multiply(Value.input("weights", DType.F32, built.y.shape())).sum();
    Json.Obj golden = goldens().get(name).object();
    assertThat(Reference.evaluateAll(List.of(built.y), sizes, inputs, built.numbers).getFirst())
        .as("output").containsExactly(doubles(golden.get("output")), within(1e-13));
    List<double[]> gradients = Reference.evaluateAll(Gradients.of(loss, by), sizes, inputs, built.numbers);
    Map<String, Json> expected = golden.get("gradients").object().members();
    assertThat(names).containsExactlyInAnyOrderElementsOf(expected.keySet());
    for (int i = 0; i < names.size(); i++) {
      assertThat(gradients.get(i)).as("gradient by %s", names.get(i))
          .containsExactly(doubles(expected.get(names.get(i))), within(1e-12));
    }
  }
}
