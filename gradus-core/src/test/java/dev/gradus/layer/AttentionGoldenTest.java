package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.Trial;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Attention, a transformer's block and embedding against PyTorch: `attention.py` made `attention.txt`, both among the test's
/// resources.
class AttentionGoldenTest {
  private static final int N = 2;
  private static final Shape SEQUENCES = Shape.of(5, 6);
  private static final Map<String, double[]> GOLDEN = read();

  private static Map<String, double[]> read() {
    try (InputStream file = AttentionGoldenTest.class.getResourceAsStream("attention.txt")) {
      Map<String, double[]> golden = new HashMap<>();
      new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).map(line -> line.split(" "))
          .forEach(words -> golden.put(words[0], Stream.of(words).skip(1).mapToDouble(Double::parseDouble).toArray()));
      return golden;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static double[] golden(String name) {
    return Optional.ofNullable(GOLDEN.get(name)).orElseThrow(() -> new AssertionError(name + " is not among " + GOLDEN.keySet()));
  }

  /// Holds the layer's output and its gradient by x to the golden ones: in double closely, in float32 as closely as that is.
  private static void check(Layer layer, boolean masked, Map<String, String> weights, String golden) {
    Map<String, Value> variables = new LinkedHashMap<>();
    Scope root = Scope.root(Mode.TRAINING, variables, new HashMap<>());
    Value x = Value.input("x", DType.F32, SEQUENCES.batched());
    Value mask = Value.input("mask", DType.F32, Shape.of(5).batched());
    Value lossWeights = Value.input("lossWeights", DType.F32, SEQUENCES.batched());
    Value y = layer.apply(masked ? root.masked(mask) : root, x);
    Value gradient = Gradients.of(y.multiply(lossWeights).sum(), List.of(x)).getFirst();
    Map<String, double[]> inputs = Map.of("x", golden("x"), "mask", golden("mask"), "lossWeights", golden("lossWeights"));
    Map<String, double[]> numbers = new HashMap<>();
    assertThat(variables.keySet()).isEqualTo(weights.keySet());
    weights.forEach((path, name) -> numbers.put(path, golden(name)));
    List<double[]> exact = Reference.evaluateAll(List.of(y, gradient), Map.of('N', N), inputs, numbers);
    assertThat(exact.get(0)).containsExactly(golden(golden + "/y"), within(1e-12));
    assertThat(exact.get(1)).containsExactly(golden(golden + "/gradient"), within(1e-12));
    Map<String, float[]> given = new HashMap<>();
    inputs.forEach((name, input) -> given.put(name, Trial.rounded(input)));
    Map<String, float[]> rounded = new HashMap<>();
    numbers.forEach((path, number) -> rounded.put(path, Trial.rounded(number)));
    List<float[]> single = new Trial(Map.of('N', N), given, Map.of(), rounded).values(List.of(y, gradient));
    assertThat(single.get(0)).containsExactly(Trial.rounded(golden(golden + "/y")), within(2e-5f));
    assertThat(single.get(1)).containsExactly(Trial.rounded(golden(golden + "/gradient")), within(2e-5f));
  }

  private static Map<String, String> attention(String path, String golden) {
    Map<String, String> weights = new LinkedHashMap<>();
    for (String part : List.of("query", "key", "value", "output")) {
      for (String kind : List.of("kernel", "bias")) {
        weights.put(path + "/" + part + "/" + kind, golden + "/" + part + "/" + kind);
      }
    }
    return weights;
  }

  @ParameterizedTest
  @CsvSource({"plain, false, false", "masked, true, false", "causal, false, true", "both, true, true"})
  void attentionIsThatOfPyTorch(String golden, boolean masked, boolean causal) {
    MultiHeadAttention plain = Layers.multiHeadAttention(3);
    check(causal ? plain.causal() : plain, masked, attention("multiHeadAttention_1", "attention"), "attention/" + golden);
  }

  @Test
  void aTransformerBlockIsThatOfPyTorch() {
    String looking = "transformerBlock_1/residual_1/";
    String thinking = "transformerBlock_1/residual_2/";
    Map<String, String> weights = attention(looking + "multiHeadAttention_1", "block");
    for (String kind : List.of("gamma", "beta")) {
      weights.put(looking + "layerNorm_1/" + kind, "block/norm1/" + kind);
      weights.put(thinking + "layerNorm_1/" + kind, "block/norm2/" + kind);
    }
    for (String dense : List.of("dense_1/kernel", "dense_1/bias", "dense_2/kernel", "dense_2/bias")) {
      weights.put(thinking + dense, "block/" + dense.replace("_", ""));
    }
    check(Layers.transformerBlock(3, 7), true, weights, "block");
  }

  @Test
  void anEmbeddingIsThatOfPyTorch() {
    Map<String, Value> variables = new LinkedHashMap<>();
    Value ids = Value.input("ids", DType.F32, Shape.of(5).batched());
    Value y = Layers.embedding(4, 6).apply(Scope.root(Mode.TRAINING, variables, new HashMap<>()), ids);
    Value loss = y.multiply(Value.input("lossWeights", DType.F32, SEQUENCES.batched())).sum();
    Value gradient = Gradients.of(loss, List.of(variables.get("embedding_1/table"))).getFirst();
    List<double[]> ours = Reference.evaluateAll(List.of(y, gradient), Map.of('N', N),
        Map.of("ids", golden("embedding/ids"), "lossWeights", golden("lossWeights")), Map.of("embedding_1/table", golden("embedding/table")));
    assertThat(ours.get(0)).containsExactly(golden("embedding/y"), within(0.0));
    assertThat(ours.get(1)).containsExactly(golden("embedding/gradient"), within(1e-15));
  }
}
