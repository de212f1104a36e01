package dev.gradus.layer;

import static dev.gradus.layer.Layers.bidirectional;
import static dev.gradus.layer.Layers.gru;
import static dev.gradus.layer.Layers.lstm;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.simpleRnn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.Trial;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Workers;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.plan.Plan;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrentLayersTest {
  private static final Dim T = new Dim(1, "T");

  static List<NamedLayer> layers() {
    return Stream.of(simpleRnn(2), lstm(2), gru(2), gru(2).resetBefore())
        .<NamedLayer>flatMap(layer -> Stream.of(layer, layer.sequences().reversed(), bidirectional(layer.sequences())))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void hasTheGradientOfCentralDifferences(NamedLayer layer) {
    Gradient.check(Built.training(layer, 3, 2), 2);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void hasTheGradientOfCentralDifferencesUnderAMask(NamedLayer layer) {
    // Row 0 lacks a step in the middle, row 1 its last.
    Layer masked = (scope, x) -> {
      Value gaps = x.narrow(2, 0, 1).reshape(x.shape().sub(0, 2)).greater(0).stopGradient();
      return layer.apply(scope.masked(gaps), x);
    };
    Built built = Built.training(masked, 3, 2);
    double[] x = built.input(2);
    assertThat(Stream.of(0, 2, 4, 6, 8, 10).map(i -> x[i] > 0)).contains(true, false);
    Gradient.check(built, 2);
  }

  @Test
  void countParametersAndGiveShapesAsTheySay() {
    assertParameters(simpleRnn(5), 5 * (3 + 5 + 1), "[N, 5]");
    assertParameters(lstm(5).sequences(), 4 * 5 * (3 + 5 + 1), "[N, 7, 5]");
    assertParameters(gru(5), 3 * 5 * (3 + 5 + 2), "[N, 5]");
    assertParameters(gru(5).resetBefore(), 3 * 5 * (3 + 5 + 1), "[N, 5]");
    assertParameters(bidirectional(lstm(5)), 2 * 4 * 5 * (3 + 5 + 1), "[N, 10]");
    assertParameters(bidirectional(gru(5).sequences()), 2 * 3 * 5 * (3 + 5 + 2), "[N, 7, 10]");
  }

  private static void assertParameters(Layer layer, long parameters, String shape) {
    Built built = Built.of(layer, 7, 3);
    assertThat(built.parameters()).isEqualTo(parameters);
    assertThat(built.y.shape()).hasToString(shape);
  }

  @Test
  void startWithARememberingLstmAndAnOrthogonalState() {
    Built built = Built.of(lstm(2), 7, 3);
    float[] bias = new float[8];
    built.initializers.get("lstm_1/bias").fill(bias, Shape.of(8), new RandomStream(1, "bias"));
    assertThat(bias).containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
    float[] recurrent = new float[16];
    built.initializers.get("lstm_1/recurrentKernel").fill(recurrent, Shape.of(2, 8), new RandomStream(1, "recurrent"));
    double rows = 0;
    double first = 0;
    for (int i = 0; i < 8; i++) {
      rows += recurrent[i] * recurrent[8 + i];
      first += recurrent[i] * recurrent[i];
    }
    assertThat(rows).isCloseTo(0, within(1e-6));
    assertThat(first).isCloseTo(1, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void stepsThatTheMaskLeavesOutDoNothing(NamedLayer layer) {
    // With steps 1 and 4 of 5 left out, whatever is in them, it is the layer over the other three.
    Value mask = Value.input("mask", DType.F32, Shape.of(Dim.BATCH, Dim.of(5)));
    Built all = Built.of((scope, x) -> layer.apply(scope.masked(mask), x), 5, 2);
    Built three = Built.of(layer, 3, 2);
    double[] x = {0.3, -0.8, Double.NaN, 1e9, 0.5, 0.1, -0.9, 0.7, Double.POSITIVE_INFINITY, 3};
    double[] short3 = {0.3, -0.8, 0.5, 0.1, -0.9, 0.7};
    double[] masked = Reference.evaluateAll(
        List.of(all.y), Map.of('N', 1), Map.of("x", x, "mask", new double[] {1, 0, 1, 1, 0}), all.numbers).getFirst();
    double[] expected = Reference.evaluateAll(List.of(three.y), Map.of('N', 1), Map.of("x", short3), three.numbers).getFirst();
    if (all.y.shape().rank() == 2) {
      assertThat(masked).containsExactly(expected);
      return;
    }
    int units = expected.length / 3;
    for (int step = 0; step < 3; step++) {
      int place = new int[] {0, 2, 3}[step];
      assertThat(Arrays.copyOfRange(masked, place * units, (place + 1) * units))
          .containsExactly(Arrays.copyOfRange(expected, step * units, (step + 1) * units));
    }
  }

  @Test
  void onePlanServesSequencesOfEveryLength() {
    Layer net = sequential(bidirectional(gru(3).sequences()), lstm(4).sequences(), simpleRnn(2));
    Built any = new Built(net, Mode.TRAINING, Shape.of(T, Dim.of(3)));
    assertThat(any.y.shape()).hasToString("[N, 2]");
    Plan plan = Plan.of(gradients(any));
    try (Workers workers = new Workers(2)) {
      for (int length : new int[] {5, 1, 0, 9}) {
        Built fixed = new Built(net, Mode.TRAINING, Shape.of(length, 3));
        float[] x = Trial.rounded(Built.numbers("x", 2 * length * 3, -1, 1));
        Map<String, float[]> variables = new HashMap<>();
        any.numbers.forEach((path, numbers) -> variables.put(path, Trial.rounded(numbers)));
        Trial open = new Trial(Map.of('N', 2, 'T', length), Map.of("x", x), Map.of(), variables);
        Trial closed = new Trial(Map.of('N', 2), Map.of("x", x), Map.of(), variables);
        assertThat(open.run(plan, Backend.VECTOR, workers).bits()).as("length %d", length)
            .isEqualTo(closed.run(gradients(fixed), Backend.SCALAR, workers).bits());
      }
    }
  }

  private static Graph gradients(Built built) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", built.y);
    List<Value> gradients = Gradients.of(built.y.sum(), List.copyOf(built.variables.values()));
    built.variables.keySet().forEach(path -> outputs.put(path, gradients.get(outputs.size() - 1)));
    return new Graph(outputs);
  }

  @Test
  void sayWhatDoesNotFit() {
    assertThatThrownBy(() -> lstm(0)).isInstanceOf(GradusException.class).hasMessage("units must be at least 1, not 0");
    assertThatThrownBy(() -> lstm(3).forgetBias(Double.NaN)).isInstanceOf(GradusException.class)
        .hasMessage("the forget gate's bias must be a finite number, not NaN");
    assertThatThrownBy(() -> Built.of(gru(3), 7)).isInstanceOf(ShapeException.class)
        .hasMessage("layer at \"gru_1\" expects sequences [N, steps, features], got [N, 7]");
    assertThatThrownBy(() -> Built.of(sequential(simpleRnn(3), lstm(3)), 7, 2)).isInstanceOf(ShapeException.class)
        .hasMessage("layer at \"lstm_1\" expects sequences [N, steps, features], got [N, 3]. Let the recurrent layer before it "
            + "give sequences()?");
    Value mask = Value.input("mask", DType.F32, Shape.of(Dim.BATCH, Dim.of(5)));
    assertThatThrownBy(() -> Built.of((scope, x) -> lstm(3).apply(scope.masked(mask), x), 7, 2)).isInstanceOf(ShapeException.class)
        .hasMessage("layer at \"lstm_1\": the mask [N, 5] is not one number for each step of [N, 7, 2]. Mask after what changes the "
            + "number of steps?");
  }
}
