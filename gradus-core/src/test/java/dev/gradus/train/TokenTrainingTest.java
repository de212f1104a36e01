package dev.gradus.train;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.embedding;
import static dev.gradus.layer.Layers.globalAveragePool1d;
import static dev.gradus.layer.Layers.layerNorm;
import static dev.gradus.layer.Layers.learnedPositions;
import static dev.gradus.layer.Layers.maskZeros;
import static dev.gradus.layer.Layers.positionalEncoding;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.transformerBlock;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.model.Model;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which of two words comes first? Each sequence has both, among others, and is filled up with zeros. What words there are
/// tells nothing, so it is learned only by what knows places.
class TokenTrainingTest {
  private static final int LENGTH = 10;

  private static Dataset sequences(String name, int examples) {
    RandomStream random = new RandomStream(20261125, name);
    float[] ids = new float[examples * LENGTH];
    int[] labels = new int[examples];
    for (int i = 0; i < examples; i++) {
      int length = 4 + random.nextInt(LENGTH - 3);
      for (int t = 0; t < length; t++) {
        ids[i * LENGTH + t] = 3 + random.nextInt(5);
      }
      int first = random.nextInt(length - 1);
      int second = first + 1 + random.nextInt(length - 1 - first);
      labels[i] = random.nextInt(2);
      ids[i * LENGTH + first] = 1 + labels[i];
      ids[i * LENGTH + second] = 2 - labels[i];
    }
    return Dataset.of(Tensor.of(Shape.of(examples, LENGTH), ids), Tensor.of(Shape.of(examples), labels), List.of("1 first", "2 first"));
  }

  private static double accuracyWith(Layer positions) {
    Layer net = sequential(maskZeros(embedding(8, 16), positions, transformerBlock(2, 32), layerNorm(), globalAveragePool1d()), dense(2));
    Model model = Model.create(net, Shape.of(LENGTH), Seed.seed(11));
    Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(adam(5e-3)).metrics(accuracy())
        .execution(Execution.best().threads(1)).epochs(8).batchSize(32).fit(sequences("train", 1200));
    return model.evaluate(sequences("test", 500)).metrics().get("accuracy");
  }

  @Test
  void attentionLearnsAnOrderIfItKnowsPlaces() {
    assertThat(accuracyWith(positionalEncoding())).isGreaterThan(0.95);
    assertThat(accuracyWith(learnedPositions())).isGreaterThan(0.95);
  }

  @Test
  void withoutPlacesAttentionSeesASet() {
    assertThat(accuracyWith(Layers.layer("none", (_, x) -> x))).isBetween(0.4, 0.6);
  }
}
