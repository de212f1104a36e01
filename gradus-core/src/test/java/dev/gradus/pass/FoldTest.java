package dev.gradus.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.backend.Backend;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Conv2d;
import dev.gradus.op.MatMul;
import dev.gradus.op.Variable;
import dev.gradus.op.Window;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldTest {
  private final Value x = Value.input("x", DType.F32, Shape.of(4).batched());
  private final Value w = Value.parameter("w", Shape.of(4, 3));
  private final Value bias = Value.parameter("bias", Shape.of(3));
  private final Value mean = Value.parameter("mean", Shape.of(3));
  private final Value variance = Value.parameter("variance", Shape.of(3));
  private final Value gamma = Value.parameter("gamma", Shape.of(3));
  private final Value beta = Value.parameter("beta", Shape.of(3));

  private Value normalised(Value y) {
    return y.subtract(mean).multiply(gamma.divide(variance.add(1e-5).sqrt())).add(beta);
  }

  private static Graph graph(Value y) {
    return new Graph(Map.of("y", y));
  }

  private static Map<String, Tensor> variables(Graph graph) {
    Map<String, Tensor> variables = new LinkedHashMap<>();
    for (Variable variable : graph.variables()) {
      Tensor tensor = Tensor.zeros(DType.F32, variable.shape());
      RandomStream random = new RandomStream(3, variable.path());
      for (int i = 0; i < tensor.size(); i++) {
        tensor.floats()[i] = (float) random.uniform(0.5, 2);
      }
      variables.put(variable.path(), tensor);
    }
    return variables;
  }

  /// The folded graph computes the same up to rounding, and has so many multiplications by channels left that read an input.
  private static void check(Graph graph, Tensor input) {
    Graph folded = Verifier.check(Fold.of(graph).apply(graph));
    Map<String, Tensor> variables = variables(graph);
    float[] expected = Backend.REFERENCE.run(graph, Map.of("x", input), variables).get("y").floats();
    float[] found = Backend.SCALAR.run(folded, Map.of("x", input), variables).get("y").floats();
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-5f * Math.max(1, Math.abs(expected[i]))));
    }
    assertThat(found).isNotEmpty();
  }

  /// The ops that a run has to do, by name, once what follows from variables is known.
  private static List<String> ops(Graph graph) {
    return Steady.of(Fold.of(graph).apply(graph)).rest().values().stream().map(value -> value.op().name())
        .filter(name -> !List.of("Variable", "Input", "Broadcast", "Constant").contains(name)).toList();
  }

  private final Tensor rows = Tensor.of(Shape.of(2, 4), 0.3f, -1f, 0.7f, 2f, 1f, 0f, -0.5f, 0.25f);

  @Test
  void batchNormalisationAfterAProductBecomesPartOfIt() {
    Graph graph = graph(normalised(x.matmul(w).add(bias)).relu());
    check(graph, rows);
    assertThat(ops(graph)).containsExactly("MatMul", "ADD", "MAXIMUM");
  }

  @Test
  void withoutABiasAndThroughAReshapeToo() {
    Graph graph = graph(normalised(x.matmul(w).reshape(Shape.of(1, 3).batched())));
    check(graph, rows);
    assertThat(ops(graph)).containsExactly("MatMul", "Reshape", "ADD");
  }

  @Test
  void aScaleAloneBecomesPartOfTheWeights() {
    Graph graph = graph(Value.constant(0.1).multiply(x.matmul(w)));
    check(graph, rows);
    assertThat(ops(graph)).containsExactly("MatMul");
  }

  @Test
  void groupedConvolutionsFoldByFilter() {
    Value images = Value.input("x", DType.F32, Shape.of(3, 3, 2).batched());
    Value filter = Value.parameter("filter", Shape.of(2, 2, 1, 4));
    Value y = images.conv2d(filter, new Window(2, 2, 1, 1, 0, 1, 0, 1, 1, 1), 2);
    Value scale = Value.parameter("scale", Shape.of(4));
    Graph graph = graph(y.multiply(scale).subtract(Value.parameter("shift", Shape.of(1, 1, 1, 4))).abs());
    Tensor input = Tensor.zeros(DType.F32, Shape.of(2, 3, 3, 2));
    for (int i = 0; i < input.size(); i++) {
      input.floats()[i] = (i * 7 % 11 - 5) / 4f;
    }
    check(graph, input);
    assertThat(ops(graph)).containsExactly("Conv2d", "ADD", "ABS");
  }

  @Test
  void whatIsReadBetweenStaysAsItIs() {
    Value product = x.matmul(w).add(bias);
    for (Graph graph : List.of(
        graph(normalised(product).add(product)), new Graph(Map.of("y", normalised(product), "z", product)))) {
      assertThat(Fold.of(graph).apply(graph)).isEqualTo(graph);
    }
  }

  @Test
  void whatFollowsFromTheInputIsNoScale() {
    for (Value scale : List.of(x.narrow(1, 0, 3), x.sumKeep(1), x.sum())) {
      Graph graph = graph(x.matmul(w).multiply(scale));
      assertThat(Fold.of(graph).apply(graph)).isEqualTo(graph);
    }
  }

  @Test
  void numbersByRowAreNoScale() {
    Value images = Value.input("x", DType.F32, Shape.of(3, 3, 2).batched());
    Value y = images.conv2d(Value.parameter("filter", Shape.of(1, 1, 2, 3)), new Window(1, 1, 1, 1, 0, 0, 0, 0, 1, 1), 1);
    Graph graph = graph(y.multiply(Value.parameter("rows", Shape.of(3, 1))));
    assertThat(Fold.of(graph).apply(graph)).isEqualTo(graph);
  }

  @Test
  void shiftsAloneChangeNothing() {
    Graph graph = graph(x.matmul(w).add(bias).add(beta).relu());
    assertThat(Fold.of(graph).apply(graph)).isEqualTo(graph);
  }

  @Test
  void aGraphThatSharesValuesIsRewrittenWithThem() {
    Value output = normalised(x.matmul(w));
    Graph inference = graph(output);
    Fold fold = Fold.of(inference);
    Graph other = fold.apply(new Graph(Map.of("output", output, "twice", output.multiply(2))));
    assertThat(other.outputs().get("output")).isSameAs(fold.of(output));
    assertThat(other.outputs().get("twice").input(0)).isSameAs(fold.of(output));
  }

  @Test
  void weightsAreMadeOnceAndReadAsVariables() {
    Graph graph = graph(normalised(x.matmul(w)));
    Steady steady = Steady.of(Fold.of(graph).apply(graph));
    assertThat(steady.first().inputs()).isEmpty();
    assertThat(steady.rest().variables()).extracting(Variable::path).containsExactly("steady:0", "steady:1");
    assertThat(steady.first().outputs().keySet()).containsExactly("steady:0", "steady:1");
    assertThat(steady.rest().values()).filteredOn(value -> value.op() instanceof MatMul || value.op() instanceof Conv2d)
        .singleElement().satisfies(product -> assertThat(product.input(1).op()).isInstanceOf(Variable.class));
  }

  @Test
  void batchSizesAndInputsAreNotSteady() {
    Value y = x.add(Value.length(x.shape().dim(0))).multiply(Value.parameter("scale", Shape.of(4)).exp());
    Steady steady = Steady.of(graph(y));
    assertThat(steady.first().outputs().values()).extracting(value -> value.op().name()).containsExactly("EXP");
  }
}
