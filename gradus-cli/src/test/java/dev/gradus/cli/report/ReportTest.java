package dev.gradus.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.metric.Predictions;
import dev.gradus.metric.SetMetrics;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Predictions THREE = new Predictions(
      Tensor.of(Shape.of(4, 3), new float[] {0.7f, 0.2f, 0.1f, 0.6f, 0.3f, 0.1f, 0.05f, 0.9f, 0.05f, 0.2f, 0.3f, 0.5f}),
      Tensor.of(Shape.of(4), new int[] {0, 1, 2, 2}));
  private static final Course NOTHING = new Course(List.of(), List.of(), List.of());

  @Test
  void ordersMistakesByWhatTheTruthWasGiven() {
    Answers answers = Answers.of(THREE, List.of("a", "b", "c")).orElseThrow();

    assertThat(answers.taken()).containsExactly(0, 0, 1, 2);
    assertThat(answers.probable()).isTrue();
    assertThat(answers.counts()).isDeepEqualTo(new int[][] {{1, 0, 0}, {1, 0, 0}, {0, 1, 1}});
    // Example 2 gave its class 0.05, example 1 gave 0.3.
    assertThat(Mistakes.worst(answers)).containsExactly(2, 1);
  }

  @Test
  void takesOneNumberForYesOrNo() {
    Predictions predictions = new Predictions(Tensor.of(Shape.of(3, 1), new float[] {0.75f, 0.25f, 0.5f}), Tensor.of(Shape.of(3), new int[] {1, 1, 0}));
    Answers answers = Answers.of(predictions, List.of("no", "yes")).orElseThrow();

    assertThat(answers.taken()).containsExactly(1, 0, 0);
    assertThat(answers.surety(1)).isEqualTo(0.75f);
  }

  @Test
  void scoresAreNotTakenForProbabilities() {
    Predictions scores = new Predictions(Tensor.of(Shape.of(1, 2), new float[] {3, -1}), Tensor.of(Shape.of(1), new int[] {0}));

    assertThat(Answers.of(scores, List.of()).orElseThrow().probable()).isFalse();
    assertThat(html(scores, List.of())).doesNotContain("Calibration").contains("every test example was recognised");
  }

  @Test
  void calibrationErrorIsThatOfTheMetric() {
    RandomStream random = new RandomStream(5, "calibration");
    float[] shares = new float[400];
    int[] labels = new int[200];
    for (int i = 0; i < 200; i++) {
      shares[2 * i] = (float) random.nextDouble();
      shares[2 * i + 1] = 1 - shares[2 * i];
      labels[i] = (float) random.nextDouble() < 0.5 ? 0 : 1;
    }
    Predictions predictions = new Predictions(Tensor.of(Shape.of(200, 2), shares), Tensor.of(Shape.of(200), labels));

    assertThat(Calibration.of(Answers.of(predictions, List.of()).orElseThrow()).error())
        .isEqualTo(SetMetrics.calibrationError(Calibration.BINS).of(predictions), within(1e-6)).isGreaterThan(0.05);
  }

  @Test
  void numbersAreComparedWithTheTrueOnes() {
    Predictions numbers = new Predictions(Tensor.of(Shape.of(3, 1), new float[] {10, 20, 35}), Tensor.of(Shape.of(3, 1), new float[] {11, 20, 30}));

    assertThat(Residuals.of(numbers, 0, "price").differences()).containsExactly(-1, 0, 5);
    // Furthest off first: example 2, then 0.
    assertThat(html(numbers, List.of())).contains("Predicted against true", "Residuals", "How far off")
        .containsSubsequence("<th scope=\"row\">2</th><td>30</td><td>35</td><td>5</td>", "<th scope=\"row\">0</th><td>11</td><td>10</td><td>−1</td>");
  }

  @Test
  void layersNormsAreThoseOfTheirParametersTogether() {
    Course course = new Course(List.of(), List.of("dense_1/kernel", "dense_1/bias"), List.of(step(3, 4), step(6, 8)));

    String html = Norms.of(course, Set.of()).orElseThrow().html();

    // √(3² + 4²) and √(6² + 8²).
    assertThat(html).contains("&quot;name&quot;:&quot;dense_1&quot;", "&quot;y&quot;:[5,10]");
  }

  @Test
  void manyLayersAreAMapOfThoseWithKernelsAndThePageStaysSmall() {
    List<String> paths = new ArrayList<>();
    IntStream.range(0, 60).forEach(i -> paths.addAll(List.of("conv_" + i + "/filter", "norm_" + i + "/scale")));
    float[] norms = new float[paths.size()];
    java.util.Arrays.fill(norms, 0.5f);
    List<int[]> steps = IntStream.range(0, 5000).mapToObj(_ -> step(norms)).toList();
    Set<String> kernels = Set.copyOf(paths.stream().filter(path -> path.endsWith("filter")).toList());

    String html = Norms.of(new Course(List.of(), paths, steps), kernels).orElseThrow().html();

    assertThat(html).contains("conv_59, step").doesNotContain("norm_1");
    assertThat(html.length()).isLessThan(200_000);
  }

  @Test
  void textOfDataIsEscaped() {
    assertThat(html(THREE, List.of("<script>alert(1)</script>", "b", "c"))).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
  }

  private static int[] step(float... norms) {
    int[] step = new int[2 + norms.length];
    step[0] = 1;
    step[1] = Float.floatToIntBits(1);
    for (int i = 0; i < norms.length; i++) {
      step[2 + i] = Float.floatToIntBits(norms[i]);
    }
    return step;
  }

  private static String html(Predictions tested, List<String> classes) {
    return new Report("run", "lead", List.of("a", "b"), NOTHING, Set.of(), Optional.of(tested), classes, "price",
        new Sight.Fields(List.of("example"), i -> List.of(String.valueOf(i))), Map.of(), Map.of("x", "y"), "name: r").page().html();
  }
}
