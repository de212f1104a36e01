package dev.gradus.train;

import static dev.gradus.initializer.Initializers.gain;
import static dev.gradus.initializer.Initializers.lecunNormal;
import static dev.gradus.initializer.Initializers.orthogonal;
import static dev.gradus.initializer.Initializers.scaled;
import static dev.gradus.initializer.Initializers.truncatedNormal;
import static dev.gradus.layer.Layers.absoluteValue;
import static dev.gradus.layer.Layers.adaptiveAveragePool;
import static dev.gradus.layer.Layers.adaptiveMaxPool;
import static dev.gradus.layer.Layers.alphaDropout;
import static dev.gradus.layer.Layers.averagePool;
import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.bidirectional;
import static dev.gradus.layer.Layers.celu;
import static dev.gradus.layer.Layers.concat;
import static dev.gradus.layer.Layers.conv1d;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.denseNetBlock;
import static dev.gradus.layer.Layers.depthwiseConv2d;
import static dev.gradus.layer.Layers.dropConnect;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.elu;
import static dev.gradus.layer.Layers.embedding;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.gaussianDropout;
import static dev.gradus.layer.Layers.gaussianNoise;
import static dev.gradus.layer.Layers.gelu;
import static dev.gradus.layer.Layers.geluTanh;
import static dev.gradus.layer.Layers.generalisedRelu;
import static dev.gradus.layer.Layers.globalAveragePool;
import static dev.gradus.layer.Layers.globalAveragePool1d;
import static dev.gradus.layer.Layers.globalMaxPool1d;
import static dev.gradus.layer.Layers.groupNorm;
import static dev.gradus.layer.Layers.gru;
import static dev.gradus.layer.Layers.hardSigmoid;
import static dev.gradus.layer.Layers.hardSwish;
import static dev.gradus.layer.Layers.hardTanh;
import static dev.gradus.layer.Layers.instanceNorm;
import static dev.gradus.layer.Layers.layerNorm;
import static dev.gradus.layer.Layers.leakyRelu;
import static dev.gradus.layer.Layers.learnedPositions;
import static dev.gradus.layer.Layers.locallyConnected2d;
import static dev.gradus.layer.Layers.lstm;
import static dev.gradus.layer.Layers.maskZeros;
import static dev.gradus.layer.Layers.maxPool;
import static dev.gradus.layer.Layers.maxout;
import static dev.gradus.layer.Layers.mish;
import static dev.gradus.layer.Layers.multiHeadAttention;
import static dev.gradus.layer.Layers.parametricRelu;
import static dev.gradus.layer.Layers.positionalEncoding;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.reshape;
import static dev.gradus.layer.Layers.residual;
import static dev.gradus.layer.Layers.selu;
import static dev.gradus.layer.Layers.separableConv2d;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.sigmoid;
import static dev.gradus.layer.Layers.silu;
import static dev.gradus.layer.Layers.simpleRnn;
import static dev.gradus.layer.Layers.softplus;
import static dev.gradus.layer.Layers.softsign;
import static dev.gradus.layer.Layers.spatialDropout;
import static dev.gradus.layer.Layers.squeezeExcitation;
import static dev.gradus.layer.Layers.stochasticDepth;
import static dev.gradus.layer.Layers.tanh;
import static dev.gradus.layer.Layers.transformerBlock;
import static dev.gradus.layer.Layers.transposedConv2d;
import static dev.gradus.layer.Layers.upSample2d;
import static dev.gradus.layer.Layers.zeroPad2d;
import static dev.gradus.loss.Losses.softmaxCrossEntropy;
import static dev.gradus.metric.Metrics.accuracy;
import static dev.gradus.optimizer.Optimizers.adam;
import static dev.gradus.optimizer.Optimizers.momentum;
import static dev.gradus.optimizer.Optimizers.nesterov;

import dev.gradus.backend.Execution;
import dev.gradus.dataset.Dataset;
import dev.gradus.layer.Layer;
import dev.gradus.model.Model;
import dev.gradus.optimizer.Optimizer;
import dev.gradus.random.RandomStream;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import dev.gradus.tensor.Tensor;
import java.util.List;

/// Networks small enough to train in a moment with the readable kernels, which between them use every layer, and data
/// that they can learn.
public enum Nets {
  /// Dense layers and every smooth activation, with Adam.
  MLP(Shape.of(13)) {
    @Override
    Layer net() {
      return sequential(dense(19), tanh(), dropout(0.2), dense(17), sigmoid(), dense(11), relu(), dense(3));
    }

    @Override
    Optimizer optimizer() {
      return adam(3e-3);
    }
  },
  /// Batch norm, dropout, max pooling, a residual block and a strided convolution, with momentum.
  CNN(Shape.of(9, 8, 2)) {
    @Override
    Layer net() {
      return sequential(
          conv2d(6, 3).withoutBias(), batchNorm(), relu(), maxPool(2),
          residual(sequential(conv2d(6, 3).withoutBias(), batchNorm(), relu())),
          conv2d(9, 3).stride(2), leakyRelu(), flatten(), dropout(0.25), dense(3));
    }

    @Override
    Optimizer optimizer() {
      return momentum(0.02);
    }
  },
  /// Depthwise, grouped and dilated convolutions and average pooling, with Nesterov's momentum.
  GROUPED(Shape.of(8, 7, 4)) {
    @Override
    Layer net() {
      return sequential(
          conv2d(4, 3).groups(4), relu(), conv2d(8, 1), batchNorm(), relu(), conv2d(12, 3).groups(2), relu(),
          conv2d(6, 3).dilation(2), relu(), averagePool(2), conv2d(12, 2, 3).groups(6), tanh(), globalAveragePool(), dense(3));
    }

    @Override
    Optimizer optimizer() {
      return nesterov(0.02);
    }
  },
  /// The other hidden units, noises and normalisations of rows, with Adam.
  UNITS(Shape.of(13)) {
    @Override
    Layer net() {
      return sequential(
          gaussianNoise(0.1), dense(16).initializer(scaled(orthogonal(), gain("gelu"))), gelu(), layerNorm(),
          dense(12).initializer(truncatedNormal(0.3)), selu(), alphaDropout(0.1), maxout(10, 3), elu(), gaussianDropout(0.1),
          dropConnect(12, 0.2), celu(2), groupNorm(3), stochasticDepth(0.7, sequential(dense(12), geluTanh(), silu())), mish(),
          concat(softplus(), softsign(), hardSigmoid()), parametricRelu().perChannel(), dense(12), hardTanh(), hardSwish(), dense(12),
          generalisedRelu(), parametricRelu(), absoluteValue(), dense(3).initializer(lecunNormal()));
    }

    @Override
    Optimizer optimizer() {
      return adam(3e-3);
    }
  },
  /// The other layers of images and sequences, with momentum.
  IMAGES(Shape.of(6, 6, 3)) {
    @Override
    Layer net() {
      return sequential(
          zeroPad2d(1, 1, 0, 2), conv2d(6, 3).standardised(), groupNorm(2), relu(), depthwiseConv2d(3).multiplier(2),
          separableConv2d(5, 3).stride(2), instanceNorm(), silu(), squeezeExcitation(2), denseNetBlock(2, 3).bottleneck(2),
          spatialDropout(0.2), upSample2d(2), adaptiveMaxPool(4, 4), transposedConv2d(4, 3).stride(2), adaptiveAveragePool(4, 4),
          locallyConnected2d(3, 3).stride(2), reshape(6, 2), conv1d(4, 3).dilation(2), flatten(), dense(3));
    }

    @Override
    Optimizer optimizer() {
      return momentum(0.02);
    }
  },
  /// Recurrent layers, with Adam.
  SEQUENCES(Shape.of(5, 3)) {
    @Override
    Layer net() {
      return sequential(
          bidirectional(gru(4).sequences()), lstm(5).sequences(), simpleRnn(4).sequences().reversed(), dropout(0.1),
          gru(6).resetBefore(), dense(3));
    }

    @Override
    Optimizer optimizer() {
      return adam(3e-3);
    }
  },
  /// Embedded ids, attention of all kinds and pooling by a mask, with Adam.
  TOKENS(Shape.of(9)) {
    @Override
    Layer net() {
      return sequential(
          maskZeros(
              embedding(8, 12), positionalEncoding(), multiHeadAttention(3).dropout(0.1), transformerBlock(2, 19).dropout(0.1),
              learnedPositions(), multiHeadAttention(4).causal().withoutBias(), concat(globalAveragePool1d(), globalMaxPool1d())),
          dense(3));
    }

    @Override
    Optimizer optimizer() {
      return adam(3e-3);
    }

    /// Ids 1 to 7, of which those with the class's remainder by 3 are more frequent, and some zeros.
    @Override
    float number(RandomStream random, int label, int place) {
      int id = 1 + random.nextInt(7);
      int other = 1 + random.nextInt(7);
      return place > 4 && random.nextInt(3) == 0 ? 0 : id % 3 == label ? id : other;
    }
  };

  private final Shape input;

  Nets(Shape input) {
    this.input = input;
  }

  abstract Layer net();

  abstract Optimizer optimizer();

  /// The model before training.
  public Model model() {
    return Model.create(net(), input, Seed.seed(42));
  }

  /// A number of an input: every third leans to its class.
  float number(RandomStream random, int label, int place) {
    return (float) (random.nextGaussian() + (place % 3 == label ? 0.7 : 0));
  }

  /// Labelled examples of three classes.
  public Dataset data(int examples) {
    RandomStream random = new RandomStream(7, "data/" + name());
    int size = input.size();
    float[] inputs = new float[examples * size];
    int[] labels = new int[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = random.nextInt(3);
      for (int j = 0; j < size; j++) {
        inputs[i * size + j] = number(random, labels[i], j);
      }
    }
    Shape shape = input.prepend(dev.gradus.tensor.Dim.of(examples));
    return Dataset.of(Tensor.of(shape, inputs), Tensor.of(Shape.of(examples), labels), List.of("a", "b", "c"));
  }

  /// A trainer with this network's own optimizer.
  public Trainer trainer(Model model, Execution execution) {
    return Trainer.of(model).loss(softmaxCrossEntropy()).optimizer(optimizer()).metrics(accuracy()).execution(execution);
  }

  /// Some inputs without labels.
  public Tensor inputs(int examples) {
    Dataset data = data(examples);
    int size = input.size();
    float[] inputs = new float[examples * size];
    for (int i = 0; i < examples; i++) {
      data.readInput(i, inputs, i * size);
    }
    return Tensor.of(input.prepend(dev.gradus.tensor.Dim.of(examples)), inputs);
  }
}
