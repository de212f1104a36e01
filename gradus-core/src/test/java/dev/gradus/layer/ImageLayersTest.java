package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.GradusException;
import dev.gradus.initializer.Initializers;
import dev.gradus.random.RandomStream;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.ShapeException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The layers of images and sequences beyond the plain convolution: by their formulas in double, or by layers that have
/// tests.
class ImageLayersTest {
  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(1e-12));
  }

  private static double at(double[] x, int h, int w, int c, int n, int row, int column, int channel) {
    return row < 0 || row >= h || column < 0 || column >= w ? 0 : x[((n * h + row) * w + column) * c + channel];
  }

  @Test
  void zeroPadPutsZerosAround() {
    Built built = Built.of(Layers.zeroPad2d(1, 0, 2, 3), 3, 2, 2);
    assertThat(built.y.shape()).isEqualTo(Shape.of(4, 7, 2).batched());
    double[] expected = new double[2 * 4 * 7 * 2];
    Arrays.setAll(expected, i -> at(built.input(2), 3, 2, 2, i / 56, i / 14 % 4 - 1, i / 2 % 7 - 2, i % 2));
    assertThat(built.output(2)).containsExactly(expected);
    Gradient.check(built, 2);
    assertThat(Layers.zeroPad2d(2)).isEqualTo(Layers.zeroPad2d(2, 2, 2, 2));
  }

  @Test
  void upSampleRepeatsPixels() {
    Built built = Built.of(Layers.upSample2d(3), 2, 4, 2);
    assertThat(built.y.shape()).isEqualTo(Shape.of(6, 12, 2).batched());
    double[] expected = new double[2 * 6 * 12 * 2];
    Arrays.setAll(expected, i -> at(built.input(2), 2, 4, 2, i / 144, i / 24 % 6 / 3, i / 2 % 12 / 3, i % 2));
    assertThat(built.output(2)).containsExactly(expected);
    Gradient.check(built, 2);
  }

  @Test
  void adaptivePoolsCutIntoEqualWindows() {
    for (boolean max : new boolean[] {true, false}) {
      Built built = Built.of(max ? Layers.adaptiveMaxPool(2, 3) : Layers.adaptiveAveragePool(2, 3), 4, 9, 2);
      assertThat(built.y.shape()).isEqualTo(Shape.of(2, 3, 2).batched());
      double[] x = built.input(2);
      double[] expected = new double[24];
      for (int i = 0; i < expected.length; i++) {
        double best = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int p = 0; p < 6; p++) {
          double pixel = at(x, 4, 9, 2, i / 12, i / 6 % 2 * 2 + p / 3, i / 2 % 3 * 3 + p % 3, i % 2);
          best = Math.max(best, pixel);
          sum += pixel;
        }
        expected[i] = max ? best : sum / 6;
      }
      assertClose(built.output(2), expected);
      Gradient.check(built, 2);
    }
    Built one = Built.of(Layers.adaptiveAveragePool(1, 1), 4, 9, 2);
    assertClose(one.output(3), Built.of(Layers.globalAveragePool(), 4, 9, 2).output(3));
  }

  @Test
  void depthwiseConvolvesEachChannelByItself() {
    Built built = Built.of(Layers.depthwiseConv2d(3).multiplier(2), 4, 5, 3);
    assertThat(built.y.shape()).isEqualTo(Shape.of(4, 5, 6).batched());
    assertThat(built.parameters()).isEqualTo(9 * 6 + 6);
    double[] x = built.input(2);
    double[] filter = built.numbers.get("depthwiseConv2d_1/filter");
    double[] expected = new double[2 * 4 * 5 * 6];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = built.numbers.get("depthwiseConv2d_1/bias")[i % 6];
      for (int tap = 0; tap < 9; tap++) {
        expected[i] += filter[tap * 6 + i % 6] * at(x, 4, 5, 3, i / 120, i / 30 % 4 + tap / 3 - 1, i / 6 % 5 + tap % 3 - 1, i % 6 / 2);
      }
    }
    assertClose(built.output(2), expected);
    Gradient.check(built, 2);
    Built strided = Built.of(Layers.depthwiseConv2d(3).stride(2).padding(Padding.VALID).withoutBias(), 7, 9, 3);
    assertThat(strided.y.shape()).isEqualTo(Shape.of(3, 4, 3).batched());
    assertThat(strided.parameters()).isEqualTo(27);
    assertThat(Built.of(Layers.depthwiseConv2d(3).dilation(2).padding(Padding.VALID), 7, 9, 3).y.shape()).isEqualTo(Shape.of(3, 5, 3).batched());
  }

  @Test
  void separableIsDepthwiseThenPointwise() {
    Built built = Built.of(Layers.separableConv2d(5, 3).multiplier(2).stride(2), 5, 6, 3);
    assertThat(built.variables.keySet()).containsExactly(
        "separableConv2d_1/depthwise/filter", "separableConv2d_1/pointwise/filter", "separableConv2d_1/pointwise/bias");
    assertThat(built.parameters()).isEqualTo(3 * 2 * (9 + 5) + 5);
    Built two = Built.of(Layers.sequential(Layers.depthwiseConv2d(3).multiplier(2).stride(2).withoutBias(), Layers.conv2d(5, 1)), 5, 6, 3);
    two.numbers.put("depthwiseConv2d_1/filter", built.numbers.get("separableConv2d_1/depthwise/filter"));
    two.numbers.put("conv2d_1/filter", built.numbers.get("separableConv2d_1/pointwise/filter"));
    two.numbers.put("conv2d_1/bias", built.numbers.get("separableConv2d_1/pointwise/bias"));
    assertThat(built.output(2)).containsExactly(two.output(2));
    assertThat(built.y.shape()).isEqualTo(two.y.shape());
    Gradient.check(built, 2);
  }

  @Test
  void conv1dSlidesAlongASequence() {
    Built built = Built.of(Layers.conv1d(3, 3).dilation(2).stride(2).padding(new Padding.Explicit(7, 7, 4, 0)), 7, 2);
    // Outputs: (7 + 4 - 2 · 2 - 1) / 2 + 1 = 4.
    assertThat(built.y.shape()).isEqualTo(Shape.of(4, 3).batched());
    assertThat(built.parameters()).isEqualTo(3 * 2 * 3 + 3);
    double[] x = built.input(2);
    double[] filter = built.numbers.get("conv1d_1/filter");
    double[] expected = new double[24];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = built.numbers.get("conv1d_1/bias")[i % 3];
      for (int q = 0; q < 3; q++) {
        for (int c = 0; c < 2; c++) {
          expected[i] += filter[(q * 2 + c) * 3 + i % 3] * at(x, 1, 7, 2, i / 12, 0, i / 3 % 4 * 2 + 2 * q - 4, c);
        }
      }
    }
    assertClose(built.output(2), expected);
    Gradient.check(built, 2);
    assertThat(Built.of(Layers.conv1d(4, 5), 7, 2).y.shape()).isEqualTo(Shape.of(7, 4).batched());
    Built grouped = Built.of(Layers.conv1d(4, 5).groups(2).withoutBias().padding(Padding.VALID), 7, 2);
    assertThat(grouped.y.shape()).isEqualTo(Shape.of(3, 4).batched());
    assertThat(grouped.parameters()).isEqualTo(5 * 4);
  }

  /// Each input pixel laid over the output, as the documentation says.
  private static void assertTransposed(TransposedConv2d layer, int oh, int ow, int padTop, int padLeft) {
    int h = 3;
    int w = 4;
    Built built = Built.of(layer, h, w, 2);
    String what = layer.toString();
    int filters = layer.filters();
    assertThat(built.y.shape()).as(what).isEqualTo(Shape.of(oh, ow, filters).batched());
    double[] x = built.input(2);
    double[] filter = built.numbers.get("transposedConv2d_1/filter");
    assertThat(filter).hasSize(layer.size() * layer.size() * 2 * filters);
    double[] expected = new double[2 * oh * ow * filters];
    if (layer.bias() == Bias.YES) {
      Arrays.setAll(expected, i -> built.numbers.get("transposedConv2d_1/bias")[i % filters]);
    }
    for (int i = 0; i < x.length; i++) {
      for (int p = 0; p < layer.size(); p++) {
        for (int q = 0; q < layer.size(); q++) {
          int row = i / 2 / w % h * layer.stride() + p * layer.dilation() - padTop;
          int column = i / 2 % w * layer.stride() + q * layer.dilation() - padLeft;
          for (int o = 0; o < filters && row >= 0 && row < oh && column >= 0 && column < ow; o++) {
            expected[((i / 2 / w / h * oh + row) * ow + column) * filters + o] += x[i] * filter[((p * layer.size() + q) * 2 + i % 2) * filters + o];
          }
        }
      }
    }
    assertThat(built.output(2)).as(what).containsExactly(expected, within(1e-12));
    Gradient.check(built, 2);
  }

  @Test
  void transposedConvolutionLaysFiltersOverTheOutput() {
    assertTransposed(Layers.transposedConv2d(3, 3), 3, 4, 1, 1);
    // SAME: the convolution back pads (3 - 2) pixels, the odd one after.
    assertTransposed(Layers.transposedConv2d(3, 3).stride(2), 6, 8, 0, 0);
    assertTransposed(Layers.transposedConv2d(2, 4).stride(2), 6, 8, 1, 1);
    assertTransposed(Layers.transposedConv2d(2, 2).stride(3), 9, 12, 0, 0);
    assertTransposed(Layers.transposedConv2d(2, 3).stride(2).padding(Padding.VALID).withoutBias(), 7, 9, 0, 0);
    assertTransposed(Layers.transposedConv2d(2, 3).stride(2).padding(new Padding.Explicit(1, 0, 0, 2)), 6, 7, 1, 0);
    assertTransposed(Layers.transposedConv2d(2, 2).dilation(2).padding(Padding.VALID), 5, 6, 0, 0);
  }

  private static void assertLocal(LocallyConnected2d layer, int oh, int ow, int padTop, int padLeft) {
    int h = 5;
    int w = 4;
    Built built = Built.of(layer, h, w, 2);
    int filters = layer.filters();
    int k = layer.size();
    assertThat(built.y.shape()).isEqualTo(Shape.of(oh, ow, filters).batched());
    assertThat(built.parameters()).isEqualTo(oh * ow * filters * (k * k * 2 + (layer.bias() == Bias.YES ? 1 : 0)));
    double[] x = built.input(2);
    double[] kernel = built.numbers.get("locallyConnected2d_1/kernel");
    double[] expected = new double[2 * oh * ow * filters];
    for (int i = 0; i < expected.length; i++) {
      int place = i / filters % (oh * ow);
      expected[i] = layer.bias() == Bias.YES ? built.numbers.get("locallyConnected2d_1/bias")[i % (oh * ow * filters)] : 0;
      for (int tap = 0; tap < k * k; tap++) {
        for (int c = 0; c < 2; c++) {
          expected[i] += kernel[((place * k * k + tap) * 2 + c) * filters + i % filters]
              * at(x, h, w, 2, i / (oh * ow * filters), place / ow * layer.stride() + tap / k - padTop,
                  place % ow * layer.stride() + tap % k - padLeft, c);
        }
      }
    }
    assertClose(built.output(2), expected);
    Gradient.check(built, 2);
  }

  @Test
  void locallyConnectedHasAFilterForEachPlace() {
    assertLocal(Layers.locallyConnected2d(3, 3), 5, 4, 1, 1);
    assertLocal(Layers.locallyConnected2d(2, 2).padding(Padding.VALID).withoutBias(), 4, 3, 0, 0);
    assertLocal(Layers.locallyConnected2d(2, 3).stride(2).padding(new Padding.Explicit(1, 2, 0, 1)), 3, 2, 1, 0);
    assertLocal(Layers.locallyConnected2d(2, 1).stride(3), 2, 2, 0, 0);
  }

  @Test
  void locallyConnectedInitialisesEachPlaceLikeAFilter() {
    Built built = Built.of(Layers.locallyConnected2d(4, 3).initializer(Initializers.identity()).padding(Padding.VALID), 5, 4, 2);
    float[] kernel = new float[6 * 18 * 4];
    built.initializers.get("locallyConnected2d_1/kernel").fill(kernel, Shape.of(6, 18, 4), new RandomStream(1, "x"));
    float[] one = new float[72];
    Initializers.identity().fill(one, Shape.of(3, 3, 2, 4), new RandomStream(1, "x"));
    for (int place = 0; place < 6; place++) {
      assertThat(Arrays.copyOfRange(kernel, place * 72, place * 72 + 72)).containsExactly(one);
    }
  }

  @Test
  void squeezeExcitationWeighsChannels() {
    Built built = Built.of(Layers.squeezeExcitation(2), 2, 3, 4);
    assertThat(built.parameters()).isEqualTo(4 * 2 + 2 + 2 * 4 + 4);
    double[] x = built.input(2);
    double[] first = built.numbers.get("squeezeExcitation_1/dense_1/kernel");
    double[] firstBias = built.numbers.get("squeezeExcitation_1/dense_1/bias");
    double[] second = built.numbers.get("squeezeExcitation_1/dense_2/kernel");
    double[] secondBias = built.numbers.get("squeezeExcitation_1/dense_2/bias");
    double[] expected = new double[x.length];
    for (int n = 0; n < 2; n++) {
      double[] hidden = firstBias.clone();
      for (int i = 0; i < 24; i++) {
        for (int u = 0; u < 2; u++) {
          hidden[u] += x[n * 24 + i] / 6 * first[i % 4 * 2 + u];
        }
      }
      for (int i = 0; i < 24; i++) {
        double logit = secondBias[i % 4];
        for (int u = 0; u < 2; u++) {
          logit += Math.max(0, hidden[u]) * second[u * 4 + i % 4];
        }
        expected[n * 24 + i] = x[n * 24 + i] / (1 + Math.exp(-logit));
      }
    }
    assertClose(built.output(2), expected);
    Gradient.check(built, 2);
    assertThat(Layers.squeezeExcitation().ratio()).isEqualTo(16);
    assertThat(Built.of(Layers.squeezeExcitation(), 2, 3, 4).numbers.get("squeezeExcitation_1/dense_1/bias")).hasSize(1);
  }

  @Test
  void denseNetBlockKeepsWhatCameBefore() {
    Built built = Built.of(Layers.denseNetBlock(2, 3), 4, 5, 2);
    assertThat(built.y.shape()).isEqualTo(Shape.of(4, 5, 2 + 2 * 3).batched());
    assertThat(built.parameters()).isEqualTo((2 * 2 + 9 * 2 * 3) + (2 * 5 + 9 * 5 * 3));
    Layer one = Layers.sequential(Layers.batchNorm(), Layers.relu(), Layers.conv2d(3, 3).withoutBias());
    Layer grow = (scope, x) -> dev.gradus.graph.Value.concat(-1, List.of(x, Sequential.inline(one, scope, x)));
    Built same = Built.of(Layers.sequential(Layers.named("a", grow), Layers.named("b", grow)), 4, 5, 2);
    built.numbers.forEach((path, numbers) ->
        same.numbers.put(path.replace("denseNetBlock_1/layer_1", "a").replace("denseNetBlock_1/layer_2", "b"), numbers));
    assertThat(built.output(2)).containsExactly(same.output(2));
    assertThat(same.numbers).hasSize(built.numbers.size());
    Gradient.check(Built.training(Layers.denseNetBlock(2, 2), 3, 2, 2), 3);
  }

  @Test
  void denseNetBlockNarrowsFirstWithABottleneck() {
    Built built = Built.of(Layers.denseNetBlock(1, 3).bottleneck(4), 4, 5, 2);
    assertThat(built.numbers.get("denseNetBlock_1/layer_1/conv2d_1/filter")).hasSize(2 * 12);
    assertThat(built.numbers.get("denseNetBlock_1/layer_1/conv2d_2/filter")).hasSize(9 * 12 * 3);
    assertThat(built.y.shape()).isEqualTo(Shape.of(4, 5, 5).batched());
  }

  /// By hand: 3 · 4 pixels in, each laid over 9 taps of 5 channels from 2; 12 places of 9 taps, 2 channels to 5.
  @Test
  void theSummaryCountsTheirMultiplyAdds() {
    for (Layer layer : List.of(Layers.transposedConv2d(5, 3).stride(2), Layers.locallyConnected2d(5, 3))) {
      var model = dev.gradus.model.Model.create(layer, Shape.of(3, 4, 2), dev.gradus.random.Seed.seed(1));
      assertThat(model.summary().multiplyAdds()).as(layer.toString()).isEqualTo(12 * 9 * 2 * 5);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    wrong("AdaptivePool2d at \"adaptiveMaxPool_1\": the image's height (=5) must be divisible by the output's (=2)", Layers.adaptiveMaxPool(2, 2), 5, 4, 1);
    wrong("AdaptivePool2d at \"adaptiveAveragePool_1\": the image's width (=4) must be divisible by the output's (=8)",
        Layers.adaptiveAveragePool(5, 8), 5, 4, 1);
    wrong("layer at \"conv1d_1\" expects sequences [N, steps, features], got [N, 5]", Layers.conv1d(2, 3), 5);
    wrong("Conv2d at \"conv1d_1\": channels (=3) must be divisible by groups (=2)", Layers.conv1d(2, 3).groups(2), 5, 3);
    wrong("TransposedConv2d at \"transposedConv2d_1\": the padding leaves nothing of the output of 3 x 3",
        Layers.transposedConv2d(2, 3).padding(Padding.of(2)), 1, 1, 1);
    wrong("LocallyConnected2d at \"locallyConnected2d_1\": a window of 3 x 3 doesn't fit the padded image of 2 x 4",
        Layers.locallyConnected2d(2, 3).padding(Padding.VALID), 2, 4, 1);
    for (Layer layer : List.of(Layers.zeroPad2d(1), Layers.upSample2d(2), Layers.adaptiveMaxPool(1, 1), Layers.depthwiseConv2d(3),
        Layers.separableConv2d(3, 3), Layers.transposedConv2d(3, 3), Layers.locallyConnected2d(3, 3), Layers.squeezeExcitation(),
        Layers.denseNetBlock(2, 3))) {
      wrong("layer at \"" + ((NamedLayer) layer).name() + "_1\" expects images [N, height, width, channels], got [N, 7]", layer, 7);
    }
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    refused("factor must be at least 1, not 0", () -> Layers.upSample2d(0));
    refused("the output's height must be at least 1, not 0", () -> Layers.adaptiveMaxPool(0, 1));
    refused("the output's width must be at least 1, not 0", () -> Layers.adaptiveMaxPool(1, 0));
    refused("multiplier must be at least 1, not 0", () -> Layers.depthwiseConv2d(3).multiplier(0));
    refused("a filter's size must be at least 1, not 0", () -> Layers.separableConv2d(3, 0));
    refused("filters must be at least 1, not 0", () -> Layers.separableConv2d(0, 3));
    refused("dilation must be at least 1, not 0", () -> Layers.conv1d(3, 3).dilation(0));
    refused("groups must be at least 1, not 0", () -> Layers.conv1d(3, 3).groups(0));
    refused("stride must be at least 1, not 0", () -> Layers.transposedConv2d(3, 3).stride(0));
    refused("filters must be at least 1, not 0", () -> Layers.locallyConnected2d(0, 3));
    refused("ratio must be at least 1, not 0", () -> Layers.squeezeExcitation(0));
    refused("layers must be at least 1, not 0", () -> Layers.denseNetBlock(0, 3));
    refused("growth must be at least 1, not 0", () -> Layers.denseNetBlock(2, 0));
    refused("bottleneck must be at least 0, not -1", () -> Layers.denseNetBlock(2, 3).bottleneck(-1));
    refused("padding can't be negative: top -1, bottom -1, left -1, right -1", () -> Layers.zeroPad2d(-1));
  }

  @Test
  void defaultsAreThoseThatAreDocumented() {
    assertThat(Layers.depthwiseConv2d(3).padding()).isEqualTo(Padding.SAME);
    assertThat(List.of(Layers.depthwiseConv2d(3).multiplier(), Layers.depthwiseConv2d(3).stride(), Layers.depthwiseConv2d(3).dilation(),
        Layers.conv1d(2, 3).stride(), Layers.conv1d(2, 3).dilation(), Layers.conv1d(2, 3).groups(), Layers.transposedConv2d(2, 3).stride(),
        Layers.transposedConv2d(2, 3).dilation(), Layers.locallyConnected2d(2, 3).stride())).containsOnly(1);
    assertThat(List.of(Layers.conv1d(2, 3).padding(), Layers.transposedConv2d(2, 3).padding(), Layers.locallyConnected2d(2, 3).padding()))
        .containsOnly(Padding.SAME);
    assertThat(List.of(Layers.depthwiseConv2d(3).bias(), Layers.separableConv2d(2, 3).bias(), Layers.conv1d(2, 3).bias(),
        Layers.transposedConv2d(2, 3).bias(), Layers.locallyConnected2d(2, 3).bias())).containsOnly(Bias.YES);
    assertThat(Layers.denseNetBlock(2, 3).bottleneck()).isZero();
  }

  private static void refused(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isExactlyInstanceOf(GradusException.class).hasMessage(message);
  }

  private static void wrong(String message, Layer layer, int... input) {
    assertThatThrownBy(() -> Built.of(layer, input)).isExactlyInstanceOf(ShapeException.class).hasMessage(message);
  }
}
