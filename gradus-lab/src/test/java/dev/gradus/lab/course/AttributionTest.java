package dev.gradus.lab.course;

import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.globalAveragePool;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.random.Seed.seed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.backend.Execution;
import dev.gradus.data.digits.Digits;
import dev.gradus.dataset.Dataset;
import dev.gradus.model.Model;
import dev.gradus.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final int PIXELS = 28 * 28;
  private static final Dataset DIGITS = Digits.test(3, 10);
  private static final Model MODEL = model();
  private static final Attribution ATTRIBUTION = new Attribution(MODEL, Execution.best().threads(1));

  private static Model model() {
    Model model = Model.create(sequential(conv2d(3, 5).stride(2), relu(), conv2d(4, 5).stride(2), relu(), conv2d(5, 3), relu(),
        globalAveragePool(), dense(10)), Handwriting.IMAGE, seed(5));
    float[] bias = model.variables().get("dense_1/bias").floats();
    for (int i = 0; i < bias.length; i++) {
      bias[i] = 0.25f * i;
    }
    model.learns(softmaxCrossEntropy(), List.of(), DIGITS);
    return model;
  }

  private static double[] image(int index) {
    return IntStream.range(0, PIXELS).mapToDouble(DIGITS.input(index)::get).toArray();
  }

  @Test
  void saliencyIsTheSlopeOfTheOutput() {
    // No black paper: it leaves units exactly at their kink.
    RandomStream random = new RandomStream(1, "test/saliency");
    double[] image = IntStream.range(0, PIXELS).mapToDouble(_ -> random.nextDouble()).toArray();
    double[] saliency = ATTRIBUTION.saliency(image, 4);

    // So small a step that no unit passes its kink on the way.
    double step = 1e-3;
    int most = IntStream.range(0, PIXELS).reduce((i, j) -> saliency[j] > saliency[i] ? j : i).orElseThrow();
    for (int pixel : new int[] {most, 10 * 28 + 11, 14 * 28 + 14}) {
      double[] more = image.clone();
      double[] less = image.clone();
      more[pixel] += step;
      less[pixel] -= step;
      double slope = (ATTRIBUTION.output(more, 4) - ATTRIBUTION.output(less, 4)) / (2 * step);
      assertThat(saliency[pixel]).isCloseTo(Math.abs(slope), within(2e-4));
    }
    assertThat(saliency[most]).isGreaterThan(5e-3);
  }

  @Test
  void activationMapAddsUpToTheOutput() {
    for (int label : new int[] {0, 7}) {
      double mean = Arrays.stream(ATTRIBUTION.activation(image(1), label)).average().orElseThrow();
      assertThat(mean + 0.25 * label).isCloseTo(ATTRIBUTION.output(image(1), label), within(1e-5));
    }
  }

  @Test
  void occlusionIsNothingWherePaperIsCovered() {
    double[] image = new double[PIXELS];
    image[14 * 28 + 14] = 1;
    double[] occlusion = ATTRIBUTION.occlusion(image, 2);

    assertThat(occlusion[0]).isZero();
    double fallen = ATTRIBUTION.probability(image, 2) - ATTRIBUTION.probability(new double[PIXELS], 2);
    // Every square over this pixel takes away all the ink.
    assertThat(occlusion[14 * 28 + 14]).isCloseTo(fallen, within(1e-6));
    assertThat(fallen).isNotZero();
  }

  @Test
  void wipesTheMostValuedFifthOfTheInk() {
    double[] image = new double[PIXELS];
    double[] map = new double[PIXELS];
    for (int i = 0; i < 10; i++) {
      image[100 + i] = 0.5;
      map[100 + i] = i;
    }
    map[500] = 99;
    double[] wiped = Attribution.wiped(image, map);

    assertThat(IntStream.range(0, PIXELS).filter(i -> wiped[i] != image[i])).containsExactly(108, 109);
    assertThat(wiped[109]).isZero();
  }

  @Test
  void whatOutputsLikeIsLikedMoreThanGrey() {
    double[][] liked = ATTRIBUTION.liked(20);
    double[] grey = new double[PIXELS];
    Arrays.fill(grey, 0.1);

    for (int digit = 0; digit < 10; digit++) {
      assertThat(ATTRIBUTION.output(liked[digit], digit)).isGreaterThan(ATTRIBUTION.output(grey, digit));
      assertThat(Arrays.stream(liked[digit])).allMatch(pixel -> pixel >= 0 && pixel <= 1);
    }
  }
}
