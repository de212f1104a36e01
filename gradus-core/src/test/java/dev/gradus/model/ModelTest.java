package dev.gradus.model;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.residual;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Layer;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Nets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelTest {
  private static final Tensor INPUT = Tensor.of(Shape.of(4), 0.3f, -0.7f, 1.1f, 0.2f);

  private static Model model(Layer net) {
    return Model.create(net, Shape.of(4), Seed.seed(5));
  }

  private static void learn(Model model) {
    Dataset like = Dataset.of(Tensor.zeros(DType.F32, Shape.of(1, 4)), Tensor.of(Shape.of(1), 0), List.of("a", "b", "c"));
    model.learns(softmaxCrossEntropy(), List.of(), like);
  }

  @Test
  void inspectGivesEachLayersOutputByItsPath() {
    Model model = model(sequential(dense(5), tanh(), residual(sequential(dense(5), tanh())), dense(3)));
    Map<String, Tensor> values = model.inspect(INPUT);
    assertThat(values.keySet()).containsExactly(
        "dense_1", "tanh_1", "residual_1/dense_1", "residual_1/tanh_1", "residual_1", "dense_2");
    assertThat(values.values()).extracting(Tensor::shape).containsExactly(
        Shape.of(5), Shape.of(5), Shape.of(5), Shape.of(5), Shape.of(5), Shape.of(3));
    assertThat(values.get("dense_2")).isEqualTo(model.predict(INPUT));
    for (int i = 0; i < 5; i++) {
      float around = values.get("tanh_1").floats()[i];
      assertThat(around).isEqualTo((float) Math.tanh(values.get("dense_1").floats()[i]), within(1e-6f));
      assertThat(values.get("residual_1").floats()[i]).isEqualTo(around + values.get("residual_1/tanh_1").floats()[i]);
    }
  }

  /// Each layer is followed by a probe that adds a parameter; moving it moves the layer's output.
  @Test
  void gradientsByEachLayerAgreeWithCentralDifferences() {
    Layer probe = (s, x) -> x.add(s.parameter("shift", x.shape().without(0), (_, _, _) -> {}));
    Model model = model(sequential(dense(5), probe, tanh(), residual(sequential(dense(5), probe)), dense(3), probe));
    learn(model);
    Tensor label = Tensor.of(Shape.SCALAR, 2);
    Map<String, Tensor> gradients = model.inspectGradients(INPUT, label);
    assertThat(gradients.keySet()).isEqualTo(model.inspect(INPUT).keySet());
    Dataset example = Dataset.of(INPUT.reshape(Shape.of(1, 4)), Tensor.of(Shape.of(1), 2));
    int probed = 0;
    for (String path : List.of("layer_1", "residual_1/layer_1", "layer_2")) {
      float[] shift = model.variables().get(path + "/shift").floats();
      Tensor gradient = gradients.get(path);
      for (int i = 0; i < shift.length; i++) {
        shift[i] = 1e-2f;
        double above = model.evaluate(example).loss();
        shift[i] = -1e-2f;
        double below = model.evaluate(example).loss();
        shift[i] = 0;
        assertThat((double) gradient.floats()[i]).as("%s[%d]", path, i).isEqualTo((above - below) / 2e-2, within(2e-4));
        probed++;
      }
    }
    assertThat(probed).isEqualTo(13);
    float[] atOutput = gradients.get("layer_2").floats();
    float[] probabilities = model.predict(INPUT).floats();
    // d loss / d logits = softmax - one-hot
    assertThat(atOutput[0]).isEqualTo(probabilities[0], within(1e-6f));
    assertThat(atOutput[2]).isEqualTo(probabilities[2] - 1, within(1e-6f));
  }

  @Test
  void inspectingWithWhatDoesntFitIsRefused() {
    Model model = model(dense(3));
    assertThatThrownBy(() -> model.inspectGradients(INPUT, Tensor.of(Shape.SCALAR, 1))).isInstanceOf(GradusException.class).hasMessage(
        "the model was not trained yet, so it has no loss to evaluate. Train it with Trainer.of(model), or call learns");
    learn(model);
    assertThatThrownBy(() -> model.inspectGradients(INPUT, Tensor.of(Shape.of(3), 0f, 1f, 0f))).isInstanceOf(ShapeException.class)
        .hasMessage("the model was trained for a target I32 [], not F32 [3]");
    assertThatThrownBy(() -> model.inspect(INPUT.reshape(Shape.of(1, 4)))).isInstanceOf(ShapeException.class)
        .hasMessage("the model takes inputs of shape [4], not [1, 4]");
  }

  @Test
  void predictingAnotherShapeOrTypeIsRefused() {
    Model model = model(dense(3));
    for (Shape shape : List.of(Shape.of(5), Shape.of(2, 5), Shape.of(1, 1, 4), Shape.SCALAR)) {
      assertThatThrownBy(() -> model.predict(Tensor.zeros(DType.F32, shape))).isInstanceOf(ShapeException.class)
          .hasMessage("the model takes inputs of shape [4], or several with one more axis in front, not " + shape);
    }
    assertThatThrownBy(() -> model.predict(Tensor.zeros(DType.I32, Shape.of(4)))).isInstanceOf(GradusException.class)
        .hasMessage("the model takes inputs of type F32, or U8 read as value / 255, not I32");
  }

  @Test
  void bytesArePredictedAndInspectedAsFractionsOf255() {
    Model model = model(dense(3));
    Tensor bytes = Tensor.of(Shape.of(4), (byte) 0, (byte) 51, (byte) 255, (byte) 128);
    Tensor floats = Tensor.of(Shape.of(4), 0f, 51 / 255f, 1f, 128 / 255f);
    assertThat(model.predict(bytes)).isEqualTo(model.predict(floats));
    assertThat(model.inspect(bytes)).isEqualTo(model.inspect(floats));
  }

  @Test
  void predictingNothingGivesNothing() {
    Tensor none = model(dense(3)).predict(Tensor.zeros(DType.F32, Shape.of(0, 4)));
    assertThat(none.shape()).isEqualTo(Shape.of(0, 3));
  }

  @Test
  void evaluationDoesNotDependOnTheBackendOrThreads() {
    Model model = Nets.CNN.model();
    Dataset data = Nets.CNN.data(300);
    model.learns(softmaxCrossEntropy(), List.of(), data);
    Evaluation expected = model.evaluate(data, new dev.gradus.backend.Execution(dev.gradus.backend.Backend.SCALAR, 1));
    assertThat(expected.examples()).isEqualTo(300);
    for (int threads = 1; threads <= 3; threads++) {
      Evaluation other = model.evaluate(data, new dev.gradus.backend.Execution(dev.gradus.backend.Backend.VECTOR, threads));
      assertThat(other.loss()).isEqualTo(expected.loss());
      assertThat(other.confusion().orElseThrow().counts()).isDeepEqualTo(expected.confusion().orElseThrow().counts());
    }
  }

  @Test
  void evaluatingWhatDoesntFitIsRefused() {
    Model model = model(dense(3));
    learn(model);
    assertThatThrownBy(() -> model.evaluate(Dataset.of(Tensor.zeros(DType.F32, Shape.of(2, 5)), Tensor.of(Shape.of(2), 0, 1))))
        .hasMessage("the model takes inputs of shape [4], but the data set has [5]");
    assertThatThrownBy(() -> model.evaluate(Dataset.of(Tensor.zeros(DType.F32, Shape.of(2, 4)), Tensor.of(Shape.of(2), 0, 3))))
        .hasMessage("example 1 has label 3, but the model knows the classes 0 to 2");
    assertThatThrownBy(() -> model.evaluate(Dataset.of(Tensor.zeros(DType.F32, Shape.of(0, 4)), Tensor.zeros(DType.I32, Shape.of(0)))))
        .hasMessage("the data set is empty, so there is nothing to evaluate");
    assertThatThrownBy(() -> model.evaluate(Dataset.of(Tensor.zeros(DType.F32, Shape.of(2, 4)), Tensor.zeros(DType.F32, Shape.of(2, 3)))))
        .hasMessage("the model was trained for targets I32 [], but the data set has F32 [3]");
  }
}
