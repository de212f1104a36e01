package dev.gradus.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.layer.Mode;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OursTest {
  /// Each workload really gives the figures that it promises.
  @ParameterizedTest
  @EnumSource(value = Workload.class, mode = EnumSource.Mode.EXCLUDE, names = {"STARTUP", "VGG", "RESNET20", "LENET"})
  void aRoundGivesEveryFigure(Workload workload) {
    Map<String, Metric> metrics = workload.metrics(Scale.TINY);
    try (Session session = Ours.open(new Job(workload, 2, Scale.TINY))) {
      Map<String, Double> values = session.round(0.001);
      assertThat(values).containsOnlyKeys(metrics.keySet());
      assertThat(values.values()).allSatisfy(value -> assertThat(value).isPositive().isFinite());
    }
  }

  @Test
  void theNetworksAreTheDocumentedOnes() {
    assertThat(TrainingTask.of(Workload.MLP, Scale.FULL).model().parameters()).isEqualTo(535_818);
    assertThat(TrainingTask.of(Workload.LENET, Scale.FULL).model().parameters()).isEqualTo(3_274_634);
    assertThat(TrainingTask.of(Workload.VGG, Scale.FULL).model().parameters()).isEqualTo(1_148_874);
    assertThat(TrainingTask.of(Workload.RESNET20, Scale.FULL).model().parameters()).isEqualTo(269_722);
    assertThat(TrainingTask.of(Workload.MLP, Scale.FULL).batch()).isEqualTo(128);
    assertThat(TrainingTask.of(Workload.VGG, Scale.FULL).batch()).isEqualTo(64);
  }

  @Test
  void theDataFollowFromTheSeedAndNoImageHasOneLabelOnly() {
    TrainingTask task = TrainingTask.of(Workload.MLP, Scale.TINY);
    Synthetic data = task.data();
    assertThat(data.size()).isEqualTo(8 * data.images());
    assertThat(data.input(1)).isEqualTo(task.data().input(1)).isEqualTo(data.input(1 + data.images())).isNotEqualTo(data.input(0));
    assertThat(java.util.stream.IntStream.range(0, 8).map(i -> data.readLabel(i * data.images())).distinct().count()).isGreaterThan(1);
    float[] numbers = Synthetic.numbers("left", 1 << 20);
    double mean = 0;
    double square = 0;
    for (float number : numbers) {
      mean += number / numbers.length;
      square += (double) number * number / numbers.length;
    }
    assertThat(mean).isBetween(-0.01, 0.01);
    assertThat(square).isBetween(0.98, 1.02);
  }

  @Test
  void inferenceHasStatisticsThatMatter() {
    var model = InferenceTask.of(Workload.INFER_VGG, Scale.TINY).model();
    assertThat(model.graph(Mode.INFERENCE).variables().stream().filter(variable -> variable.path().endsWith("/variance"))).hasSize(6)
        .allSatisfy(variable -> {
          float[] variances = model.variables().get(variable.path()).floats();
          assertThat(variances).doesNotContain(1f);
          for (float variance : variances) {
            assertThat(variance).isGreaterThanOrEqualTo(0.5f);
          }
        });
  }

  @Test
  void oneThreadAndTwoPredictAlike() {
    try (Session one = Ours.open(new Job(Workload.INFER_VGG, 1, Scale.TINY));
        Session two = Ours.open(new Job(Workload.INFER_VGG, 2, Scale.TINY))) {
      Map<String, double[]> expected = one.check();
      two.check().forEach((what, numbers) -> assertThat(Arrays.equals(numbers, expected.get(what))).as(what).isTrue());
    }
  }
}
