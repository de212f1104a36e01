package dev.gradus.train;

import static dev.gradus.layer.Layers.dense;
import static dev.gradus.loss.Losses.meanSquaredError;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.optimizer.Optimizers.gradientDescent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.backend.Widths;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerErrorsTest {
  private static final Execution ONE = new Execution(Backend.SCALAR, 1);

  private static Model classifier() {
    return Model.create(dense(3), Shape.of(2), Seed.seed(1));
  }

  private static Trainer trainer(Model model) {
    return Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(gradientDescent(0.5)).execution(ONE);
  }

  private static Dataset labelled(float[] inputs, int... labels) {
    return Dataset.of(Tensor.of(Shape.of(labels.length, 2), inputs), Tensor.of(Shape.of(labels.length), labels));
  }

  @Test
  void missingLossAndOptimizerAreAskedFor() {
    Dataset data = labelled(new float[4], 0, 1);
    assertThatThrownBy(() -> Trainer.of(classifier()).optimizer(gradientDescent(1)).fit(data))
        .isInstanceOf(GradusException.class).hasMessage("a trainer needs a loss. Call loss(...)");
    assertThatThrownBy(() -> Trainer.of(classifier()).loss(softmaxCrossEntropy()).fit(data))
        .isInstanceOf(GradusException.class).hasMessage("a trainer needs an optimizer. Call optimizer(...)");
  }

  @Test
  void countsAndFractionsOutOfRangeAreRefused() {
    Trainer trainer = Trainer.of(classifier());
    assertThatThrownBy(() -> trainer.epochs(0)).hasMessage("epochs must be at least 1, not 0");
    assertThatThrownBy(() -> trainer.batchSize(-3)).hasMessage("the batch size must be at least 1, not -3");
    assertThatThrownBy(() -> trainer.validationSplit(1)).hasMessage("the validation split must be in [0, 1), not 1.0");
    assertThatThrownBy(() -> trainer.validationSplit(Double.NaN)).hasMessage("the validation split must be in [0, 1), not NaN");
    assertThatThrownBy(() -> new Execution(Backend.SCALAR, 0)).hasMessage("threads must be at least 1, not 0");
  }

  @Test
  void splitThatLeavesNothingIsRefused() {
    assertThatThrownBy(() -> trainer(classifier()).validationSplit(0.1).fit(labelled(new float[4], 0, 1))).hasMessage(
        "a validation split of 0.1 of 2 examples leaves 2 for training and 0 for validation");
    assertThatThrownBy(() -> trainer(classifier()).validationSplit(0.9).fit(labelled(new float[4], 0, 1))).hasMessage(
        "a validation split of 0.9 of 2 examples leaves 0 for training and 2 for validation");
  }

  @Test
  void dataOfAnotherShapeAreRefused() {
    Dataset wide = Dataset.of(Tensor.zeros(DType.F32, Shape.of(2, 5)), Tensor.of(Shape.of(2), 0, 1));
    assertThatThrownBy(() -> trainer(classifier()).fit(wide)).isInstanceOf(ShapeException.class)
        .hasMessage("the model takes inputs of shape [2], but the data set has [5]");
    Dataset numbers = Dataset.of(Tensor.zeros(DType.F32, Shape.of(2, 2)), Tensor.zeros(DType.F32, Shape.of(2, 4)));
    assertThatThrownBy(() -> trainer(classifier()).loss(meanSquaredError()).fit(numbers)).isInstanceOf(ShapeException.class)
        .hasMessage("meanSquaredError: the output has shape [N, 3], but targets [N, 4]");
  }

  @Test
  void dataOfMoreClassesThanOutputsAreRefused() {
    Dataset four = Dataset.of(
        Tensor.zeros(DType.F32, Shape.of(2, 2)), Tensor.of(Shape.of(2), 0, 3), List.of("a", "b", "c", "d"));
    assertThatThrownBy(() -> trainer(classifier()).fit(four)).isInstanceOf(ShapeException.class).hasMessage(
        "the data set has 4 classes, but the model gives outputs of shape [3]. End it with dense(4)?");
  }

  @Test
  void labelWithoutAnOutputIsRefusedBeforeTraining() {
    Model model = classifier();
    String before = model.weightsSha256();
    assertThatThrownBy(() -> trainer(model).fit(labelled(new float[6], 0, 3, 1)))
        .hasMessage("example 1 has label 3, but the model knows the classes 0 to 2");
    assertThatThrownBy(() -> trainer(model).fit(labelled(new float[6], 0, 1, -1)))
        .hasMessage("example 2 has label -1, but the model knows the classes 0 to 2");
    assertThat(model.weightsSha256()).isEqualTo(before);
  }

  @Test
  void notANumberInTheDataIsFoundAtItsStep() {
    float[] inputs = new float[16];
    inputs[5] = Float.NaN;
    assertThatThrownBy(() -> trainer(classifier()).batchSize(Trainer.WHOLE_SET).fit(labelled(inputs, new int[8])))
        .isInstanceOf(DivergenceException.class)
        .hasMessage("the loss became NaN at step 1 in epoch 1 with learning rate 0.5. Likely cause: row 2 of the data,"
            + " counted from 0, has NaN as its input at [1]. Mend or leave out that row");
  }

  @Test
  void evaluatingAnUntrainedModelSaysWhatIsMissing() {
    assertThatThrownBy(() -> classifier().evaluate(labelled(new float[4], 0, 1))).hasMessage(
        "the model was not trained yet, so it has no loss to evaluate. Train it with Trainer.of(model), or call learns");
  }

  @Test
  void planTooLargeForTheHeapFailsAtOnceWithTheNumber() throws Exception {
    List<String> lines = Widths.fork(
        List.of("--add-modules", "jdk.incubator.vector", "-Xmx64m"), TooLarge.class);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).matches(
        "this plan needs [0-9.]+ MiB of heap with \\{N=4096\\}, but only [0-9.]+ MiB of 6[0-9.]+ MiB is free\\. Lower the batch"
            + " size, or raise the heap with -Xmx1g\\.");
    assertThat(lines.get(1)).as("needed as planned, without the weights").isEqualTo("true");
    assertThat(lines.get(2)).as("a smaller batch then trains").isEqualTo("1 steps");
  }

  /// Runs in a JVM with little heap.
  static final class TooLarge {
    private TooLarge() {}

    public static void main(String[] arguments) {
      Model model = Model.create(
          dev.gradus.layer.Layers.sequential(dense(4000), dev.gradus.layer.Layers.tanh(), dense(3)), Shape.of(2), Seed.seed(1));
      Dataset data = labelled(new float[2 * 4096], new int[4096]);
      Trainer trainer = trainer(model).execution(new Execution(Backend.VECTOR, 2)).batchSize(4096).diagnosing(false);
      long weights = model.parameters() * Float.BYTES;
      try {
        trainer.fit(data);
      } catch (dev.gradus.backend.MemoryException tooLarge) {
        System.out.println(tooLarge.getMessage());
        // The plan's arrays begin on cache lines, 48 bytes in.
        System.out.println(Math.abs(trainer.memory(data).total() - weights - tooLarge.needed()) <= 128);
      }
      int[] few = {0, 1, 2};
      System.out.println(trainer.fit(data.select(few)).steps() + " steps");
    }
  }
}
