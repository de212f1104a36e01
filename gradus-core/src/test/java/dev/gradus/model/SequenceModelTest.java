package dev.gradus.model;

import static dev.gradus.layer.Layers.bidirectional;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.gru;
import static dev.gradus.layer.Layers.lstm;
import static dev.gradus.layer.Layers.sequential;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.layer.Layer;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models of sequences, of fixed length and of any.
class SequenceModelTest {
  private static final Layer NET = sequential(bidirectional(gru(3).sequences()), lstm(4).sequences(), dense(2));
  private static final Shape ANY = Shape.of(new Dim(1, "T"), Dim.of(3));

  private static Tensor input(int... lengths) {
    RandomStream random = new RandomStream(5, "sequence/" + Arrays.toString(lengths));
    float[] numbers = new float[Shape.of(lengths).size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return Tensor.of(Shape.of(lengths), numbers);
  }

  private static Model model(Shape shape) {
    return Model.create(NET, shape, Seed.seed(42));
  }

  @Test
  void ofAnyLengthPredictsWhatOneOfThatLengthDoes(@TempDir Path folder) {
    Path file = folder.resolve("any.gradus");
    model(ANY).save(file);
    Model any = Model.load(file);
    for (int length : new int[] {4, 1, 17, 4}) {
      Model fixed = model(Shape.of(length, 3));
      Tensor several = input(5, length, 3);
      Tensor prediction = any.predict(several);
      assertThat(prediction.shape()).isEqualTo(Shape.of(5, length, 2));
      assertThat(prediction).isEqualTo(fixed.predict(several));
      Tensor one = input(length, 3);
      assertThat(any.predict(one)).isEqualTo(fixed.predict(one));
      assertThat(any.inspect(one)).isEqualTo(fixed.inspect(one));
    }
  }

  @Test
  void inspectShowsEachLayersOutputsInTheOrderOfTheirSteps() {
    Map<String, Tensor> values = model(Shape.of(4, 3)).inspect(input(4, 3));
    assertThat(values.keySet()).containsExactly(
        "bidirectional_1/forward", "bidirectional_1/backward", "bidirectional_1", "lstm_1", "dense_1");
    assertThat(values.values()).extracting(Tensor::shape).containsExactly(
        Shape.of(4, 3), Shape.of(4, 3), Shape.of(4, 6), Shape.of(4, 4), Shape.of(4, 2));
  }

  @Test
  void summaryCountsTheWorkOfAllSteps() {
    // Per step: two gated units of 3 · (3 · 3 + 3 · 3), one of 4 · 4 · (6 + 4), and 4 · 2.
    assertThat(model(Shape.of(7, 3)).summary().multiplyAdds()).isEqualTo(7 * (2 * 54 + 160 + 8));
    assertThat(model(Shape.of(7, 3)).summary().layers()).extracting(row -> row.path() + " " + row.output() + " " + row.parameters())
        .containsAll(List.of("lstm_1 [N, 7, 4] " + 4 * 4 * (6 + 4 + 1), "dense_1 [N, 7, 2] 10"));
  }

  @Test
  void otherShapesAreRefused() {
    assertThatThrownBy(() -> model(ANY).predict(input(4, 2))).isInstanceOf(ShapeException.class)
        .hasMessage("the model takes inputs of shape [T, 3], or several with one more axis in front, not [4, 2]");
    assertThatThrownBy(() -> model(ANY).inspect(input(2, 4, 3))).isInstanceOf(ShapeException.class)
        .hasMessage("the model takes inputs of shape [T, 3], not [2, 4, 3]");
  }
}
