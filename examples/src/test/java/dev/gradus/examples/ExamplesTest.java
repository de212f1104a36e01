package dev.gradus.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.data.Toys;
import dev.gradus.data.digits.Digits;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Evaluation;
import dev.gradus.model.Model;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.TrainingReport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each example, small.
class ExamplesTest {
  @TempDir
  private Path folder;

  @Test
  void digitsAreLearntSavedAndLoaded() {
    Path file = folder.resolve("digits.gradus");

    Evaluation evaluation = DigitsExample.run(1_200, 2, file);

    // Guessing reads one in ten.
    assertThat(evaluation.metric("accuracy")).isGreaterThan(0.5);
    assertThat(evaluation.examples()).isEqualTo(240);
    Evaluation loaded = Model.load(file).evaluate(Digits.test(42, 240));
    assertThat(loaded.loss()).isEqualTo(evaluation.loss());
    assertThat(loaded.metrics()).isEqualTo(evaluation.metrics());
  }

  @Test
  void layersOfOnesOwnAreTrainedWithTheRest() {
    Model model = CustomLayers.model();
    Tensor slopesBefore = model.variables().get("prelu_1/a").copy();
    Dataset points = Toys.spirals(600, 2, 0.02, 1);

    TrainingReport report = CustomLayers.train(model, points, 20);

    assertThat(report.history().getLast().loss()).isLessThan(0.5 * report.history().getFirst().loss());
    assertThat(model.evaluate(Toys.spirals(300, 2, 0.02, 2)).metric("accuracy")).isGreaterThan(0.8);
    assertThat(model.variables().get("prelu_1/a")).isNotEqualTo(slopesBefore);
  }

  @Test
  void layersOfOnesOwnAreLoadedWithoutTheirCode() {
    Path file = folder.resolve("custom.gradus");
    Model model = CustomLayers.model();
    Dataset points = Toys.spirals(64, 2, 0.02, 1);
    CustomLayers.train(model, points, 1);

    model.save(file);
    Model loaded = Model.load(file);

    for (int i = 0; i < points.size(); i++) {
      assertThat(loaded.predict(points.input(i))).isEqualTo(model.predict(points.input(i)));
    }
  }

  @Test
  void twoTowersOfOneSetOfWeightsLearnTwoThings() {
    Evaluation evaluation = TwoTowers.run(1_200, 5);

    // Guessing reads one in ten, and tells about every second pair right.
    assertThat(evaluation.metric("digit/accuracy")).isGreaterThan(0.5);
    assertThat(evaluation.metric("same/accuracy")).isGreaterThan(0.6);
    assertThat(evaluation.examples()).isEqualTo(300);
  }

  @Test
  void gradientsAreThoseOfTheChainRule() {
    Map<String, Tensor> computed = GradientByHand.byGradus();

    GradientByHand.byHand().forEach((name, expected) -> {
      for (int i = 0; i < expected.length; i++) {
        assertThat(computed.get(name).get(i)).as(name + "[" + i + "]").isCloseTo(expected[i], within(1e-6));
      }
    });
  }

  @Test
  void programsRunFromTheirArguments() {
    DigitsExample.main(new String[] {"100", "1", folder.resolve("digits.gradus").toString()});
    TwoTowers.main(new String[] {"80", "1"});
    CustomLayers.main(new String[] {"1", folder.resolve("custom.gradus").toString()});
    GradientByHand.main(new String[0]);

    assertThat(folder.resolve("digits.gradus")).isNotEmptyFile();
    assertThat(folder.resolve("custom.gradus")).isNotEmptyFile();
  }
}
