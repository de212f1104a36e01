package dev.gradus.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Layers;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Average;
import dev.gradus.metric.Metrics;
import dev.gradus.metric.Predictions;
import dev.gradus.metric.SetMetrics;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetMetricsOfModelsTest {
  private static final int EXAMPLES = 300;

  @Test
  void predictionsAreThoseOfEachExample() {
    Nets nets = Nets.MLP;
    Dataset data = nets.data(EXAMPLES);
    Model model = nets.model();
    model.learns(Losses.softmaxCrossEntropy(), List.of(), data);
    Predictions predictions = model.predictions(data);
    assertThat(predictions.predicted()).isEqualTo(model.predict(nets.inputs(EXAMPLES)));
    for (int i = 0; i < EXAMPLES; i++) {
      assertThat(predictions.target().ints()[i]).isEqualTo(data.readLabel(i));
    }
    assertThat(model.predictions(data, new Execution(Backend.SCALAR, 3)).predicted()).isEqualTo(predictions.predicted());
  }

  @Test
  void figuresOfTheWholeSetAreAmongTheMetrics() {
    Nets nets = Nets.MLP;
    Dataset data = nets.data(EXAMPLES);
    Model model = nets.model();
    model.learns(Losses.softmaxCrossEntropy(), List.of(Metrics.accuracy()), data);
    Evaluation evaluation = model.evaluate(data, Execution.best(), List.of(SetMetrics.f1(Average.MICRO), SetMetrics.recallOf(1)));
    assertThat(evaluation.metrics().keySet()).containsExactly("accuracy", "microF1", "recallOfClass1");
    assertThat(evaluation.metric("microF1")).isCloseTo(evaluation.metric("accuracy"), within(1e-12));
    assertThat(evaluation.metric("recallOfClass1")).isEqualTo(evaluation.confusion().orElseThrow().recall(1));
  }

  @Test
  void numbersAreMeasuredAsPredictedNotAsPutOut() {
    Model model = Model.create(Layers.flatten(), Shape.of(1), Seed.seed(1));
    Dataset data = Dataset.of(Tensor.of(Shape.of(2, 1), 0f, (float) Math.log(2)), Tensor.of(Shape.of(2), 1f, 4f));
    model.learns(Losses.poisson(), List.of(), data);
    assertThat(SetMetrics.rootMeanSquaredError().of(model.predictions(data))).isCloseTo(Math.sqrt(2), within(1e-6));
  }

  @Test
  void aModelMustHaveLearnedAndTheDataFit() {
    Nets nets = Nets.MLP;
    Model model = nets.model();
    assertThatThrownBy(() -> model.predictions(nets.data(3))).hasMessage(
        "the model was not trained yet, so it has no loss to evaluate. Train it with Trainer.of(model), or call learns");
    model.learns(Losses.softmaxCrossEntropy(), List.of(), nets.data(3));
    assertThatThrownBy(() -> model.predictions(Nets.CNN.data(3)))
        .hasMessage("the model takes inputs of shape [13], but the data set has [9, 8, 2]");
  }
}
