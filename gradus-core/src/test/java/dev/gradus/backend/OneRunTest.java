package dev.gradus.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.op.Variable;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OneRunTest {
  private final Value x = Value.input("x", DType.F32, Shape.of(2).batched());
  private final Value labels = Value.input("labels", DType.I32, Shape.SCALAR.batched());
  private final Value w = Value.parameter("w", Shape.of(2));
  private final Graph graph = new Graph(
      Map.of("sum", x.multiply(w).sum(1), "label", labels.oneHot(3).argMax()), Map.of((Variable) w.op(), w.multiply(2)));

  @ParameterizedTest
  @EnumSource(Backend.class)
  void findsTheBatchSizeAndChangesTheVariables(Backend backend) {
    Tensor weights = Tensor.of(Shape.of(2), 10f, 1f);
    Map<String, Tensor> outputs = backend.run(
        graph, Map.of("x", Tensor.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f), "labels", Tensor.of(Shape.of(3), 2, 0, 1)),
        Map.of("w", weights));
    assertThat(outputs.get("sum")).isEqualTo(Tensor.of(Shape.of(3), 12f, 34f, 56f));
    assertThat(outputs.get("label")).isEqualTo(Tensor.of(Shape.of(3), 2, 0, 1));
    assertThat(weights.floats()).containsExactly(20f, 2f);
  }

  @Test
  void refusesWhatIsMissingOrDoesNotFit() {
    Tensor two = Tensor.of(Shape.of(1, 2), 1f, 2f);
    Tensor label = Tensor.of(Shape.of(1), 0);
    Map<String, Tensor> weights = Map.of("w", Tensor.of(Shape.of(2), 1f, 1f));
    assertThatThrownBy(() -> Backend.SCALAR.run(graph, Map.of("x", two), weights))
        .isInstanceOf(ShapeException.class).hasMessage("the graph needs input \"labels\", but only [x] are given");
    assertThatThrownBy(() -> Backend.SCALAR.run(graph, Map.of("x", two, "labels", label), Map.of()))
        .isInstanceOf(ShapeException.class).hasMessage("the graph needs variable \"w\", but only [] are given");
    assertThatThrownBy(() -> Backend.SCALAR.run(graph, Map.of("x", two, "labels", Tensor.of(Shape.of(2), 0, 1)), weights))
        .isInstanceOf(ShapeException.class).hasMessageStartingWith("input \"").hasMessageContaining("but given");
    assertThatThrownBy(() -> Backend.SCALAR.run(graph, Map.of("x", two, "labels", label), Map.of("w", two)))
        .isInstanceOf(ShapeException.class).hasMessage("variable \"w\" is F32 [2], but given F32 [1, 2]");
  }
}
