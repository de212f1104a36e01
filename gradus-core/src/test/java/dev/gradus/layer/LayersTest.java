package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.op.Window;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Each layer's shape, parameters and numbers, by the formula of its documentation written out in double precision.
class LayersTest {
  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  @Test
  void denseIsAProductAndABias() {
    Built built = Built.of(Layers.dense(4), 3);
    assertThat(built.y.shape()).isEqualTo(Shape.of(4).batched());
    assertThat(built.variables.keySet()).containsExactly("dense_1/kernel", "dense_1/bias");
    assertThat(built.parameters()).isEqualTo(3 * 4 + 4);
    assertClose(built.output(5), dense(built.input(5), built.numbers.get("dense_1/kernel"), built.numbers.get("dense_1/bias"), 3));
  }

  static double[] dense(double[] x, double[] kernel, double[] bias, int in) {
    int units = kernel.length / in;
    double[] y = new double[x.length / in * units];
    for (int i = 0; i < y.length; i++) {
      y[i] = bias.length == 0 ? 0 : bias[i % units];
      for (int k = 0; k < in; k++) {
        y[i] += x[i / units * in + k] * kernel[k * units + i % units];
      }
    }
    return y;
  }

  @Test
  void denseWorksAlongTheLastAxisAndWithoutABias() {
    Built built = Built.of(Layers.dense(2).withoutBias(), 4, 3);
    assertThat(built.y.shape()).isEqualTo(Shape.of(4, 2).batched());
    assertThat(built.parameters()).isEqualTo(6);
    assertClose(built.output(2), dense(built.input(2), built.numbers.get("dense_1/kernel"), new double[0], 3));
  }

  /// Convolution by its formula: one sum for each output number.
  private static double[] conv(double[] x, int[] image, double[] filter, double[] bias, Window window, int groups) {
    int h = image[0];
    int w = image[1];
    int c = image[2];
    int filters = filter.length * groups / (window.height() * window.width() * c);
    int oh = window.outputRows(h);
    int ow = window.outputColumns(w);
    double[] y = new double[x.length / (h * w * c) * oh * ow * filters];
    for (int i = 0; i < y.length; i++) {
      int o = i % filters;
      int column = i / filters % ow;
      int row = i / filters / ow % oh;
      int n = i / filters / ow / oh;
      y[i] = bias.length == 0 ? 0 : bias[o];
      for (int p = 0; p < window.height(); p++) {
        for (int q = 0; q < window.width(); q++) {
          int at = row * window.strideY() + p * window.dilationY() - window.padTop();
          int across = column * window.strideX() + q * window.dilationX() - window.padLeft();
          for (int k = 0; k < c / groups && at >= 0 && at < h && across >= 0 && across < w; k++) {
            int channel = o / (filters / groups) * (c / groups) + k;
            y[i] += x[((n * h + at) * w + across) * c + channel] * filter[((p * window.width() + q) * (c / groups) + k) * filters + o];
          }
        }
      }
    }
    return y;
  }

  private static void assertConv(Conv2d layer, Shape output, long parameters, Window window, int... image) {
    Built built = Built.of(layer, image);
    assertThat(built.y.shape()).isEqualTo(output.batched());
    assertThat(built.parameters()).isEqualTo(parameters);
    double[] bias = built.numbers.getOrDefault("conv2d_1/bias", new double[0]);
    assertClose(built.output(2), conv(built.input(2), image, built.numbers.get("conv2d_1/filter"), bias, window, layer.groups()));
  }

  @Test
  void conv2dIsTheSumOverItsWindow() {
    assertConv(Layers.conv2d(5, 3), Shape.of(6, 7, 5), 3 * 3 * 2 * 5 + 5, new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 6, 7, 2);
    assertConv(Layers.conv2d(3, 2, 4), Shape.of(6, 7, 3), 2 * 4 * 2 * 3 + 3, new Window(2, 4, 1, 1, 0, 1, 1, 2, 1, 1), 6, 7, 2);
  }

  @Test
  void conv2dStridesPadsAndDilates() {
    assertConv(Layers.conv2d(3, 3).stride(2), Shape.of(3, 4, 3), 57, new Window(3, 3, 2, 2, 0, 1, 1, 1, 1, 1), 6, 7, 2);
    assertConv(Layers.conv2d(3, 3).padding(Padding.VALID), Shape.of(4, 5, 3), 57, new Window(3, 3, 1, 1, 0, 0, 0, 0, 1, 1), 6, 7, 2);
    assertConv(Layers.conv2d(3, 3).dilation(2), Shape.of(6, 7, 3), 57, new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2), 6, 7, 2);
    assertConv(Layers.conv2d(3, 3).padding(new Padding.Explicit(0, 3, 2, 1)), Shape.of(7, 8, 3), 57,
        new Window(3, 3, 1, 1, 0, 3, 2, 1, 1, 1), 6, 7, 2);
    assertConv(Layers.conv2d(3, 1).padding(Padding.of(2)), Shape.of(10, 11, 3), 9, new Window(1, 1, 1, 1, 2, 2, 2, 2, 1, 1), 6, 7, 2);
  }

  @Test
  void conv2dInGroupsAndDepthwise() {
    assertConv(Layers.conv2d(6, 3).groups(2), Shape.of(5, 5, 6), 3 * 3 * 2 * 6 + 6, new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 5, 5, 4);
    assertConv(Layers.conv2d(8, 3).groups(4).withoutBias(), Shape.of(5, 5, 8), 3 * 3 * 8, new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 5, 5, 4);
  }

  /// Sizes by TensorFlow's formulas: SAME ceil(size / stride), VALID ceil((size - dilation · (kernel - 1)) / stride).
  @Test
  void paddingGivesTheSizesOfItsFormula() {
    for (int size = 1; size <= 12; size++) {
      for (int kernel = 1; kernel <= 5; kernel++) {
        for (int stride = 1; stride <= 4; stride++) {
          for (int dilation = 1; dilation <= 3; dilation++) {
            Window same = Padding.SAME.window(kernel, kernel, stride, stride, dilation, dilation, size, size);
            String what = "size " + size + ", kernel " + kernel + ", stride " + stride + ", dilation " + dilation;
            assertThat(same.outputRows(size)).as(what).isEqualTo((size + stride - 1) / stride);
            assertThat(same.outputColumns(size)).as(what).isEqualTo((size + stride - 1) / stride);
            assertThat(same.padBottom() - same.padTop()).as(what).isBetween(0, 1).isEqualTo(same.padRight() - same.padLeft());
            // No row of padding more than the last window needs.
            int reach = (same.outputRows(size) - 1) * stride + dilation * (kernel - 1) + 1;
            assertThat(same.padTop() + same.padBottom()).as(what).isEqualTo(Math.max(0, reach - size));
            Window valid = Padding.VALID.window(kernel, kernel, stride, stride, dilation, dilation, size, size);
            int inside = size - dilation * (kernel - 1);
            assertThat(valid.outputRows(size)).as(what).isEqualTo(inside < 1 ? Math.min(0, valid.outputRows(size)) : (inside + stride - 1) / stride);
            Window explicit = new Padding.Explicit(1, 2, 3, 4).window(kernel, kernel, stride, stride, dilation, dilation, size, size);
            assertThat(explicit.outputRows(size)).as(what).isEqualTo(Math.floorDiv(inside + 3 - 1, stride) + 1);
            assertThat(explicit.outputColumns(size)).as(what).isEqualTo(Math.floorDiv(inside + 7 - 1, stride) + 1);
          }
        }
      }
    }
  }

  /// Max (or mean) of each window of one-channel images, padding left out.
  private static double[] pool(double[] x, int h, int w, int c, Window window, boolean max) {
    int oh = window.outputRows(h);
    int ow = window.outputColumns(w);
    double[] y = new double[x.length / (h * w) * oh * ow];
    for (int i = 0; i < y.length; i++) {
      double best = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int count = 0;
      for (int p = 0; p < window.height(); p++) {
        for (int q = 0; q < window.width(); q++) {
          int at = i / c / ow % oh * window.strideY() + p - window.padTop();
          int across = i / c % ow * window.strideX() + q - window.padLeft();
          if (at >= 0 && at < h && across >= 0 && across < w) {
            double number = x[((i / c / ow / oh * h + at) * w + across) * c + i % c];
            best = Math.max(best, number);
            sum += number;
            count++;
          }
        }
      }
      y[i] = max ? best : sum / count;
    }
    return y;
  }

  @Test
  void poolsTakeTheLargestOrTheMeanOfEachWindow() {
    for (boolean max : new boolean[] {true, false}) {
      Pool2d two = max ? Layers.maxPool(2) : Layers.averagePool(2);
      Built plain = Built.of(two, 5, 6, 3);
      assertThat(plain.y.shape()).isEqualTo(Shape.of(2, 3, 3).batched());
      assertThat(plain.parameters()).isZero();
      assertThat(plain.y.path()).isEqualTo(max ? "maxPool_1" : "averagePool_1");
      assertClose(plain.output(2), pool(plain.input(2), 5, 6, 3, new Window(2, 2, 2, 2, 0, 0, 0, 0, 1, 1), max));
      Built padded = Built.of((max ? Layers.maxPool(3) : Layers.averagePool(3)).stride(2).padding(Padding.SAME), 5, 6, 2);
      assertThat(padded.y.shape()).isEqualTo(Shape.of(3, 3, 2).batched());
      assertClose(padded.output(2), pool(padded.input(2), 5, 6, 2, new Window(3, 3, 2, 2, 1, 1, 0, 1, 1, 1), max));
    }
  }

  @Test
  void globalPoolsLeaveTheChannels() {
    Built average = Built.of(Layers.globalAveragePool(), 3, 4, 2);
    Built max = Built.of(Layers.globalMaxPool(), 3, 4, 2);
    assertThat(average.y.shape()).isEqualTo(Shape.of(2).batched()).isEqualTo(max.y.shape());
    Window all = new Window(3, 4, 1, 1, 0, 0, 0, 0, 1, 1);
    assertClose(average.output(3), pool(average.input(3), 3, 4, 2, all, false));
    assertClose(max.output(3), pool(max.input(3), 3, 4, 2, all, true));
  }

  @Test
  void flattenAndReshapeKeepTheNumbers() {
    Built flat = Built.of(Layers.flatten(), 3, 4, 2);
    assertThat(flat.y.shape()).isEqualTo(Shape.of(24).batched());
    assertThat(flat.output(2)).containsExactly(flat.input(2));
    Built shaped = Built.of(Layers.reshape(6, 4), 3, 4, 2);
    assertThat(shaped.y.shape()).isEqualTo(Shape.of(6, 4).batched());
    assertThat(shaped.output(2)).containsExactly(shaped.input(2));
  }

  private static void assertEach(Layer layer, DoubleUnaryOperator formula) {
    Built built = Built.of(layer, 4);
    assertThat(built.y.shape()).isEqualTo(Shape.of(4).batched());
    assertClose(built.output(3), Arrays.stream(built.input(3)).map(formula).toArray());
  }

  @Test
  void activationsAreTheirFormulas() {
    assertEach(Layers.relu(), x -> Math.max(0, x));
    assertEach(Layers.leakyRelu(), x -> x > 0 ? x : 0.01 * x);
    assertEach(Layers.leakyRelu(0.3), x -> x > 0 ? x : 0.3 * x);
    assertEach(Layers.sigmoid(), x -> 1 / (1 + Math.exp(-x)));
    assertEach(Layers.tanh(), Math::tanh);
  }

  @Test
  void softmaxIsOverTheLastAxisAndSurvivesHugeNumbers() {
    Built built = Built.of(Layers.softmax(), 2, 3);
    double[] x = built.input(2);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int row = i / 3 * 3;
      expected[i] = Math.exp(x[i]) / (Math.exp(x[row]) + Math.exp(x[row + 1]) + Math.exp(x[row + 2]));
    }
    assertClose(built.output(2), expected);
    assertThat(Built.of(Layers.softmax(), 3).random(new float[] {1e4f, 1e4f, -1e4f}, 1, 0, 0, 0, 0)).containsExactly(0.5f, 0.5f, 0);
    Value logs = Activations.logSoftmax(built.x);
    assertClose(Arrays.stream(built.evaluate(logs, 2)).map(Math::exp).toArray(), expected);
  }

  @Test
  void sequencesNumberTheirLayersByKind() {
    Built built = Built.of(
        Layers.sequential(
            Layers.dense(4), Layers.relu(), Layers.dense(3), (s, x) -> x.multiply(s.parameter("scale", Shape.of(3), Initializers.ones())),
            Layers.named("head", Layers.dense(2))), 5);
    assertThat(built.variables.keySet()).containsExactly(
        "dense_1/kernel", "dense_1/bias", "dense_2/kernel", "dense_2/bias", "layer_1/scale", "head/kernel", "head/bias");
    assertThat(built.parameters()).isEqualTo(24 + 15 + 3 + 8);
    assertThat(Built.of(Layers.named("outer", Layers.sequential(Layers.dense(4))), 5).variables.keySet())
        .containsExactly("outer/dense_1/kernel", "outer/dense_1/bias");
  }

  @Test
  void residualAddsItsInputOrAShortcut() {
    Built built = Built.of(Layers.residual(Layers.tanh()), 4);
    assertClose(built.output(2), Arrays.stream(built.input(2)).map(x -> x + Math.tanh(x)).toArray());
    Built projected = Built.of(Layers.residual(Layers.sequential(Layers.dense(3), Layers.relu()), Layers.dense(3)), 4);
    assertThat(projected.variables.keySet()).containsExactly(
        "residual_1/dense_1/kernel", "residual_1/dense_1/bias", "residual_1/dense_2/kernel", "residual_1/dense_2/bias");
    double[] around = dense(
        projected.input(2), projected.numbers.get("residual_1/dense_1/kernel"), projected.numbers.get("residual_1/dense_1/bias"), 4);
    double[] through = dense(
        projected.input(2), projected.numbers.get("residual_1/dense_2/kernel"), projected.numbers.get("residual_1/dense_2/bias"), 4);
    double[] expected = new double[around.length];
    Arrays.setAll(expected, i -> around[i] + Math.max(0, through[i]));
    assertClose(projected.output(2), expected);
  }

  @Test
  void concatJoinsBranchesAlongTheLastAxis() {
    Built built = Built.of(Layers.concat(Layers.tanh(), (_, x) -> x.narrow(-1, 0, 1), Layers.sequential(Layers.relu())), 2, 2);
    assertThat(built.y.shape()).isEqualTo(Shape.of(2, 5).batched());
    double[] x = built.input(2);
    double[] expected = new double[20];
    for (int row = 0; row < 4; row++) {
      double a = x[2 * row];
      double b = x[2 * row + 1];
      System.arraycopy(new double[] {Math.tanh(a), Math.tanh(b), a, Math.max(0, a), Math.max(0, b)}, 0, expected, 5 * row, 5);
    }
    assertClose(built.output(2), expected);
  }

  @Test
  void defaultsAreThoseThatAreDocumented() {
    assertThat(Layers.batchNorm()).isEqualTo(new BatchNorm(0.9, 1e-5));
    Conv2d conv = Layers.conv2d(8, 3);
    assertThat(List.of(conv.strideY(), conv.strideX(), conv.dilationY(), conv.dilationX(), conv.groups())).containsOnly(1);
    assertThat(conv.padding()).isEqualTo(Padding.SAME);
    assertThat(conv.bias()).isEqualTo(Bias.YES);
    assertThat(Layers.dense(3).bias()).isEqualTo(Bias.YES);
    assertThat(Layers.maxPool(3)).isEqualTo(new Pool2d(Pool2d.Kind.MAX, 3, 3, Padding.VALID));
    assertThat(Layers.averagePool(3)).isEqualTo(new Pool2d(Pool2d.Kind.AVERAGE, 3, 3, Padding.VALID));
  }

  @ParameterizedTest
  @CsvSource({"training,TRAINING", "inference,INFERENCE"})
  void theSameVariablesServeBothTraces(String name, Mode mode) {
    Built built = new Built(Layers.sequential(Layers.dense(3), Layers.batchNorm()), mode, Shape.of(2));
    assertThat(built.variables.keySet()).as(name).containsExactly(
        "dense_1/kernel", "dense_1/bias", "batchNorm_1/gamma", "batchNorm_1/beta", "batchNorm_1/mean", "batchNorm_1/variance");
    assertThat(built.parameters()).isEqualTo(2 * 3 + 3 + 2 * 3);
    assertThat(built.y.shape().dim(0)).isEqualTo(Dim.BATCH);
  }
}
