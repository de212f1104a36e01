package dev.gradus.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Path;
import dev.gradus.graph.Value;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a run says of a number that names no row: it fails before anything is read by it, on every backend alike.
class IndexErrorsTest {
  private static final Value TABLE = Value.input("table", DType.F32, Shape.of(5, 2));
  private static final Tensor NUMBERS = Tensor.of(Shape.of(5, 2), new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});

  private static Tensor run(Backend backend, Value y, Map<String, Tensor> inputs) {
    return backend.run(new Graph(Map.of("y", y)), inputs, Map.of()).get("y");
  }

  private static Value at(Op op, Value... inputs) {
    return Path.at("words/embedding_1", () -> Value.of(op, List.of(inputs)));
  }

  @ParameterizedTest
  @EnumSource
  void gatherNamesTheFirstIndexOutsideTheTable(Backend backend) {
    Value indices = Value.input("indices", DType.I32, Shape.of(3).batched());
    Value y = at(new Gather(), TABLE, indices);
    for (int wrong : new int[] {5, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      Tensor numbers = Tensor.of(Shape.of(2, 3), new int[] {0, 1, 2, 4, wrong, 99});
      assertThatThrownBy(() -> run(backend, y, Map.of("table", NUMBERS, "indices", numbers))).isExactlyInstanceOf(GradusException.class)
          .hasMessage("Gather at \"words/embedding_1\": index " + wrong + " at [1, 1] is outside the table's 5 rows, 0 to 4");
    }
    Value none = at(new Gather(), Value.input("table", DType.F32, Shape.of(0, 2)), Value.input("index", DType.I32, Shape.SCALAR));
    assertThatThrownBy(() -> run(backend, none,
        Map.of("table", Tensor.of(Shape.of(0, 2), new float[0]), "index", Tensor.of(Shape.SCALAR, new int[] {0}))))
        .isExactlyInstanceOf(GradusException.class)
        .hasMessage("Gather at \"words/embedding_1\": index 0 is outside the table's 0 rows");
  }

  @ParameterizedTest
  @EnumSource
  void scatterAddNamesTheFirstIndexOutsideTheTable(Backend backend) {
    Value y = at(new ScatterAdd(5), Value.input("rows", DType.F32, Shape.of(3, 2)), Value.input("indices", DType.I32, Shape.of(3)));
    Map<String, Tensor> inputs = Map.of("rows", Tensor.of(Shape.of(3, 2), new float[6]), "indices", Tensor.of(Shape.of(3), new int[] {4, 7, -8}));
    assertThatThrownBy(() -> run(backend, y, inputs)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("ScatterAdd at \"words/embedding_1\": index 7 at [1] is outside the table's 5 rows, 0 to 4");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotWholeIsNoIndex(Backend backend) {
    Value y = at(new ToIndex(), Value.input("x", DType.F32, Shape.of(2).batched()));
    for (float wrong : new float[] {0.5f, -1e-30f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 16777218, -16777218, 3e9f}) {
      Tensor numbers = Tensor.of(Shape.of(2, 2), new float[] {1, 2, wrong, 0.25f});
      assertThatThrownBy(() -> run(backend, y, Map.of("x", numbers))).as("%s", wrong).isExactlyInstanceOf(GradusException.class)
          .hasMessage("ToIndex at \"words/embedding_1\": " + wrong + " at [1, 0] is not a whole number between -2^24 and 2^24, so it is no index");
    }
  }

  @ParameterizedTest
  @CsvSource({"16777216, 16777216", "-16777216, -16777216", "16777215, 16777215", "-0.0, 0", "0, 0", "3, 3"})
  void wholeNumbersUpToTheLimitAreExact(float number, int index) {
    Value y = Value.input("x", DType.F32, Shape.of(1)).toIndex();
    for (Backend backend : Backend.values()) {
      assertThat(run(backend, y, Map.of("x", Tensor.of(Shape.of(1), new float[] {number}))).ints()).as("%s", backend).containsExactly(index);
    }
  }

  @Test
  void integersAreIndicesAlready() {
    Value indices = Value.input("indices", DType.I32, Shape.of(3));
    assertThat(indices.toIndex()).isSameAs(indices);
  }

  /// The order of the sum, by numbers that another order would round to something else.
  @ParameterizedTest
  @EnumSource(names = {"SCALAR", "VECTOR"})
  void rowsAreAddedInAscendingOrderOfPosition(Backend backend) {
    Value y = Value.of(new ScatterAdd(2), List.of(Value.input("rows", DType.F32, Shape.of(4, 1)), Value.input("indices", DType.I32, Shape.of(4))));
    float[] rows = {0x1p24f, 1, 1, -0x1p24f};
    Tensor indices = Tensor.of(Shape.of(4), new int[] {1, 1, 1, 1});
    assertThat(run(backend, y, Map.of("rows", Tensor.of(Shape.of(4, 1), rows), "indices", indices)).floats()).containsExactly(0, 0);
    float[] other = {1, 1, 0x1p24f, -0x1p24f};
    assertThat(run(backend, y, Map.of("rows", Tensor.of(Shape.of(4, 1), other), "indices", indices)).floats()).containsExactly(0, 2);
  }
}
