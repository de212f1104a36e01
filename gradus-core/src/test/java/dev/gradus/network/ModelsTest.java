package dev.gradus.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.autodiff.Gradients;
import dev.gradus.backend.reference.Reference;
import dev.gradus.catalogue.Row;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializer;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.Mode;
import dev.gradus.layer.Scope;
import dev.gradus.layer.Sequential;
import dev.gradus.op.Conv2d;
import dev.gradus.op.Random;
import dev.gradus.op.Variable;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ModelsTest {
  /// A network applied to an input, as a model does it, but without numbers: the large ones shall be cheap to count.
  private static final class Drawn {
    final Map<String, Value> variables = new LinkedHashMap<>();
    final Map<String, Initializer> initializers = new HashMap<>();
    final Value x;
    final Value y;

    Drawn(Layer net, Mode mode, int... input) {
      x = Value.input("x", DType.F32, Shape.of(input).batched());
      y = Sequential.inline(net, Scope.root(mode, variables, initializers), x);
    }

    long parameters() {
      return variables.values().stream().filter(value -> ((Variable) value.op()).role() == Variable.Role.PARAMETER)
          .mapToLong(value -> value.shape().size()).sum();
    }
  }

  private static Drawn drawn(Layer net, int... input) {
    return new Drawn(net, Mode.INFERENCE, input);
  }

  /// Weights of a convolution of size × size from so many to so many channels, without bias, and its norm's.
  private static long conv(int size, int in, int out) {
    return (long) size * size * in * out + 2L * out;
  }

  private static long dense(int in, int out) {
    return (long) in * out + out;
  }

  public static List<Row> catalogue() {
    ModelsTest test = new ModelsTest();
    return List.of(
        new Row("mlp", () -> test.mlpIsItsFormula("relu", 3.5), () -> slopes(Models.mlp(5, 4, 3), 4)),
        new Row("lenet", test::lenetCountsAsItsTable, () -> slopes(Models.lenet(3), 4, 4, 1)),
        new Row("vgg", test::vggCountsAsItsTable, () -> slopes(Models.vgg(3), 4, 4, 1)),
        new Row("resnet", () -> {
          test.smallResnetsCountAsInThePaper(20, "269_722", 0.27);
          test.largeResnetsCountAsInThePaper(18, 2, 2, 2, 2, "11_689_512");
          test.smallResnetsWayAroundTakesEverySecondPixelAndPadsChannels();
        }, () -> slopes(Models.resnet(8, 3), 4, 4, 2)),
        new Row("densenet", () -> test.densenetsCountAsInThePaper(40, 12, 1), () -> slopes(Models.densenet(7, 3, 3), 4, 4, 2)),
        new Row("mobilenet", () -> test.mobilenetsCountAsInThePaper(0.75, 2.6), () -> slopes(Models.mobilenet(3, 0.1), 8, 8, 2)));
  }

  /// The network's slope along a direction in the space of all its inputs and parameters, against a central difference in double.
  private static void slopes(Layer net, int... input) {
    Drawn drawn = new Drawn(net, Mode.INFERENCE, input);
    RandomStream random = new RandomStream(20261125, "slopes");
    Map<String, double[]> numbers = new LinkedHashMap<>();
    drawn.variables.forEach((path, value) -> {
      float[] first = new float[value.shape().size()];
      drawn.initializers.get(path).fill(first, value.shape(), random);
      // Away from the first values of biases and norms, at which units stand on ReLU's kink.
      numbers.put(path, moved(IntStream.range(0, first.length).mapToDouble(i -> first[i]).toArray(), random(random, first.length), 0.1));
    });
    double[] x = random(random, 2 * drawn.x.shape().without(0).size());
    Value weighted = drawn.y.multiply(Value.input("weights", DType.F32, drawn.y.shape())).sum();
    double[] weights = random(random, 2 * drawn.y.shape().without(0).size());
    List<Map.Entry<String, Value>> learned = drawn.variables.entrySet().stream()
        .filter(entry -> ((Variable) entry.getValue().op()).role() == Variable.Role.PARAMETER).toList();
    Map<String, double[]> direction = new HashMap<>();
    learned.forEach(entry -> direction.put(entry.getKey(), random(random, numbers.get(entry.getKey()).length)));
    direction.put("x", random(random, x.length));
    List<Value> by = new ArrayList<>(List.of(drawn.x));
    learned.forEach(entry -> by.add(entry.getValue()));
    List<double[]> gradients = Reference.evaluateAll(
        Gradients.of(weighted, by), Map.of('N', 2), Map.of("x", x, "weights", weights), numbers);
    double slope = dot(gradients.getFirst(), direction.get("x"));
    for (int i = 0; i < learned.size(); i++) {
      slope += dot(gradients.get(i + 1), direction.get(learned.get(i).getKey()));
    }
    double[] at = new double[2];
    for (int side = 0; side < 2; side++) {
      double step = side == 0 ? -1e-6 : 1e-6;
      Map<String, double[]> moved = new HashMap<>(numbers);
      direction.forEach((path, along) -> moved.put(path, moved(path.equals("x") ? x : numbers.get(path), along, step)));
      at[side] = Reference.evaluateAll(List.of(weighted), Map.of('N', 2), Map.of("x", moved.remove("x"), "weights", weights), moved)
          .getFirst()[0];
    }
    assertThat(slope).as("slope of %s", net).isNotZero().isCloseTo((at[1] - at[0]) / 2e-6, within(1e-5 * Math.max(1, Math.abs(slope))));
  }

  private static double[] random(RandomStream random, int length) {
    return IntStream.range(0, length).mapToDouble(_ -> random.uniform(-1, 1)).toArray();
  }

  private static double[] moved(double[] from, double[] along, double step) {
    return IntStream.range(0, from.length).mapToDouble(i -> from[i] + step * along[i]).toArray();
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }

  @Test
  void mlpCountsItsKernelsAndBiases() {
    Drawn net = drawn(Models.mlp(300, 100, 10), 28, 28, 1);
    assertThat(net.parameters()).isEqualTo(dense(784, 300) + dense(300, 100) + dense(100, 10)).isEqualTo(266_610);
    assertThat(net.y.shape()).isEqualTo(Shape.of(10).batched());
    assertThat(net.variables.keySet()).containsExactly("mlp_1/dense_1/kernel", "mlp_1/dense_1/bias", "mlp_1/dense_2/kernel",
        "mlp_1/dense_2/bias", "mlp_1/dense_3/kernel", "mlp_1/dense_3/bias");
  }

  /// By hand: x = (1, -2); h = relu(x · [[1, 0], [0, 1]] + (0, 1)) = (1, 0); y = h · (3, 4) + 0.5 = 3.5; with |·| instead of
  /// ReLU h = (1, 1) and y = 7.5.
  @ParameterizedTest
  @CsvSource({"relu, 3.5", "absoluteValue, 7.5"})
  void mlpIsItsFormula(String unit, double expected) {
    Mlp plain = Models.mlp(2, 1).dropout(0.5);
    Drawn net = drawn(unit.equals("relu") ? plain : plain.activation(Layers.absoluteValue()), 2);
    Map<String, double[]> numbers = Map.of("mlp_1/dense_1/kernel", new double[] {1, 0, 0, 1}, "mlp_1/dense_1/bias", new double[] {0, 1},
        "mlp_1/dense_2/kernel", new double[] {3, 4}, "mlp_1/dense_2/bias", new double[] {0.5});
    assertThat(Reference.evaluateAll(List.of(net.y), Map.of('N', 1), Map.of("x", new double[] {1, -2}), numbers).getFirst())
        .containsExactly(expected);
  }

  @Test
  void mlpDropsHiddenUnitsWhileTrainingAlone() {
    Layer net = Models.mlp(5, 4, 3).dropout(0.5);
    assertThat(random(new Drawn(net, Mode.TRAINING, 2).y)).isEqualTo(2);
    assertThat(random(new Drawn(net, Mode.INFERENCE, 2).y)).isZero();
    assertThat(random(new Drawn(Models.mlp(5, 4, 3), Mode.TRAINING, 2).y)).isZero();
  }

  private static long random(Value y) {
    return Graph.reachable(List.of(y)).stream().filter(value -> value.op() instanceof Random).count();
  }

  /// Before ReLU He normal, of variance 2 / fanIn; before SELU LeCun normal, of variance 1 / fanIn; the last layer Glorot
  /// uniform, within √(6 / (fanIn + fanOut)).
  @Test
  void mlpStartsByItsActivationsGain() {
    assertThat(variance(drawn(Models.mlp(200, 10), 100), "mlp_1/dense_1/kernel")).isBetween(0.0195, 0.0205);
    assertThat(variance(drawn(Models.mlp(200, 10).activation(Layers.selu()), 100), "mlp_1/dense_1/kernel")).isBetween(0.0097, 0.0103);
    assertThat(variance(drawn(Models.mlp(200, 10), 100), "mlp_1/dense_2/kernel")).isBetween(0.0089, 0.0101);
  }

  private static double variance(Drawn net, String path) {
    Shape shape = net.variables.get(path).shape();
    float[] numbers = new float[shape.size()];
    net.initializers.get(path).fill(numbers, shape, new RandomStream(1, path));
    return IntStream.range(0, numbers.length).mapToDouble(i -> (double) numbers[i] * numbers[i]).average().orElseThrow();
  }

  @Test
  void mlpNamesWhatIsWrong() {
    assertThatThrownBy(() -> Models.mlp()).isInstanceOf(GradusException.class)
        .hasMessage("mlp needs the units of at least one layer, the last the number of outputs");
    assertThatThrownBy(() -> Models.mlp(3, 0)).isInstanceOf(GradusException.class).hasMessage("units must be at least 1, not 0");
    assertThatThrownBy(() -> Models.mlp(3).dropout(1)).isInstanceOf(GradusException.class)
        .hasMessage("the dropout rate must be in [0.0, 1.0), not 1.0");
    assertThatThrownBy(() -> Models.mlp(3).activation(Layers.flatten())).isInstanceOf(GradusException.class)
        .hasMessageContaining("\"flatten\"");
    assertThat(Models.mlp(3).activation(Layers.flatten(), Initializers.heNormal()).units()).containsExactly(3);
  }

  @Test
  void lenetCountsAsItsTable() {
    Drawn net = drawn(Models.lenet(10), 28, 28, 1);
    assertThat(net.parameters()).isEqualTo(25 * 32 + 32 + 25 * 32 * 64 + 64 + dense(7 * 7 * 64, 1024) + dense(1024, 10))
        .isEqualTo(3_274_634);
    assertThat(net.y.shape()).isEqualTo(Shape.of(10).batched());
  }

  @Test
  void vggCountsAsItsTable() {
    Drawn net = drawn(Models.vgg(10), 32, 32, 3);
    assertThat(net.parameters()).isEqualTo(conv(3, 3, 64) + conv(3, 64, 64) + conv(3, 64, 128) + conv(3, 128, 128)
        + conv(3, 128, 256) + conv(3, 256, 256) + dense(256, 10)).isEqualTo(1_148_874);
    assertThat(convolutions(net)).containsExactly("[N, 32, 32, 64]", "[N, 32, 32, 64]", "[N, 16, 16, 128]", "[N, 16, 16, 128]",
        "[N, 8, 8, 256]", "[N, 8, 8, 256]");
    assertThat(net.y.shape()).isEqualTo(Shape.of(10).batched());
  }

  private static List<String> convolutions(Drawn net) {
    return Graph.reachable(List.of(net.y)).stream().filter(value -> value.op() instanceof Conv2d)
        .map(value -> value.shape().toString()).toList();
  }

  /// He et al. 2016, section 4.2 and table 6: 20, 32, 44, 56 and 110 layers have 0.27, 0.46, 0.66, 0.85 and 1.7 million
  /// parameters; and from the blocks: n of 16, then of 32 and 64 filters, the first from half as many.
  @ParameterizedTest
  @CsvSource({"8, 75_290, 0.08", "20, 269_722, 0.27", "32, 464_154, 0.46", "44, 658_586, 0.66", "56, 853_018, 0.85", "110, 1_727_962, 1.7"})
  void smallResnetsCountAsInThePaper(int depth, String exact, double millions) {
    int n = (depth - 2) / 6;
    Drawn net = drawn(Models.resnet(depth, 10), 32, 32, 3);
    long expected = conv(3, 3, 16) + n * 2 * conv(3, 16, 16)
        + conv(3, 16, 32) + (2 * n - 1) * conv(3, 32, 32)
        + conv(3, 32, 64) + (2 * n - 1) * conv(3, 64, 64) + dense(64, 10);
    assertThat(net.parameters()).isEqualTo(expected).isEqualTo(Long.parseLong(exact.replace("_", "")));
    assertThat(net.parameters() / 1e6).isCloseTo(millions, within(millions > 1 ? 0.05 : 0.005));
    assertThat(convolutions(net)).as("convolutions, which with the dense layer are the depth").hasSize(depth - 1)
        .startsWith("[N, 32, 32, 16]").endsWith("[N, 8, 8, 64]");
    assertThat(net.y.shape()).isEqualTo(Shape.of(10).batched());
  }

  /// From table 1 of the paper; and the totals that torchvision gives as `num_params` of its ResNet18_Weights and
  /// ResNet34_Weights.
  @ParameterizedTest
  @CsvSource({"18, 2, 2, 2, 2, 11_689_512", "34, 3, 4, 6, 3, 21_797_672"})
  void largeResnetsCountAsInThePaper(int depth, int first, int second, int third, int fourth, String exact) {
    Drawn net = drawn(Models.resnet(depth, 1000), 224, 224, 3);
    long expected = conv(7, 3, 64) + 2 * first * conv(3, 64, 64) + stage(second, 128) + stage(third, 256) + stage(fourth, 512)
        + dense(512, 1000);
    assertThat(net.parameters()).isEqualTo(expected).isEqualTo(Long.parseLong(exact.replace("_", "")));
    assertThat(convolutions(net)).as("convolutions, of which three are ways around").hasSize(depth - 1 + 3)
        .startsWith("[N, 112, 112, 64]", "[N, 56, 56, 64]").endsWith("[N, 7, 7, 512]");
    assertThat(net.y.shape()).isEqualTo(Shape.of(1000).batched());
  }

  private static long stage(int blocks, int filters) {
    return conv(3, filters / 2, filters) + conv(1, filters / 2, filters) + (2L * blocks - 1) * conv(3, filters, filters);
  }

  /// A shortcut alone, by filters of 0 in the block: every second pixel of every second row, and zeros behind.
  @Test
  void smallResnetsWayAroundTakesEverySecondPixelAndPadsChannels() {
    Drawn net = drawn(Models.resnet(8, 10), 4, 4, 1);
    Map<String, double[]> numbers = new HashMap<>();
    net.variables.forEach((path, value) -> numbers.put(path, new double[value.shape().size()]));
    numbers.forEach((path, all) -> {
      if (path.endsWith("variance")) {
        Arrays.fill(all, 1 - 1e-5);
      }
    });
    // The first convolution copies the image to channel 3; each pixel is its number from 1 to 16.
    numbers.get("conv2d_1/filter")[4 * 16 + 3] = 1;
    Arrays.fill(numbers.get("batchNorm_1/gamma"), 1);
    double[] image = IntStream.rangeClosed(1, 16).mapToDouble(i -> i).toArray();
    Value wide = Graph.reachable(List.of(net.y)).stream()
        .filter(value -> value.path().equals("residual_2") && value.shape().rank() == 4).reduce((_, last) -> last).orElseThrow();
    double[] around = Reference.evaluateAll(List.of(wide), Map.of('N', 1), Map.of("x", image), numbers).getFirst();
    double[] expected = new double[2 * 2 * 32];
    expected[3] = 1;
    expected[32 + 3] = 3;
    expected[64 + 3] = 9;
    expected[96 + 3] = 11;
    assertThat(around).containsExactly(expected, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 19, 51})
  void resnetNamesTheDepthsThereAre(int depth) {
    assertThatThrownBy(() -> Models.resnet(depth, 10)).isInstanceOf(GradusException.class)
        .hasMessage("resnet's depth must be 18, 34 or 6n + 2, such as 8 or 20, not " + depth);
  }

  /// Huang et al. 2017, table 2: depth 40 and growth 12 have 1.0 million parameters, 100 and 12 have 7.0, 100 and 24 have 27.2.
  @ParameterizedTest
  @CsvSource({"40, 12, 1.0", "100, 12, 7.0", "100, 24, 27.2"})
  void densenetsCountAsInThePaper(int depth, int growth, double millions) {
    int n = (depth - 4) / 3;
    long expected = 9 * 3 * 16;
    int channels = 16;
    for (int block = 0; block < 3; block++) {
      expected += block == 0 ? 0 : 2L * channels + (long) channels * channels;
      for (int i = 0; i < n; i++) {
        expected += 2L * channels + 9L * channels * growth;
        channels += growth;
      }
    }
    expected += 2L * channels + dense(channels, 10);
    Drawn net = drawn(Models.densenet(depth, growth, 10), 32, 32, 3);
    assertThat(net.parameters()).isEqualTo(expected);
    assertThat(net.parameters() / 1e6).isCloseTo(millions, within(0.05));
    assertThat(convolutions(net)).hasSize(depth - 1);
    assertThat(net.y.shape()).isEqualTo(Shape.of(10).batched());
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 39})
  void densenetNamesTheDepthsThereAre(int depth) {
    assertThatThrownBy(() -> Models.densenet(depth, 12, 10)).isInstanceOf(GradusException.class)
        .hasMessage("densenet's depth must be 3n + 4, such as 7, 22 or 40, not " + depth);
  }

  /// Howard et al. 2017, table 6: widths of 1, 0.75, 0.5 and 0.25 have 4.2, 2.6, 1.3 and 0.5 million parameters.
  @ParameterizedTest
  @CsvSource({"1, 4.2", "0.75, 2.6", "0.5, 1.3", "0.25, 0.5"})
  void mobilenetsCountAsInThePaper(double width, double millions) {
    int[] wide = {32, 64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};
    int[] filters = IntStream.of(wide).map(count -> (int) (count * width)).toArray();
    long expected = conv(3, 3, filters[0]);
    for (int i = 1; i < filters.length; i++) {
      expected += 9L * filters[i - 1] + 2L * filters[i - 1] + conv(1, filters[i - 1], filters[i]);
    }
    expected += dense(filters[13], 1000);
    Drawn net = drawn(width == 1 ? Models.mobilenet(1000) : Models.mobilenet(1000, width), 224, 224, 3);
    assertThat(net.parameters()).isEqualTo(expected);
    assertThat(net.parameters() / 1e6).isCloseTo(millions, within(0.05));
    assertThat(convolutions(net)).hasSize(27).startsWith("[N, 112, 112, " + filters[0] + "]").endsWith("[N, 7, 7, " + filters[13] + "]");
    assertThat(net.y.shape()).isEqualTo(Shape.of(1000).batched());
  }

  @Test
  void densenetAndMobilenetCountAsTheirDocumentationSays() {
    assertThat(drawn(Models.densenet(40, 12, 10), 32, 32, 3).parameters()).isEqualTo(1_019_722);
    assertThat(drawn(Models.mobilenet(1000), 224, 224, 3).parameters()).isEqualTo(4_231_976);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.5, Double.NaN})
  void mobilenetNamesItsWidths(double width) {
    assertThatThrownBy(() -> Models.mobilenet(10, width)).isInstanceOf(GradusException.class)
        .hasMessage("mobilenet's width must be in (0, 1], not " + width);
  }
}
