package dev.gradus.layer;

import dev.gradus.activation.Activations;
import dev.gradus.graph.Value;
import dev.gradus.tensor.Dim;
import dev.gradus.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The layers, for static import:
///
///     Layer net = sequential(conv2d(32, 3), batchNorm(), relu(), maxPool(2), flatten(), dropout(0.25), dense(10));
public final class Layers {
  private Layers() {}

  /// Layers one after another.
  public static Sequential sequential(Layer... layers) {
    return new Sequential(List.of(layers));
  }

  /// The same layer under a name of your choice instead of `dense_1` and the like; once only within a scope.
  ///
  /// Source: definition.
  public static Layer named(String name, Layer layer) {
    return new Named(name, layer);
  }

  /// A layer under exactly this name.
  record Named(String name, Layer layer) implements NamedLayer {
    @Override
    public Value build(Scope scope, Value input) {
      return layer instanceof NamedLayer known ? known.build(scope, input) : layer.apply(scope, input);
    }

    @Override
    public Value apply(Scope scope, Value input) {
      return scope.named(name, inner -> build(inner, input));
    }
  }

  /// One set of weights for all places where this very object is applied:
  ///
  ///     Layer tower = shared(named("tower", sequential(dense(32), relu())));
  ///     Value a = tower.apply(scope, in.get("left")), b = tower.apply(scope, in.get("right"));
  ///
  /// y_i = f(x_i; w) with one w for all applications i, so ∂L/∂w = Σ over i of its gradient at each.
  ///
  /// Source: Bromley et al. 1993, the Siamese network. Deviation: none.
  ///
  /// @param layer what is applied, in any number of places
  public static Shared shared(Layer layer) {
    return new Shared(layer);
  }

  /// A layer of your own under the name of its kind: `prelu_1`, `prelu_2` and so on.
  ///
  ///     layer("scale", (scope, x) -> x.multiply(scope.parameter("factor", Shape.SCALAR, Initializers.ones())))
  ///
  /// y = layer(x), in a scope of its own.
  /// Source: definition.
  public static NamedLayer layer(String kind, Layer layer) {
    return new NamedLayer() {
      @Override
      public String name() {
        return kind;
      }

      @Override
      public Value build(Scope scope, Value input) {
        return layer.apply(scope, input);
      }
    };
  }

  /// y = x + block(x)
  public static Residual residual(Layer block) {
    return new Residual(block, (_, x) -> x);
  }

  /// y = shortcut(x) + block(x)
  public static Residual residual(Layer block, Layer shortcut) {
    return new Residual(block, shortcut);
  }

  /// Branches side by side, joined along the last axis.
  public static Concat concat(Layer... branches) {
    return new Concat(List.of(branches));
  }

  /// A fully connected layer of so many units.
  public static Dense dense(int units) {
    return new Dense(units);
  }

  /// A learned vector of so many units for each id of a vocabulary: [N, T] -> [N, T, units]
  public static Embedding embedding(int vocabulary, int units) {
    return new Embedding(vocabulary, units);
  }

  /// Layers for which the steps whose id is 0 don't count: [N, T] -> what they make of the ids.
  public static MaskZeros maskZeros(Layer... layers) {
    return new MaskZeros(sequential(layers));
  }

  /// Adds sines and cosines that tell where each step is: [N, T, d] -> [N, T, d]
  public static PositionalEncoding positionalEncoding() {
    return new PositionalEncoding();
  }

  /// Adds a learned vector for each step's place: [N, T, d] -> [N, T, d]
  public static LearnedPositions learnedPositions() {
    return new LearnedPositions();
  }

  /// Self-attention of so many heads: [N, T, d] -> [N, T, d]
  public static MultiHeadAttention multiHeadAttention(int heads) {
    return new MultiHeadAttention(heads);
  }

  /// A transformer's block: attention of so many heads, then dense layers with so many units between them.
  public static TransformerBlock transformerBlock(int heads, int units) {
    return new TransformerBlock(heads, units);
  }

  /// The mean over all steps: [N, T, d] -> [N, d]
  public static GlobalPool1d globalAveragePool1d() {
    return new GlobalPool1d(Pool2d.Kind.AVERAGE);
  }

  /// The largest over all steps: [N, T, d] -> [N, d]
  public static GlobalPool1d globalMaxPool1d() {
    return new GlobalPool1d(Pool2d.Kind.MAX);
  }

  /// A convolution of so many filters of size × size pixels.
  public static Conv2d conv2d(int filters, int size) {
    return new Conv2d(filters, size, size);
  }

  /// A convolution of so many filters of height × width pixels.
  public static Conv2d conv2d(int filters, int height, int width) {
    return new Conv2d(filters, height, width);
  }

  /// A convolution of each channel by itself with one filter of size × size pixels.
  public static DepthwiseConv2d depthwiseConv2d(int size) {
    return new DepthwiseConv2d(size);
  }

  /// A depthwise convolution of size × size pixels, then one of 1×1 with so many filters.
  public static SeparableConv2d separableConv2d(int filters, int size) {
    return new SeparableConv2d(filters, size);
  }

  /// A convolution of sequences [N, length, channels] with so many filters of `size` steps.
  public static Conv1d conv1d(int filters, int size) {
    return new Conv1d(filters, size);
  }

  /// A convolution the other way round, which makes images larger by its stride.
  public static TransposedConv2d transposedConv2d(int filters, int size) {
    return new TransposedConv2d(filters, size);
  }

  /// A convolution whose filters differ from place to place.
  public static LocallyConnected2d locallyConnected2d(int filters, int size) {
    return new LocallyConnected2d(filters, size);
  }

  /// Weighs channels by what is in the whole image, with a middle 16 times narrower.
  public static SqueezeExcitation squeezeExcitation() {
    return new SqueezeExcitation();
  }

  /// Weighs channels by what is in the whole image, with a middle `ratio` times narrower.
  public static SqueezeExcitation squeezeExcitation(int ratio) {
    return new SqueezeExcitation(ratio);
  }

  /// So many 3×3 convolutions, each of which sees all before it and adds `growth` channels.
  public static DenseNetBlock denseNetBlock(int layers, int growth) {
    return new DenseNetBlock(layers, growth);
  }

  /// So many rows and columns of zeros on each side.
  public static ZeroPad2d zeroPad2d(int pixels) {
    return zeroPad2d(pixels, pixels, pixels, pixels);
  }

  /// So many rows and columns of zeros.
  public static ZeroPad2d zeroPad2d(int top, int bottom, int left, int right) {
    return new ZeroPad2d(new Padding.Explicit(top, bottom, left, right));
  }

  /// Each pixel as factor × factor equal ones.
  public static UpSample2d upSample2d(int factor) {
    return new UpSample2d(factor);
  }

  /// The mean of each of height × width equal windows.
  public static AdaptivePool2d adaptiveAveragePool(int height, int width) {
    return new AdaptivePool2d(Pool2d.Kind.AVERAGE, height, width);
  }

  /// The largest of each of height × width equal windows.
  public static AdaptivePool2d adaptiveMaxPool(int height, int width) {
    return new AdaptivePool2d(Pool2d.Kind.MAX, height, width);
  }

  /// The largest number of each size × size window.
  public static Pool2d maxPool(int size) {
    return new Pool2d(Pool2d.Kind.MAX, size, size, Padding.VALID);
  }

  /// The mean of each size × size window.
  public static Pool2d averagePool(int size) {
    return new Pool2d(Pool2d.Kind.AVERAGE, size, size, Padding.VALID);
  }

  /// The mean over all pixels: [N, h, w, c] -> [N, c].
  ///
  /// y_{n,c} = Σ_{i,j} x_{n,i,j,c} / (h · w)
  /// Source: Lin, Chen and Yan 2014, arXiv:1312.4400, section 3.2. Deviation: none.
  public static NamedLayer globalAveragePool() {
    return layer("globalAveragePool", (scope, x) -> {
      Require.images(scope, x);
      return x.mean(1, 2);
    });
  }

  /// The largest over all pixels: [N, h, w, c] -> [N, c].
  ///
  /// y_{n,c} = max_{i,j} x_{n,i,j,c}
  /// Source: definition.
  public static NamedLayer globalMaxPool() {
    return layer("globalMaxPool", (scope, x) -> {
      Require.images(scope, x);
      return x.max(1, 2);
    });
  }

  /// All axes but the batch as one: [N, h, w, c] -> [N, h · w · c].
  ///
  /// y_{n, (i · w + j) · c + k} = x_{n,i,j,k}; no number changes.
  /// Source: definition.
  public static NamedLayer flatten() {
    return layer("flatten", (_, x) -> x.flattenFrom(1));
  }

  /// Another shape for each sample: [N, ...] -> [N, lengths...].
  ///
  /// The numbers stay, in their order, the last axis running fastest.
  /// Source: definition.
  public static NamedLayer reshape(int... lengths) {
    int[] kept = lengths.clone();
    return layer("reshape", (_, x) -> {
      List<Dim> dims = new ArrayList<>();
      dims.add(x.shape().dim(0));
      dims.addAll(Shape.of(kept).dims());
      return x.reshape(new Shape(dims));
    });
  }

  /// Sets a fraction `rate` of the numbers to 0 while training.
  public static Dropout dropout(double rate) {
    return new Dropout(rate);
  }

  /// Sets a fraction `rate` of the channels to 0 while training.
  public static SpatialDropout spatialDropout(double rate) {
    return new SpatialDropout(rate);
  }

  /// Dropout that keeps mean 0 and variance 1, for SELU.
  public static AlphaDropout alphaDropout(double rate) {
    return new AlphaDropout(rate);
  }

  /// Adds normal noise while training.
  public static GaussianNoise gaussianNoise(double deviation) {
    return new GaussianNoise(deviation);
  }

  /// Multiplies by normal noise of mean 1 while training.
  public static GaussianDropout gaussianDropout(double rate) {
    return new GaussianDropout(rate);
  }

  /// A fully connected layer a fraction `rate` of whose connections are missing while training.
  public static DropConnect dropConnect(int units, double rate) {
    return new DropConnect(units, rate);
  }

  /// y = x + block(x), where each example skips the block with probability 1 - survival while training
  public static StochasticDepth stochasticDepth(double survival, Layer block) {
    return new StochasticDepth(block, (_, x) -> x, survival);
  }

  /// Layer normalisation over the last axis, epsilon 1e-5.
  public static LayerNorm layerNorm() {
    return new LayerNorm();
  }

  /// Group normalisation in 32 groups, epsilon 1e-5.
  public static GroupNorm groupNorm() {
    return groupNorm(32);
  }

  /// Group normalisation, epsilon 1e-5.
  public static GroupNorm groupNorm(int groups) {
    return new GroupNorm(groups);
  }

  /// Instance normalisation: each channel of each example, epsilon 1e-5.
  public static InstanceNorm instanceNorm() {
    return new InstanceNorm();
  }

  /// Batch normalisation over all axes but the last, momentum 0.9, epsilon 1e-5.
  public static BatchNorm batchNorm() {
    return new BatchNorm();
  }

  /// max(0, x)
  public static Activation relu() {
    return new Activation("relu", Activations::relu);
  }

  /// x for x > 0, else 0.01 · x
  public static Activation leakyRelu() {
    return leakyRelu(0.01);
  }

  /// x for x > 0, else slope · x
  ///
  /// @param slope default 0.01
  public static Activation leakyRelu(double slope) {
    return new Activation("leakyRelu", x -> Activations.leakyRelu(x, slope));
  }

  /// max(0, x) + 0.1 · min(0, x)
  public static Activation generalisedRelu() {
    return generalisedRelu(0.1);
  }

  /// max(0, x) + alpha · min(0, x)
  ///
  /// @param alpha default 0.1
  public static Activation generalisedRelu(double alpha) {
    Require.finite("alpha", alpha);
    return new Activation("generalisedRelu", x -> Activations.generalisedRelu(x, alpha));
  }

  /// max(0, x) + a · min(0, x) with one learned a for all units, at first 0.25
  public static ParametricRelu parametricRelu() {
    return new ParametricRelu();
  }

  /// The largest of so many linear pieces for each of so many units.
  public static Maxout maxout(int units, int pieces) {
    return new Maxout(units, pieces);
  }

  /// |x|
  public static Activation absoluteValue() {
    return new Activation("absoluteValue", Activations::absoluteValue);
  }

  /// x for x > 0, else e^x - 1
  public static Activation elu() {
    return elu(1);
  }

  /// x for x > 0, else alpha · (e^x - 1)
  ///
  /// @param alpha default 1
  public static Activation elu(double alpha) {
    Require.above("alpha", alpha);
    return new Activation("elu", x -> Activations.elu(x, alpha));
  }

  /// ELU scaled to keep mean 0 and variance 1, for kernels initialised by LeCun normal.
  public static Activation selu() {
    return new Activation("selu", Activations::selu);
  }

  /// max(0, x) + min(0, e^x - 1)
  public static Activation celu() {
    return celu(1);
  }

  /// max(0, x) + min(0, alpha · (e^(x / alpha) - 1))
  ///
  /// @param alpha default 1
  public static Activation celu(double alpha) {
    Require.above("alpha", alpha);
    return new Activation("celu", x -> Activations.celu(x, alpha));
  }

  /// x · Φ(x)
  public static Activation gelu() {
    return new Activation("gelu", Activations::gelu);
  }

  /// x · Φ(x), approximated by tanh
  public static Activation geluTanh() {
    return new Activation("geluTanh", Activations::geluTanh);
  }

  /// x · sigmoid(x)
  public static Activation silu() {
    return new Activation("silu", Activations::silu);
  }

  /// x · tanh(softplus(x))
  public static Activation mish() {
    return new Activation("mish", Activations::mish);
  }

  /// ln(1 + e^x)
  public static Activation softplus() {
    return new Activation("softplus", Activations::softplus);
  }

  /// x / (1 + |x|)
  public static Activation softsign() {
    return new Activation("softsign", Activations::softsign);
  }

  /// min(1, max(0, x / 6 + 1/2))
  public static Activation hardSigmoid() {
    return new Activation("hardSigmoid", Activations::hardSigmoid);
  }

  /// min(1, max(-1, x))
  public static Activation hardTanh() {
    return new Activation("hardTanh", Activations::hardTanh);
  }

  /// x · hardSigmoid(x)
  public static Activation hardSwish() {
    return new Activation("hardSwish", Activations::hardSwish);
  }

  /// 1 / (1 + e^-x)
  public static Activation sigmoid() {
    return new Activation("sigmoid", Activations::sigmoid);
  }

  /// The hyperbolic tangent.
  public static Activation tanh() {
    return new Activation("tanh", Activations::tanh);
  }

  /// e^(x_i) / Σ_j e^(x_j) over the last axis. Not before a loss from logits, which has its own.
  public static Activation softmax() {
    return new Activation("softmax", Activations::softmax);
  }

  /// A plain recurrent layer of so many units: h_t = tanh(x_t · kernel + h_{t-1} · recurrentKernel + bias)
  public static SimpleRnn simpleRnn(int units) {
    return new SimpleRnn(units);
  }

  /// Long short-term memory of so many units: a state that gates write, keep and show
  public static Lstm lstm(int units) {
    return new Lstm(units);
  }

  /// A gated recurrent unit of so many units: a mean of the old state and a candidate
  public static Gru gru(int units) {
    return new Gru(units);
  }

  /// A recurrent layer and the same one from the other end, side by side
  public static Bidirectional bidirectional(Recurrent layer) {
    return new Bidirectional(layer);
  }
}
