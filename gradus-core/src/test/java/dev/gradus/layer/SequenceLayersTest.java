package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.Trial;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.model.Model;
import dev.gradus.op.Variable;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The layers of sequences and their masks. What PyTorch makes of them is in [AttentionGoldenTest].
class SequenceLayersTest {
  /// The layer with a mask made of the signs of the first feature, so that examples have masks of their own.
  private static Layer bySign(Layer layer) {
    return (scope, x) -> layer.apply(scope.masked(sign(x)), x);
  }

  private static Value sign(Value x) {
    return x.narrow(2, 0, 1).reshape(x.shape().sub(0, 2)).greater(0);
  }

  private static Layer attention(int heads) {
    return Layers.multiHeadAttention(heads);
  }

  static List<Arguments> differentiable() {
    return List.of(
        Arguments.of("attention", attention(2), 80), Arguments.of("attention of one head", attention(1), 80),
        Arguments.of("masked attention", bySign(attention(2)), 80),
        Arguments.of("causal attention", Layers.multiHeadAttention(4).causal(), 80),
        Arguments.of("masked causal attention without bias", bySign(Layers.multiHeadAttention(2).causal().withoutBias()), 64),
        Arguments.of("transformer block", bySign(Layers.transformerBlock(2, 5)), 80 + 16 + 2 * 4 * 5 + 9),
        Arguments.of("learned positions", Layers.learnedPositions(), 12), Arguments.of("positional encoding", Layers.positionalEncoding(), 0),
        Arguments.of("mean", Layers.globalAveragePool1d(), 0), Arguments.of("masked mean", bySign(Layers.globalAveragePool1d()), 0),
        Arguments.of("max", Layers.globalMaxPool1d(), 0), Arguments.of("masked max", bySign(Layers.globalMaxPool1d()), 0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differentiable")
  void theGradientIsThatOfCentralDifferences(String name, Layer layer, int parameters) {
    Built built = Built.of(layer, 3, 4);
    assertThat(built.parameters()).isEqualTo(parameters);
    Gradient.check(built, 5);
  }

  /// Of the five examples above some have all steps, some none: or their tests would test less than they say.
  @Test
  void theMasksBySignAreOfAllKinds() {
    Built built = Built.of((_, x) -> sign(x).sum(1), 3, 4);
    assertThat(built.output(20)).contains(0, 1, 2, 3);
    assertThat(built.output(5)).contains(0);
  }

  private static double[] dropped(Built built, double[] input, int batch) {
    return Reference.evaluateAll(List.of(built.y), Map.of('N', batch), Map.of("x", input), built.numbers).getFirst();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void maskedStepsHaveNoSay(boolean causal) {
    MultiHeadAttention plain = Layers.multiHeadAttention(2);
    // The mask counts steps 0 and 2.
    Layer layer = (s, x) -> (causal ? plain.causal() : plain)
        .apply(s.masked(Steps.numbers(3).equalTo(Value.constant(1)).equalTo(Value.constant(0)).broadcast(x.shape().sub(0, 2))), x);
    Built built = Built.of(layer, 3, 4);
    double[] before = built.output(1);
    double[] input = built.input(1).clone();
    Arrays.fill(input, 4, 8, 77);
    double[] after = dropped(built, input, 1);
    assertThat(Arrays.copyOf(after, 4)).isEqualTo(Arrays.copyOf(before, 4));
    assertThat(Arrays.copyOfRange(after, 8, 12)).isEqualTo(Arrays.copyOfRange(before, 8, 12));
    input[0] += 1;
    assertThat(Arrays.copyOfRange(dropped(built, input, 1), 8, 12)).isNotEqualTo(Arrays.copyOfRange(before, 8, 12));
  }

  @Test
  void noStepOfCausalAttentionKnowsWhatComes() {
    Built built = Built.of(Layers.multiHeadAttention(2).causal(), 5, 4);
    double[] before = built.output(1);
    double[] input = built.input(1).clone();
    input[3 * 4 + 1] += 1;
    double[] after = dropped(built, input, 1);
    assertThat(Arrays.copyOf(after, 12)).isEqualTo(Arrays.copyOf(before, 12));
    assertThat(Arrays.copyOfRange(after, 12, 16)).isNotEqualTo(Arrays.copyOfRange(before, 12, 16));
    assertThat(Arrays.copyOfRange(after, 16, 20)).isNotEqualTo(Arrays.copyOfRange(before, 16, 20));
  }

  /// In float32, where -∞ - -∞ and 0 / 0 would be NaN; scores may be large.
  @ParameterizedTest
  @ValueSource(floats = {1, 1e4f})
  void withAllStepsMaskedNothingIsNaN(float size) {
    for (Layer layer : List.<Layer>of(attention(2), Layers.multiHeadAttention(2).causal(), Layers.globalAveragePool1d(), Layers.globalMaxPool1d(),
        Layers.transformerBlock(2, 5))) {
      Built built = Built.of((s, x) -> layer.apply(s.masked(Value.constant(0).broadcast(x.shape().sub(0, 2))), x), 3, 4);
      Value gradient = Gradients.of(built.y.sum(), List.of(built.x)).getFirst();
      float[] input = new float[24];
      for (int i = 0; i < input.length; i++) {
        input[i] = (float) built.input(2)[i] * size;
      }
      Map<String, float[]> variables = new HashMap<>();
      built.numbers.forEach((path, numbers) -> variables.put(path, Trial.rounded(numbers)));
      List<float[]> results = new Trial(Map.of('N', 2), Map.of("x", input), Map.of(), variables).values(List.of(built.y, gradient));
      for (float[] result : results) {
        for (float number : result) {
          assertThat(number).as("%s", layer).isFinite();
        }
      }
      if (layer instanceof GlobalPool1d) {
        assertThat(results.getFirst()).containsOnly(0);
      } else if (layer instanceof MultiHeadAttention) {
        // The mean of nothing is 0, so only the last bias is left.
        float[] bias = variables.get("multiHeadAttention_1/output/bias");
        assertThat(Arrays.copyOf(results.getFirst(), 4)).isEqualTo(bias);
      }
    }
  }

  @Test
  void poolsTakeTheStepsThatCount() {
    double[] x = {1, -8, 3, 4, 5, 6, 7, 8, 9, 10, -11, 12};
    Map<String, Value> none = new LinkedHashMap<>();
    Value input = Value.input("x", DType.F32, Shape.of(3, 2).batched());
    Value mask = Value.input("mask", DType.F32, Shape.of(3).batched());
    Scope root = Scope.root(Mode.INFERENCE, none, new HashMap<>());
    List<Value> pools = List.of(
        Layers.globalAveragePool1d().apply(root, input), Layers.globalMaxPool1d().apply(root, input),
        Layers.globalAveragePool1d().apply(root.masked(mask), input), Layers.globalMaxPool1d().apply(root.masked(mask), input));
    List<double[]> results = Reference.evaluateAll(
        pools, Map.of('N', 2), Map.of("x", x, "mask", new double[] {1, 1, 0, 0, 0, 1}), Map.of());
    assertThat(results.get(0)).containsExactly(3, 2.0 / 3, 5.0 / 3, 10);
    assertThat(results.get(1)).containsExactly(5, 6, 9, 12);
    assertThat(results.get(2)).containsExactly(2, -2, -11, 12);
    assertThat(results.get(3)).containsExactly(3, 4, -11, 12);
  }

  /// The numbers of a sequence of 4 words of 6, and of the same one filled up to 7.
  @Test
  void fillingUpASequenceChangesNothing() {
    Layer net = Layers.sequential(
        Layers.maskZeros(Layers.embedding(9, 6), Layers.positionalEncoding(), Layers.transformerBlock(2, 8), Layers.multiHeadAttention(3).causal(),
            Layers.concat(Layers.globalAveragePool1d(), Layers.globalMaxPool1d())),
        Layers.dense(3));
    float[] words = {3, 8, 1, 3};
    float[] plain = Model.create(net, Shape.of(4), Seed.seed(3)).predict(Tensor.of(Shape.of(4), words)).floats();
    float[] filled = Model.create(net, Shape.of(7), Seed.seed(3)).predict(Tensor.of(Shape.of(7), Arrays.copyOf(words, 7))).floats();
    assertThat(filled).containsExactly(plain, within(1e-6f));
    Layer blind = Layers.sequential(Layers.embedding(9, 6), Layers.multiHeadAttention(2), Layers.globalAveragePool1d());
    assertThat(Model.create(blind, Shape.of(7), Seed.seed(3)).predict(Tensor.of(Shape.of(7), Arrays.copyOf(words, 7))).floats()[0])
        .isNotCloseTo(Model.create(blind, Shape.of(4), Seed.seed(3)).predict(Tensor.of(Shape.of(4), words)).floats()[0], within(1e-3f));
  }

  @Test
  void integersAreIdsToo() {
    Map<String, Value> variables = new LinkedHashMap<>();
    Value ids = Value.input("ids", DType.I32, Shape.of(3).batched());
    Value y = Layers.maskZeros(Layers.embedding(3, 2), Layers.globalAveragePool1d())
        .apply(Scope.root(Mode.INFERENCE, variables, new HashMap<>()), ids);
    Map<String, float[]> table = Map.of("maskZeros_1/embedding_1/table", new float[] {100, 200, 1, 2, 3, 5});
    float[] mean = new Trial(Map.of('N', 1), Map.of(), Map.of("ids", new int[] {2, 1, 0}), table).values(List.of(y)).getFirst();
    assertThat(mean).containsExactly(2, 3.5f);
  }

  @Test
  void anIdOutsideTheVocabularyIsNamedWithItsPlace() {
    Model model = Model.create(Layers.sequential(Layers.embedding(5, 2), Layers.globalAveragePool1d()), Shape.of(3), Seed.seed(1));
    assertThatThrownBy(() -> model.predict(Tensor.of(Shape.of(2, 3), new float[] {0, 1, 2, 4, 5, 3}))).isExactlyInstanceOf(GradusException.class)
        .hasMessage("Gather at \"embedding_1\": index 5 at [1, 1] is outside the table's 5 rows, 0 to 4");
    assertThatThrownBy(() -> model.predict(Tensor.of(Shape.of(3), new float[] {0, 1.5f, 2}))).isExactlyInstanceOf(GradusException.class)
        .hasMessage("ToIndex at \"embedding_1\": 1.5 at [0, 1] is not a whole number between -2^24 and 2^24, so it is no index");
    // And the model goes on.
    assertThat(model.predict(Tensor.of(Shape.of(3), new float[] {0, 1, 2})).floats()).doesNotContain(Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void positionsAreSinesAndCosines(int width) {
    Built built = Built.of(Layers.positionalEncoding(), 40, width);
    float[] table = new float[40 * width];
    built.initializers.get("positionalEncoding_1/encoding").fill(table, Shape.of(40, width), new RandomStream(1, "unused"));
    for (int t = 0; t < 40; t++) {
      for (int i = 0; i < width; i++) {
        double angle = t / Math.pow(10000, 2.0 * (i / 2) / width);
        assertThat(table[t * width + i]).isCloseTo((float) (i % 2 == 0 ? Math.sin(angle) : Math.cos(angle)), within(1e-7f));
      }
    }
    // The first steps at width 6, by the formula: sin 1, cos 1, sin of 10000^(-1/3).
    if (width == 6) {
      assertThat(Arrays.copyOfRange(table, 6, 9)).containsExactly(new float[] {0.84147098f, 0.54030231f, 0.04639922f}, within(1e-7f));
    }
    double[] y = built.output(2);
    for (int i = 0; i < y.length; i++) {
      assertThat(y[i]).isCloseTo(built.input(2)[i] + built.numbers.get("positionalEncoding_1/encoding")[i % (40 * width)], within(1e-12));
    }
    assertThat(((Variable) built.variables.get("positionalEncoding_1/encoding").op()).role()).isEqualTo(Variable.Role.STATE);
    assertThat(built.scope.updates()).isEmpty();
  }

  @Test
  void learnedPositionsAreAddedToTheirSteps() {
    Built built = Built.of(Layers.learnedPositions(), 3, 2);
    built.numbers.put("learnedPositions_1/positions", new double[] {1, 2, 3, 4, 5, 6});
    assertThat(dropped(built, new double[] {10, 20, 30, 40, 50, 60, -1, -2, -3, -4, -5, -7}, 2))
        .containsExactly(11, 22, 33, 44, 55, 66, 0, 0, 0, 0, 0, -1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 64, 65})
  void stepsAreNumberedFromZero(int length) {
    double[] numbers = Reference.evaluateAll(List.of(Steps.numbers(length)), Map.of(), Map.of(), Map.of()).getFirst();
    double[] expected = new double[length];
    Arrays.setAll(expected, i -> i);
    assertThat(numbers).isEqualTo(expected);
  }

  @Test
  void weightsAreDroppedWhileTraining() {
    MultiHeadAttention layer = Layers.multiHeadAttention(2).dropout(0.5);
    Built training = Built.training(layer, 3, 4);
    Built inference = Built.of(layer, 3, 4);
    Built plain = Built.training(Layers.multiHeadAttention(2), 3, 4);
    assertThat(inference.output(2)).isEqualTo(plain.output(2));
    assertThat(training.output(2)).isNotEqualTo(plain.output(2));
    Gradient.check(training, 2);
  }

  @Test
  void initialNumbersAreTheDocumentedOnes() {
    Map<String, Initializer> initializers = new HashMap<>();
    Scope root = Scope.root(Mode.TRAINING, new LinkedHashMap<>(), initializers);
    Value ids = Value.input("ids", DType.F32, Shape.of(50).batched());
    Value y = Layers.embedding(200, 30).apply(root, ids);
    Layers.learnedPositions().apply(root, y);
    assertThat(deviation(initializers.get("embedding_1/table"), Shape.of(200, 30))).isCloseTo(1, within(0.03));
    assertThat(deviation(initializers.get("learnedPositions_1/positions"), Shape.of(50, 30))).isCloseTo(0.02, within(0.0015));
    Layers.embedding(200, 30).initializer(Initializers.ones()).apply(root, ids);
    assertThat(deviation(initializers.get("embedding_2/table"), Shape.of(200, 30))).isEqualTo(1);
  }

  private static double deviation(Initializer initializer, Shape shape) {
    float[] numbers = new float[shape.size()];
    initializer.fill(numbers, shape, new RandomStream(20261125, "deviation"));
    double squares = 0;
    for (float number : numbers) {
      squares += (double) number * number;
    }
    return Math.sqrt(squares / numbers.length);
  }

  @Test
  void whatDoesNotFitIsSaid() {
    wrong("layer at \"multiHeadAttention_1\" expects sequences [N, steps, features], got [N, 4]", attention(2), 4);
    wrong("layer at \"multiHeadAttention_1\": features (=4) must be divisible by heads (=3)", attention(3), 3, 4);
    wrong("layer at \"transformerBlock_1\" expects sequences [N, steps, features], got [N, 4]", Layers.transformerBlock(2, 3), 4);
    wrong("layer at \"positionalEncoding_1\" expects sequences [N, steps, features], got [N, 4]", Layers.positionalEncoding(), 4);
    wrong("layer at \"learnedPositions_1\" expects sequences [N, steps, features], got [N, 2, 3, 4]", Layers.learnedPositions(), 2, 3, 4);
    wrong("layer at \"globalAveragePool1d_1\" expects sequences [N, steps, features], got [N, 4]", Layers.globalAveragePool1d(), 4);
    wrong("layer at \"globalMaxPool1d_1\" expects sequences [N, steps, features], got [N]", Layers.globalMaxPool1d());
    wrong("layer at \"maskZeros_1\" expects ids [N, steps], got [N, 3, 4]", Layers.maskZeros(Layers.embedding(2, 3)), 3, 4);
    wrong("layer at \"maskZeros_1/globalMaxPool1d_1\": the mask [N, 6] is not one number for each step of [N, 3, 2]. Mask after what changes "
        + "the number of steps?", Layers.maskZeros(Layers.reshape(3, 2), Layers.globalMaxPool1d()), 6);
    refused("vocabulary must be at least 1, not 0", () -> Layers.embedding(0, 1));
    refused("units must be at least 1, not 0", () -> Layers.embedding(1, 0));
    refused("heads must be at least 1, not 0", () -> Layers.multiHeadAttention(0));
    refused("the dropout rate must be in [0.0, 1.0), not 1.0", () -> Layers.multiHeadAttention(1).dropout(1));
    refused("heads must be at least 1, not -1", () -> Layers.transformerBlock(-1, 1));
    refused("units must be at least 1, not 0", () -> Layers.transformerBlock(1, 0));
    refused("the dropout rate must be in [0.0, 1.0), not -0.5", () -> Layers.transformerBlock(1, 1).dropout(-0.5));
  }

  private static void wrong(String message, Layer layer, int... input) {
    assertThatThrownBy(() -> Built.of(layer, input)).isExactlyInstanceOf(ShapeException.class).hasMessage(message);
  }

  private static void refused(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }
}
