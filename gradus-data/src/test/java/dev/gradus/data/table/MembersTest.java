package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.backend.Execution;
import dev.gradus.data.augment.Augmentations;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizers;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MembersTest {
  private static final int ROWS = 30;

  /// Other answers in part 1 change what members 0 and 2 learn, and no bit of member 1, also where rows are mixed with each other.
  @Test
  void aMemberLearnsNothingFromItsOwnPart() {
    for (boolean mixed : new boolean[] {false, true}) {
      float[] before = outputs(0, mixed);
      float[] after = outputs(5, mixed);
      assertThat(after[1]).as("mixed: " + mixed).isEqualTo(before[1]);
      assertThat(after[0]).isNotEqualTo(before[0]);
      assertThat(after[2]).isNotEqualTo(before[2]);
    }
  }

  @Test
  void lossIsTheMeanOfThoseThatMayLearn() {
    Members numbers = new Members(2, 4, 1, 0);
    assertThat(loss(new Members.Shared(numbers, false), new float[] {1, 7}, new float[] {0.5f, 2, 0, 1})).isEqualTo(0.125 / 2, within(1e-7));
    // Beyond 3: 3 · 5 - 3² / 2.
    assertThat(loss(new Members.Shared(numbers, false), new float[] {1, 7}, new float[] {0.5f, 2, 1, 0})).isEqualTo(10.5 / 2, within(1e-6));
    Members classes = new Members(2, 4, 2, 0);
    double first = Math.log(1 + Math.exp(1)) - 1;
    double second = Math.log(1 + Math.exp(-3));
    assertThat(loss(new Members.Shared(classes, true), new float[] {1, 1, 0, -1}, new float[] {0, 1, 0, 1, 0, -2, 0, 1})).isEqualTo(first / 2, within(1e-6));
    assertThat(loss(new Members.Shared(classes, true), new float[] {1, 1, 0, -1}, new float[] {1, 0, 0, 1, 0, -2, 0, 0}))
        .isEqualTo((Math.log(1 + Math.exp(1)) + second) / 2, within(1e-6));
  }

  private static double loss(Members.Shared loss, float[] output, float[] target) {
    Model model = Model.create((scope, x) -> x.add(scope.parameter("zero", Shape.of(output.length), (_, _, _) -> {})),
        Shape.of(output.length), Seed.seed(1));
    Dataset one = Dataset.of(Tensor.of(Shape.of(1, output.length), output), Tensor.of(Shape.of(1, target.length), target));
    model.learns(loss, java.util.List.of(), one);
    return model.evaluate(one).loss();
  }

  private static float[] outputs(double spoil, boolean mixed) {
    RandomStream random = new RandomStream(4, "members");
    float[] x = new float[ROWS * 2];
    float[] targets = new float[ROWS * 6];
    for (int row = 0; row < ROWS; row++) {
      x[2 * row] = (float) random.nextGaussian();
      x[2 * row + 1] = (float) random.nextGaussian();
      int part = row % 3;
      for (int member = 0; member < 3; member++) {
        targets[6 * row + member] = (float) (x[2 * row] + (part == 1 ? spoil : 0));
        targets[6 * row + 3 + member] = part == member ? 1 : 0;
      }
    }
    Members members = new Members(3, 8, 1, 0.1);
    Model model = Model.create(members, Shape.of(2), Seed.seed(2));
    Trainer trainer = Trainer.of(model).loss(new Members.Shared(members, false)).optimizer(Optimizers.adam(0.01)).epochs(4).batchSize(10)
        .execution(Execution.best().threads(1));
    if (mixed) {
      trainer.augmentation(Augmentations.mixup(0.5).then(Augmentations.noise(0.1)).then(Augmentations.scaleSignal(0.1)));
    }
    trainer.fit(Dataset.of(Tensor.of(Shape.of(ROWS, 2), x), Tensor.of(Shape.of(ROWS, 6), targets)));
    float[] said = model.predict(Tensor.of(Shape.of(2), new float[] {1, -1})).floats();
    assertThat(said).hasSize(3);
    return Arrays.copyOf(said, 3);
  }
}
