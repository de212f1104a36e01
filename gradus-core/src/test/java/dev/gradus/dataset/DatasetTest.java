package dev.gradus.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final Dataset LABELLED = Dataset.of(
      Tensor.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f), Tensor.of(Shape.of(3), 0, 1, 1), List.of("no", "yes"));

  @Test
  void readsExamplesByIndex() {
    float[] into = new float[5];
    LABELLED.readInput(1, into, 2);
    assertThat(into).containsExactly(0, 0, 3, 4, 0);
    assertThat(LABELLED.readLabel(2)).isEqualTo(1);
    assertThat(LABELLED.size()).isEqualTo(3);
    assertThat(LABELLED.inputShape()).isEqualTo(Shape.of(2));
    assertThat(LABELLED.targetShape()).isEqualTo(Shape.SCALAR);
    assertThat(LABELLED.targetType()).isEqualTo(DType.I32);
    assertThat(LABELLED.classes()).containsExactly("no", "yes");
  }

  @Test
  void bytesAreReadAsFractionsOf255() {
    byte[] bytes = new byte[256];
    float[] expected = new float[256];
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
      expected[i] = i / 255f;
    }
    float[] into = new float[256];
    Dataset.of(Tensor.of(Shape.of(1, 16, 16), bytes), Tensor.of(Shape.of(1), 0)).readInput(0, into, 0);
    assertThat(into).isEqualTo(expected).startsWith(0f).endsWith(1f);
  }

  @Test
  void targetsMayBeNumbers() {
    Dataset data = Dataset.of(Tensor.of(Shape.of(2, 1), 1f, 2f), Tensor.of(Shape.of(2, 2), 3f, 4f, 5f, 6f));
    float[] into = new float[3];
    data.readTarget(1, into, 1);
    assertThat(into).containsExactly(0, 5, 6);
    assertThatThrownBy(() -> data.readLabel(0)).isInstanceOf(GradusException.class);
    assertThatThrownBy(() -> LABELLED.readTarget(0, into, 0)).isInstanceOf(GradusException.class);
  }

  @Test
  void selectionKeepsItsOrderAndItsOwnIndices() {
    int[] indices = {2, 0, 2};
    Dataset some = LABELLED.select(indices);
    indices[0] = 1;
    float[] into = new float[2];
    some.readInput(0, into, 0);
    assertThat(into).containsExactly(5, 6);
    assertThat(some.size()).isEqualTo(3);
    assertThat(some.readLabel(1)).isZero();
    some.select(new int[] {1}).readInput(0, into, 0);
    assertThat(into).containsExactly(1, 2);
    assertThat(some.classes()).isEqualTo(LABELLED.classes());
  }

  @Test
  void selectionOutsideTheDataIsRefused() {
    assertThatThrownBy(() -> LABELLED.select(new int[] {0, 3})).isInstanceOf(GradusException.class)
        .hasMessage("index 3 is outside the data set's 3 examples");
    assertThatThrownBy(() -> LABELLED.select(new int[] {-1})).isInstanceOf(GradusException.class)
        .hasMessage("index -1 is outside the data set's 3 examples");
  }

  @Test
  void tensorsThatDontFitAreRefused() {
    assertThatThrownBy(() -> Dataset.of(Tensor.zeros(DType.F32, Shape.of(3, 2)), Tensor.zeros(DType.I32, Shape.of(4))))
        .isInstanceOf(ShapeException.class)
        .hasMessage("a data set needs as many targets as inputs along axis 0: inputs [3, 2], targets [4]");
    assertThatThrownBy(() -> Dataset.of(Tensor.zeros(DType.F32, Shape.SCALAR), Tensor.zeros(DType.I32, Shape.of(1))))
        .hasMessage("a data set needs as many targets as inputs along axis 0: inputs [], targets [1]");
    assertThatThrownBy(() -> Dataset.of(Tensor.zeros(DType.I32, Shape.of(1)), Tensor.zeros(DType.U8, Shape.of(1))))
        .hasMessage("a data set's inputs are F32 or U8 and its targets F32 or I32, not I32 and U8");
    assertThatThrownBy(() -> Dataset.of(
        Tensor.zeros(DType.F32, Shape.of(2, 1)), Tensor.of(Shape.of(2), 0, 2), List.of("a", "b")))
        .hasMessage("label 2 of example 1 is outside the 2 classes 0 to 1");
  }
}
