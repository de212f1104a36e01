package dev.gradus.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private static final Examples DATA = Examples.of(
      Map.of("text", Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6), "image", Tensor.of(Shape.of(3, 1), (byte) 0, (byte) 51, (byte) 255)),
      Map.of("size", Tensor.of(Shape.of(3), 0.5f, 1.5f, 2.5f)));

  @Test
  void fieldsHaveNamesTypesAndShapes() {
    assertThat(DATA.size()).isEqualTo(3);
    assertThat(DATA.inputs()).extracting(Field::name).containsExactly("image", "text");
    assertThat(DATA.inputs()).extracting(Field::type).containsExactly(DType.F32, DType.I32);
    assertThat(DATA.inputs()).extracting(Field::shape).containsExactly(Shape.of(1), Shape.of(2));
    assertThat(DATA.targets()).extracting(Field::name).containsExactly("size");
    assertThat(DATA.inputs().get(1).read(1)).isEqualTo(Tensor.of(Shape.of(2), 3, 4));
    assertThat(DATA.inputs().get(0).read(1)).isEqualTo(Tensor.of(Shape.of(1), 0.2f));
    assertThat(DATA.targets().get(0).read(2)).isEqualTo(Tensor.of(Shape.SCALAR, 2.5f));
  }

  @Test
  void selectionsKeepFieldsAndWeightsTogether() {
    Examples some = DATA.withWeights(1, 2, 3).select(new int[] {2, 0}).select(new int[] {0});
    assertThat(some.size()).isEqualTo(1);
    assertThat(some.weight(0)).isEqualTo(3);
    assertThat(some.inputs().get(1).read(0)).isEqualTo(Tensor.of(Shape.of(2), 5, 6));
    assertThat(some.targets().get(0).read(0).get(0)).isEqualTo(2.5);
    assertThat(DATA.hasWeights()).isFalse();
    assertThat(DATA.select(new int[] {1}).hasWeights()).isFalse();
    assertThatThrownBy(() -> DATA.select(new int[] {3})).hasMessage("index 3 is outside the data set's 3 examples");
    assertThatThrownBy(() -> DATA.withWeights(1)).hasMessage("a data set of 3 examples needs as many weights, not 1");
  }

  @Test
  void aDatasetIsTheCaseOfOneInputAndOneTarget() {
    Examples data = Dataset.of(Tensor.of(Shape.of(2, 2), 1f, 2f, 3f, 4f), Tensor.of(Shape.of(2), 0, 1), List.of("no", "yes"))
        .withWeights(1, 2).select(new int[] {1});
    assertThat(data.inputs()).extracting(Field::name).containsExactly("input");
    assertThat(data.targets()).extracting(Field::name).containsExactly("output");
    assertThat(data.inputs().get(0).read(0)).isEqualTo(Tensor.of(Shape.of(2), 3f, 4f));
    assertThat(data.targets().get(0).read(0)).isEqualTo(Tensor.of(Shape.SCALAR, 1));
    assertThat(data.targets().get(0).classes()).containsExactly("no", "yes");
    assertThat(data.weight(0)).isEqualTo(2);
  }

  @Test
  void whatDoesntFitIsRefused() {
    Tensor two = Tensor.of(Shape.of(2, 1), 1f, 2f);
    Tensor three = Tensor.of(Shape.of(3, 1), 1f, 2f, 3f);
    assertThatThrownBy(() -> Examples.of(Map.of(), Map.of("y", two))).isExactlyInstanceOf(GradusException.class)
        .hasMessage("a data set needs at least one input");
    assertThatThrownBy(() -> Examples.of(Map.of("x", two), Map.of("y", three))).isInstanceOf(ShapeException.class)
        .hasMessage("a data set of 2 examples needs as many in each field along axis 0, but \"y\" has shape [3, 1]");
    assertThatThrownBy(() -> Examples.of(2, List.of(Field.of("x", two), Field.of("x", two)), List.of()))
        .hasMessage("a data set has two inputs of the name \"x\"");
    assertThatThrownBy(() -> Examples.of(Map.of("x", Tensor.of(Shape.SCALAR, 1f)), Map.of())).isInstanceOf(ShapeException.class)
        .hasMessage("field \"x\" needs an axis of examples, but its tensor is a single number");
    assertThatThrownBy(() -> Field.of("kind", Tensor.of(Shape.of(3), 0, 1, 2), List.of("a", "b")))
        .hasMessage("label 2 of example 2 in \"kind\" is outside the 2 classes 0 to 1");
    assertThatThrownBy(() -> Field.of("kind", two, List.of("a", "b")))
        .hasMessage("field \"kind\" has classes, so it needs labels I32, not F32");
    assertThatThrownBy(() -> DATA.inputs().get(1).read(0, new float[2], 0)).hasMessage("field \"text\" has integers, not numbers F32");
    assertThatThrownBy(() -> DATA.inputs().get(0).read(0, new int[2], 0)).hasMessage("field \"image\" has numbers F32, not integers");
  }
}
