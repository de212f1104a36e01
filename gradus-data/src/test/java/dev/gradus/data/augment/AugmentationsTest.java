package dev.gradus.data.augment;

import static dev.gradus.data.augment.Augmentations.cutmix;
import static dev.gradus.data.augment.Augmentations.mixup;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.binaryCrossEntropy;
import static dev.gradus.loss.Losses.focal;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.adam;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import dev.gradus.data.Toys;
import dev.gradus.data.digits.Digits;
import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import dev.gradus.tensor.Tensor;
import dev.gradus.train.Trainer;
import dev.gradus.train.TrainingReport;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationsTest {
  private static final int COUNT = 4000;

  /// Pictures of one colour, which tells the example: i + 1 everywhere.
  private static Dataset pictures(int count, int height, int width) {
    float[] pixels = new float[count * height * width * 2];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      Arrays.fill(pixels, i * height * width * 2, (i + 1) * height * width * 2, i + 1);
      labels[i] = i % 3;
    }
    return Dataset.of(Tensor.of(Shape.of(count, height, width, 2), pixels), Tensor.of(Shape.of(count), labels), List.of("a", "b", "c"));
  }

  private static float[] target(Dataset data, int index) {
    float[] target = new float[data.targetShape().size() + 2];
    data.readTarget(index, target, 1);
    return Arrays.copyOfRange(target, 1, target.length - 1);
  }

  @Test
  void mixesByHand() {
    float[] own = {9, 1, 2, 3, 9};
    new Mixture.Blend(0.25f).mix(own, 1, new float[] {5, 6, 7}, Shape.of(3));
    assertThat(own).containsExactly(9, 4, 5, 5.75f + 0.25f, 9);
    float[] picture = new float[1 + 3 * 4];
    float[] partner = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    // A quarter stays: sides of √0.75, 2 of 3 rows and 3 of 4 columns; around row 2 and column 0 is row 1 up and column -1 up.
    Mixture.Patch patch = Mixture.Patch.around(2, 0, 0.25, 3, 4);
    assertThat(patch).isEqualTo(new Mixture.Patch(1, 0, 3, 2, 8 / 12f));
    patch.mix(picture, 1, partner, Shape.of(3, 4, 1));
    assertThat(picture).containsExactly(0, 0, 0, 0, 0, 5, 6, 0, 0, 9, 10, 0, 0);
    assertThat(Mixture.Patch.around(1, 1, 1, 3, 4).share()).isEqualTo(1);
    assertThat(Mixture.Patch.around(1, 2, 0, 3, 4).share()).as("nothing stays").isEqualTo(0);
  }

  @Test
  void mixupBlendsInputsAndTargetsByTheSameShare() {
    Dataset data = pictures(50, 1, 2);
    MixedExamples mixed = (MixedExamples) mixup(1).view(data, 3, 2);
    assertThat(mixed.targetType()).isEqualTo(DType.F32);
    assertThat(mixed.targetShape()).isEqualTo(Shape.of(3));
    for (int i = 0; i < 50; i++) {
      MixedExamples.Pairing pairing = mixed.pairing(i);
      float share = pairing.mixture().share();
      float pixel = share * (i + 1) + (1 - share) * (pairing.partner() + 1);
      assertThat(mixed.input(i).floats()).containsOnly(pixel);
      float[] expected = new float[3];
      expected[i % 3] += share;
      expected[pairing.partner() % 3] += 1 - share;
      assertThat(target(mixed, i)).isEqualTo(expected);
    }
  }

  @Test
  void cutmixTargetsAreTheCountedPixels() {
    Dataset data = pictures(200, 7, 5);
    MixedExamples mixed = (MixedExamples) cutmix().view(data, 3, 1);
    for (int i = 0; i < 200; i++) {
      MixedExamples.Pairing pairing = mixed.pairing(i);
      float[] pixels = mixed.input(i).floats();
      int own = 0;
      for (float pixel : pixels) {
        own += pixel == i + 1 ? 1 : 0;
        assertThat(pixel).isIn((float) (i + 1), (float) (pairing.partner() + 1));
      }
      if (pairing.partner() != i) {
        assertThat(pairing.mixture().share()).isEqualTo(own / 70f);
      }
      float[] expected = new float[3];
      expected[i % 3] += pairing.mixture().share();
      expected[pairing.partner() % 3] += 1 - pairing.mixture().share();
      assertThat(target(mixed, i)).isEqualTo(expected);
    }
  }

  /// Mean 1/2 and variance 1 / (4 (2α + 1)); partners are uniform. Each within five deviations.
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.2, 1, 4})
  void sharesAreBetaDistributed(double alpha) {
    MixedExamples mixed = (MixedExamples) mixup(alpha).view(pictures(COUNT, 1, 1), 11, 1);
    double[] shares = IntStream.range(0, COUNT).mapToDouble(i -> mixed.pairing(i).mixture().share()).toArray();
    double variance = 1 / (4 * (2 * alpha + 1));
    double mean = Arrays.stream(shares).average().orElseThrow();
    assertThat(mean).isCloseTo(0.5, within(5 * Math.sqrt(variance / COUNT)));
    double found = Arrays.stream(shares).map(x -> (x - 0.5) * (x - 0.5)).average().orElseThrow();
    // Kurtosis of Beta(α, α): 3 - 6 / (2α + 3).
    double spread = variance * Math.sqrt((2 - 6 / (2 * alpha + 3)) / COUNT);
    assertThat(found).isCloseTo(variance, within(5 * spread));
    assertThat(Arrays.stream(shares).boxed()).allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
    double partners = IntStream.range(0, COUNT).mapToDouble(i -> mixed.pairing(i).partner()).average().orElseThrow();
    assertThat(partners).isCloseTo((COUNT - 1) / 2.0, within(5 * COUNT / Math.sqrt(12.0 * COUNT)));
  }

  /// The distribution functions of Beta(1, 1) and Beta(1/2, 1/2): u, and 2 / π · asin √u; Kolmogorov's distance at 0.1%.
  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5})
  void sharesHaveTheirDistributionFunction(double alpha) {
    MixedExamples mixed = (MixedExamples) mixup(alpha).view(pictures(COUNT, 1, 1), 12, 1);
    double[] shares = IntStream.range(0, COUNT).mapToDouble(i -> mixed.pairing(i).mixture().share()).sorted().toArray();
    double farthest = 0;
    for (int i = 0; i < COUNT; i++) {
      double expected = alpha == 1 ? shares[i] : 2 / Math.PI * Math.asin(Math.sqrt(shares[i]));
      farthest = Math.max(farthest, Math.max(expected - (double) i / COUNT, (i + 1.0) / COUNT - expected));
    }
    assertThat(farthest).isLessThan(1.95 / Math.sqrt(COUNT));
  }

  /// A box that lies inside leaves λ₀ of the picture; one around a corner, as much as three quarters of itself more.
  @Test
  void boxesHaveTheirArea() {
    for (double kept : new double[] {0, 0.19, 0.36, 0.75, 0.99}) {
      Mixture.Patch patch = Mixture.Patch.around(500, 500, kept, 1000, 1000);
      assertThat(patch.share()).isCloseTo((float) kept, within(0.002f));
      assertThat(patch.bottom() - patch.top()).isEqualTo(patch.right() - patch.left());
      assertThat(Mixture.Patch.around(0, 999, kept, 1000, 1000).share()).as("a quarter of the box is inside")
          .isCloseTo((float) (1 - (1 - kept) / 4), within(0.002f));
    }
  }

  @Test
  void numbersAndProbabilitiesAreMixedToo() {
    Dataset numbers = Dataset.of(Tensor.of(Shape.of(3, 1), 1f, 2f, 3f), Tensor.of(Shape.of(3, 2), 10f, 100f, 20f, 200f, 30f, 300f));
    MixedExamples mixed = (MixedExamples) mixup(1).view(numbers, 5, 1);
    for (int i = 0; i < 3; i++) {
      float x = mixed.input(i).floats()[0];
      assertThat(target(mixed, i)[0]).isCloseTo(10 * x, within(1e-4f));
      assertThat(target(mixed, i)[1]).isCloseTo(100 * x, within(1e-3f));
    }
    Dataset twice = mixup(1).then(cutmix()).view(pictures(20, 4, 4), 5, 1);
    for (int i = 0; i < 20; i++) {
      float[] target = target(twice, i);
      assertThat(target[0] + target[1] + target[2]).isCloseTo(1, within(1e-6f));
    }
  }

  @Test
  void drawsFollowFromSeedEpochAndIndexAlone() {
    Dataset data = pictures(300, 4, 4);
    for (Augmentation augmentation : List.of(mixup(0.4), cutmix())) {
      Dataset one = augmentation.view(data, 9, 2);
      Dataset same = augmentation.view(data, 9, 2);
      float[][] backwards = new float[300][];
      for (int i = 299; i >= 0; i--) {
        backwards[i] = same.input(i).floats();
      }
      IntStream.range(0, 300).parallel().forEach(i -> assertThat(one.input(i).floats()).isEqualTo(backwards[i]));
      assertThat(inputs(augmentation.view(data, 9, 3))).as("another epoch").isNotEqualTo(inputs(one));
      assertThat(inputs(augmentation.view(data, 8, 2))).as("another seed").isNotEqualTo(inputs(one));
    }
  }

  private static float[][] inputs(Dataset data) {
    return IntStream.range(0, data.size()).mapToObj(i -> data.input(i).floats()).toArray(float[][]::new);
  }

  @Test
  void trainsToTheSameBitsForAnyThreadsAndLeavesValidationAlone() {
    Dataset data = Digits.train(4, 300);
    String[] hashes = new String[3];
    for (int threads = 1; threads <= 3; threads++) {
      Model model = Model.create(sequential(flatten(), dense(10)), Shape.of(28, 28, 1), Seed.seed(4));
      TrainingReport report = trainer(model, threads).augmentation(mixup(0.4).then(cutmix())).fit(data);
      hashes[threads - 1] = model.weightsSha256();
      // The validation part, evaluated by hand: labels and pictures as they are.
      assertThat(report.history().getLast().validation().orElseThrow().confusion()).isPresent();
      assertThat(report.history().getLast().metrics().get("accuracy")).isBetween(0.2, 0.99);
    }
    assertThat(hashes).containsOnly(hashes[0]);
    Model plain = Model.create(sequential(flatten(), dense(10)), Shape.of(28, 28, 1), Seed.seed(4));
    trainer(plain, 2).fit(data);
    assertThat(plain.weightsSha256()).isNotEqualTo(hashes[0]);
  }

  private static Trainer trainer(Model model, int threads) {
    return Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(adam(0.01)).metrics(accuracy()).epochs(4).batchSize(32)
        .validationSplit(0.2).execution(new Execution(Backend.VECTOR, threads));
  }

  @Test
  void oneOutputForTwoClassesLearnsFromMixturesToo() {
    Model model = Model.create(sequential(dense(16), dev.gradus.layer.Layers.relu(), dense(1)), Shape.of(2), Seed.seed(4));
    Trainer.of(model).loss(binaryCrossEntropy()).optimizer(adam(0.02)).metrics(accuracy()).epochs(12).batchSize(16)
        .augmentation(mixup(0.2)).fit(Toys.moons(300, 0.1, 4));
    assertThat(model.evaluate(Toys.moons(200, 0.1, 5)).metric("accuracy")).isGreaterThan(0.8);
  }

  @Test
  void refusesWhatItCannotMix() {
    Dataset data = pictures(4, 2, 2);
    assertThatThrownBy(() -> mixup(0)).isExactlyInstanceOf(GradusException.class)
        .hasMessage("mixup's alpha must be above 0 and finite, not 0.0");
    assertThatThrownBy(() -> cutmix(-1)).hasMessage("cutmix's alpha must be above 0 and finite, not -1.0");
    assertThatThrownBy(() -> mixup(1).view(data.withWeights(1, 1, 1, 1), 1, 1)).isExactlyInstanceOf(GradusException.class).hasMessage(
        "mixup can't mix examples that have weights. Weigh the classes in the loss instead: softmaxCrossEntropy().classWeights(...)?");
    Dataset unnamed = Dataset.of(Tensor.of(Shape.of(2, 1), 1f, 2f), Tensor.of(Shape.of(2), 0, 1));
    assertThatThrownBy(() -> mixup(1).view(unnamed, 1, 1)).isExactlyInstanceOf(GradusException.class).hasMessage(
        "mixup makes probabilities of labels, but the data set doesn't say which classes there are. Name them: Dataset.of(inputs,"
            + " labels, classes)?");
    assertThatThrownBy(() -> cutmix().view(Toys.moons(10, 0.1, 1), 1, 1)).isExactlyInstanceOf(ShapeException.class)
        .hasMessage("cutmix expects inputs [height, width, channels], got [2]");
    Dataset mixed = mixup(1).view(data, 1, 1);
    assertThatThrownBy(() -> mixed.readLabel(0)).hasMessage("mixed examples have no label but a probability for each class");
    Model model = Model.create(sequential(flatten(), dense(3)), Shape.of(2, 2, 2), Seed.seed(1));
    assertThatThrownBy(() -> Trainer.of(model).loss(focal()).optimizer(adam(1)).augmentation(mixup(1)).fit(data))
        .isExactlyInstanceOf(ShapeException.class).hasMessage("focal expects labels I32 [N], got targets F32 [N, 3]");
  }
}
