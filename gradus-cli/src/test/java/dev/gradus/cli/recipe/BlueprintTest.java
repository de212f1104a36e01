package dev.gradus.cli.recipe;

import static dev.gradus.layer.Layers.averagePool;
import static dev.gradus.layer.Layers.batchNorm;
import static dev.gradus.layer.Layers.concat;
import static dev.gradus.layer.Layers.conv2d;
import static dev.gradus.layer.Layers.dense;
import static dev.gradus.layer.Layers.dropout;
import static dev.gradus.layer.Layers.flatten;
import static dev.gradus.layer.Layers.globalAveragePool;
import static dev.gradus.layer.Layers.globalMaxPool;
import static dev.gradus.layer.Layers.leakyRelu;
import static dev.gradus.layer.Layers.maxPool;
import static dev.gradus.layer.Layers.named;
import static dev.gradus.layer.Layers.relu;
import static dev.gradus.layer.Layers.reshape;
import static dev.gradus.layer.Layers.residual;
import static dev.gradus.layer.Layers.sequential;
import static dev.gradus.layer.Layers.sigmoid;
import static dev.gradus.layer.Layers.softmax;
import static dev.gradus.layer.Layers.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.data.augment.Augmentations;
import dev.gradus.dataset.Augmentation;
import dev.gradus.dataset.Dataset;
import dev.gradus.graph.Graph;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Bias;
import dev.gradus.layer.Conv2d;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Layers;
import dev.gradus.layer.Mode;
import dev.gradus.layer.Padding;
import dev.gradus.loss.Loss;
import dev.gradus.loss.Losses;
import dev.gradus.metric.Metrics;
import dev.gradus.metric.SetMetrics;
import dev.gradus.model.Model;
import dev.gradus.network.Models;
import dev.gradus.output.OutputUnit;
import dev.gradus.output.OutputUnits;
import dev.gradus.random.Seed;
import dev.gradus.tensor.DType;
import dev.gradus.tensor.Shape;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlueprintTest {
  private static final Shape IMAGE = Shape.of(6, 8, 4);

  /// Each layer as a recipe writes it, and as Java does.
  static Stream<Arguments> layers() {
    return Stream.of(
        Arguments.of("conv2d: {filters: 8, kernel: 3}", conv2d(8, 3)),
        Arguments.of("conv2d: {filters: 8, kernel: [3, 5], stride: 2, padding: valid, groups: 2, bias: false, initializer: lecunUniform}",
            conv2d(8, 3, 5).stride(2).padding(Padding.VALID).groups(2).withoutBias().initializer(Initializers.lecunUniform())),
        Arguments.of("conv2d: {filters: 8, kernel: 3, stride: [1, 2], padding: 2, dilation: [2, 1]}",
            new Conv2d(8, 3, 3, 1, 2, Padding.of(2), 2, 1, 1, Initializers.heNormal(), Bias.YES)),
        Arguments.of("conv2d: {filters: 8, kernel: 3, padding: [1, 0, 2, 3]}", conv2d(8, 3).padding(new Padding.Explicit(1, 0, 2, 3))),
        Arguments.of("conv2d: {filters: 8, kernel: 3, standardised: true}", conv2d(8, 3).standardised()),
        Arguments.of("sequential: [reshape: [48, 4], conv1d: {filters: 3, kernel: 5}]",
            sequential(reshape(48, 4), Layers.conv1d(3, 5))),
        Arguments.of("sequential: [reshape: [48, 4], conv1d: {filters: 4, kernel: 5, stride: 2, padding: valid, dilation: 2, groups: 2, bias: false, initializer: ones}]",
            sequential(reshape(48, 4), Layers.conv1d(4, 5).stride(2).padding(Padding.VALID).dilation(2).groups(2).withoutBias().initializer(Initializers.ones()))),
        Arguments.of("sequential: [reshape: [48, 4], simpleRnn: 5]", sequential(reshape(48, 4), Layers.simpleRnn(5))),
        Arguments.of("sequential: [reshape: [48, 4], simpleRnn: {units: 5, sequences: true, reversed: true, initializer: ones, recurrentInitializer: identity}]",
            sequential(reshape(48, 4), Layers.simpleRnn(5).sequences().reversed().initializers(Initializers.ones(), Initializers.identity()))),
        Arguments.of("sequential: [reshape: [48, 4], lstm: 5]", sequential(reshape(48, 4), Layers.lstm(5))),
        Arguments.of("sequential: [reshape: [48, 4], lstm: {units: 5, sequences: true, reversed: true, forgetBias: 2, initializer: ones, recurrentInitializer: identity}]",
            sequential(reshape(48, 4), Layers.lstm(5).sequences().reversed().forgetBias(2).initializers(Initializers.ones(), Initializers.identity()))),
        Arguments.of("sequential: [reshape: [48, 4], gru: 5]", sequential(reshape(48, 4), Layers.gru(5))),
        Arguments.of("sequential: [reshape: [48, 4], gru: {units: 5, sequences: true, reversed: true, resetBefore: true, initializer: ones, recurrentInitializer: identity}]",
            sequential(reshape(48, 4), Layers.gru(5).sequences().reversed().resetBefore().initializers(Initializers.ones(), Initializers.identity()))),
        Arguments.of("sequential: [reshape: [48, 4], bidirectional: {layer: {gru: {units: 5, sequences: true}}}]",
            sequential(reshape(48, 4), Layers.bidirectional(Layers.gru(5).sequences()))),
        Arguments.of("depthwiseConv2d: {kernel: 3}", Layers.depthwiseConv2d(3)),
        Arguments.of("depthwiseConv2d: {kernel: 3, multiplier: 2, stride: 2, padding: 1, dilation: 2, bias: false, initializer: lecunNormal}",
            Layers.depthwiseConv2d(3).multiplier(2).stride(2).padding(Padding.of(1)).dilation(2).withoutBias().initializer(Initializers.lecunNormal())),
        Arguments.of("separableConv2d: {filters: 5, kernel: 3}", Layers.separableConv2d(5, 3)),
        Arguments.of("separableConv2d: {filters: 5, kernel: 3, multiplier: 2, stride: 2, padding: 1, dilation: 2, bias: false, initializer: lecunNormal}",
            Layers.separableConv2d(5, 3).multiplier(2).stride(2).padding(Padding.of(1)).dilation(2).withoutBias().initializer(Initializers.lecunNormal())),
        Arguments.of("transposedConv2d: {filters: 3, kernel: 4}", Layers.transposedConv2d(3, 4)),
        Arguments.of("transposedConv2d: {filters: 3, kernel: 4, stride: 2, padding: valid, dilation: 2, bias: false, initializer: ones}",
            Layers.transposedConv2d(3, 4).stride(2).padding(Padding.VALID).dilation(2).withoutBias().initializer(Initializers.ones())),
        Arguments.of("locallyConnected2d: {filters: 2, kernel: 3}", Layers.locallyConnected2d(2, 3)),
        Arguments.of("locallyConnected2d: {filters: 2, kernel: 3, stride: 2, padding: valid, bias: false, initializer: lecunUniform}",
            Layers.locallyConnected2d(2, 3).stride(2).padding(Padding.VALID).withoutBias().initializer(Initializers.lecunUniform())),
        Arguments.of("sequential: [reshape: 192, embedding: {vocabulary: 7, units: 3}]", sequential(reshape(192), Layers.embedding(7, 3))),
        Arguments.of("sequential: [reshape: 192, maskZeros: [embedding: {vocabulary: 7, units: 3, initializer: {uniform: 0.05}}, globalMaxPool1d]]",
            sequential(reshape(192), Layers.maskZeros(Layers.embedding(7, 3).initializer(Initializers.uniform(0.05)), Layers.globalMaxPool1d()))),
        Arguments.of("sequential: [reshape: [48, 4], positionalEncoding, learnedPositions, globalAveragePool1d]",
            sequential(reshape(48, 4), Layers.positionalEncoding(), Layers.learnedPositions(), Layers.globalAveragePool1d())),
        Arguments.of("sequential: [reshape: [48, 4], learnedPositions: {initializer: zeros}, globalMaxPool1d]",
            sequential(reshape(48, 4), Layers.learnedPositions().initializer(Initializers.zeros()), Layers.globalMaxPool1d())),
        Arguments.of("sequential: [reshape: [48, 4], multiHeadAttention: 2]", sequential(reshape(48, 4), Layers.multiHeadAttention(2))),
        Arguments.of("sequential: [reshape: [48, 4], multiHeadAttention: {heads: 4, dropout: 0.1, causal: true, bias: false, initializer: heNormal}]",
            sequential(reshape(48, 4), Layers.multiHeadAttention(4).dropout(0.1).causal().withoutBias().initializer(Initializers.heNormal()))),
        Arguments.of("sequential: [reshape: [48, 4], transformerBlock: {heads: 2, units: 5}]",
            sequential(reshape(48, 4), Layers.transformerBlock(2, 5))),
        Arguments.of("sequential: [reshape: [48, 4], transformerBlock: {heads: 2, units: 5, dropout: 0.1, causal: true}]",
            sequential(reshape(48, 4), Layers.transformerBlock(2, 5).dropout(0.1).causal())),
        Arguments.of("squeezeExcitation", Layers.squeezeExcitation()),
        Arguments.of("squeezeExcitation: 2", Layers.squeezeExcitation(2)),
        Arguments.of("denseNetBlock: {layers: 2, growth: 3}", Layers.denseNetBlock(2, 3)),
        Arguments.of("denseNetBlock: {layers: 2, growth: 3, bottleneck: 4}", Layers.denseNetBlock(2, 3).bottleneck(4)),
        Arguments.of("zeroPad2d: 2", Layers.zeroPad2d(2)),
        Arguments.of("zeroPad2d: [1, 0, 2, 3]", Layers.zeroPad2d(1, 0, 2, 3)),
        Arguments.of("upSample2d: 2", Layers.upSample2d(2)),
        Arguments.of("adaptiveAveragePool: [3, 2]", Layers.adaptiveAveragePool(3, 2)),
        Arguments.of("adaptiveMaxPool: 2", Layers.adaptiveMaxPool(2, 2)),
        Arguments.of("spatialDropout: 0.25", Layers.spatialDropout(0.25)),
        Arguments.of("alphaDropout: 0.25", Layers.alphaDropout(0.25)),
        Arguments.of("gaussianNoise: 0.25", Layers.gaussianNoise(0.25)),
        Arguments.of("gaussianDropout: 0.25", Layers.gaussianDropout(0.25)),
        Arguments.of("dropConnect: {units: 5, rate: 0.25}", Layers.dropConnect(5, 0.25)),
        Arguments.of("dropConnect: {units: 5, rate: 0.25, bias: false, initializer: heUniform}",
            Layers.dropConnect(5, 0.25).withoutBias().initializer(Initializers.heUniform())),
        Arguments.of("stochasticDepth: {survival: 0.8, layers: [dense: 4, relu]}",
            Layers.stochasticDepth(0.8, sequential(dense(4), relu()))),
        Arguments.of("stochasticDepth: {survival: 0.8, layers: [dense: 5], shortcut: {dense: 5}}",
            Layers.stochasticDepth(0.8, sequential(dense(5))).shortcut(dense(5))),
        Arguments.of("layerNorm", Layers.layerNorm()),
        Arguments.of("layerNorm: 0.01", Layers.layerNorm().epsilon(0.01)),
        Arguments.of("groupNorm: {groups: 2}", Layers.groupNorm(2)),
        Arguments.of("sequential: [reshape: [6, 32], groupNorm]", sequential(reshape(6, 32), Layers.groupNorm())),
        Arguments.of("groupNorm: {groups: 4, epsilon: 0.01}", Layers.groupNorm(4).epsilon(0.01)),
        Arguments.of("instanceNorm", Layers.instanceNorm()),
        Arguments.of("instanceNorm: {epsilon: 0.01}", Layers.instanceNorm().epsilon(0.01)),
        Arguments.of("dense: 5", dense(5)),
        Arguments.of("dense: {units: 5, bias: false, initializer: {constant: 0.5}}", dense(5).withoutBias().initializer(Initializers.constant(0.5))),
        initialized("{uniform: 0.1}", Initializers.uniform(0.1)),
        initialized("{normal: 0.1}", Initializers.normal(0.1)),
        initialized("{truncatedNormal: {deviation: 0.1}}", Initializers.truncatedNormal(0.1)),
        initialized("orthogonal", Initializers.orthogonal()),
        initialized("identity", Initializers.identity()),
        initialized("{scaled: {initializer: orthogonal, gain: relu}}", Initializers.scaled(Initializers.orthogonal(), Math.sqrt(2))),
        initialized("{scaled: {initializer: {normal: 0.1}, gain: 1.5}}", Initializers.scaled(Initializers.normal(0.1), 1.5)),
        initialized("zeros", Initializers.zeros()),
        initialized("ones", Initializers.ones()),
        initialized("glorotUniform", Initializers.glorotUniform()),
        initialized("glorotNormal", Initializers.glorotNormal()),
        initialized("heUniform", Initializers.heUniform()),
        initialized("heNormal", Initializers.heNormal()),
        initialized("lecunNormal", Initializers.lecunNormal()),
        Arguments.of("maxPool: 2", maxPool(2)),
        Arguments.of("maxPool: {size: 3, stride: 2, padding: same}", maxPool(3).stride(2).padding(Padding.SAME)),
        Arguments.of("averagePool: 2", averagePool(2)),
        Arguments.of("averagePool: {size: 3, stride: 1, padding: 1}", averagePool(3).stride(1).padding(Padding.of(1))),
        Arguments.of("globalAveragePool", globalAveragePool()),
        Arguments.of("globalMaxPool", globalMaxPool()),
        Arguments.of("flatten", flatten()),
        Arguments.of("reshape: [8, 24]", reshape(8, 24)),
        Arguments.of("dropout: 0.25", dropout(0.25)),
        Arguments.of("batchNorm", batchNorm()),
        Arguments.of("batchNorm: {momentum: 0.5, epsilon: 0.01}", batchNorm().momentum(0.5).epsilon(0.01)),
        Arguments.of("relu", relu()),
        Arguments.of("leakyRelu", leakyRelu()),
        Arguments.of("leakyRelu: 0.3", leakyRelu(0.3)),
        Arguments.of("generalisedRelu", Layers.generalisedRelu()),
        Arguments.of("absoluteValue", Layers.absoluteValue()),
        Arguments.of("elu", Layers.elu()),
        Arguments.of("selu", Layers.selu()),
        Arguments.of("celu", Layers.celu()),
        Arguments.of("gelu", Layers.gelu()),
        Arguments.of("geluTanh", Layers.geluTanh()),
        Arguments.of("silu", Layers.silu()),
        Arguments.of("mish", Layers.mish()),
        Arguments.of("softplus", Layers.softplus()),
        Arguments.of("softsign", Layers.softsign()),
        Arguments.of("hardSigmoid", Layers.hardSigmoid()),
        Arguments.of("hardTanh", Layers.hardTanh()),
        Arguments.of("hardSwish", Layers.hardSwish()),
        Arguments.of("parametricRelu", Layers.parametricRelu()),
        Arguments.of("generalisedRelu: -0.5", Layers.generalisedRelu(-0.5)),
        Arguments.of("elu: 0.5", Layers.elu(0.5)),
        Arguments.of("celu: {alpha: 2}", Layers.celu(2)),
        Arguments.of("parametricRelu: {perChannel: true, initial: 0.1}", Layers.parametricRelu().perChannel().initial(0.1)),
        Arguments.of("maxout: {units: 3, pieces: 2}", Layers.maxout(3, 2)),
        Arguments.of("maxout: {units: 3, pieces: 4, initializer: heNormal}", Layers.maxout(3, 4).initializer(Initializers.heNormal())),
        Arguments.of("sigmoid", sigmoid()),
        Arguments.of("tanh", tanh()),
        Arguments.of("softmax", softmax()),
        Arguments.of("sequential: [dense: 3, relu]", sequential(dense(3), relu())),
        Arguments.of("[dense: 3, relu]", sequential(dense(3), relu())),
        Arguments.of("residual: [conv2d: {filters: 4, kernel: 3}, relu]", residual(sequential(conv2d(4, 3), relu()))),
        Arguments.of("residual: {layers: [conv2d: {filters: 5, kernel: 3}], shortcut: {conv2d: {filters: 5, kernel: 1}}}",
            residual(sequential(conv2d(5, 3)), conv2d(5, 1))),
        Arguments.of("concat: [[dense: 3, relu], dense: 2]", concat(sequential(dense(3), relu()), dense(2))),
        Arguments.of("mlp: [7, 3]", Models.mlp(7, 3)),
        Arguments.of("mlp: {units: [7, 5, 3], activation: tanh, dropout: 0.25}", Models.mlp(7, 5, 3).activation(tanh()).dropout(0.25)),
        Arguments.of("mlp: {units: [7, 3], activation: {parametricRelu: {initial: 0.1}}, initializer: lecunUniform}",
            Models.mlp(7, 3).activation(Layers.parametricRelu().initial(0.1), Initializers.lecunUniform())),
        Arguments.of("mlp: {units: [7, 3], initializer: ones}", Models.mlp(7, 3).activation(relu(), Initializers.ones())),
        Arguments.of("lenet: 3", Models.lenet(3)),
        Arguments.of("vgg: 3", Models.vgg(3)),
        Arguments.of("resnet: {depth: 8, classes: 3}", Models.resnet(8, 3)),
        Arguments.of("densenet: {depth: 7, growth: 4, classes: 3}", Models.densenet(7, 4, 3)),
        Arguments.of("mobilenet: 3", Models.mobilenet(3)),
        Arguments.of("mobilenet: {classes: 3, width: 0.25}", Models.mobilenet(3, 0.25)),
        Arguments.of("named: {name: head, layer: {dense: 3}}", named("head", dense(3))));
  }

  private static Arguments initialized(String yaml, dev.gradus.initializer.Initializer java) {
    return Arguments.of("dense: {units: 5, initializer: " + yaml + "}", dense(5).initializer(java));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aLayerIsTheOneThatJavaMakes(String yaml, Layer java) {
    Layer read = KnownLayers.stack(List.of(Entry.of(YamlReader.read(yaml, "my.yaml"), "layer")));
    Model ours = Model.create(read, IMAGE, Seed.seed(5));
    Model theirs = Model.create(sequential(java), IMAGE, Seed.seed(5));
    assertThat(ours.variables().keySet()).isEqualTo(theirs.variables().keySet());
    assertThat(ours.weightsSha256()).isEqualTo(theirs.weightsSha256());
    for (Mode mode : Mode.values()) {
      assertThat(ours.graph(mode).values()).map(value -> value.op() + " " + value.path() + " " + value.type())
          .isEqualTo(theirs.graph(mode).values().stream().map(value -> value.op() + " " + value.path() + " " + value.type()).toList());
    }
  }

  @Test
  void bidirectionalTakesRecurrentLayersAlone() {
    Entry entry = Entry.of(YamlReader.read("bidirectional: {layer: {dense: 5}}", "my.yaml"), "layer");
    assertThatThrownBy(() -> KnownLayers.layer(entry)).isInstanceOf(RecipeException.class)
        .hasMessage("my.yaml line 1: unknown recurrent layer \"dense\"; known are simpleRnn, lstm, gru");
  }

  /// Each loss as a recipe writes it, as Java makes it, and how many outputs it reads.
  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of("softmaxCrossEntropy", Losses.softmaxCrossEntropy(), 3),
        Arguments.of("softmaxCrossEntropy: {labelSmoothing: 0.1, classWeights: [1, 2.5, 1e-1]}",
            Losses.softmaxCrossEntropy().labelSmoothing(0.1).classWeights(1, 2.5, 0.1), 3),
        Arguments.of("focal", Losses.focal(2), 3),
        Arguments.of("focal: 1.5", Losses.focal(1.5), 3),
        Arguments.of("multiClassHinge", Losses.multiClassHinge(), 3),
        Arguments.of("kullbackLeibler", Losses.kullbackLeibler(), 3),
        Arguments.of("binaryCrossEntropy", Losses.binaryCrossEntropy(), 3),
        Arguments.of("binaryCrossEntropy: {positiveWeight: 4}", Losses.binaryCrossEntropy().positiveWeight(4), 3),
        Arguments.of("binaryCrossEntropy: {positiveWeight: [1, 2, 3]}", Losses.binaryCrossEntropy().positiveWeight(1, 2, 3), 3),
        Arguments.of("binaryFocal", Losses.binaryFocal(2, 0.25), 3),
        Arguments.of("binaryFocal: {gamma: 1, alpha: 0.5}", Losses.binaryFocal(1, 0.5), 3),
        Arguments.of("hinge", Losses.hinge(), 3),
        Arguments.of("meanSquaredError", Losses.meanSquaredError(), 3),
        Arguments.of("meanAbsoluteError", Losses.meanAbsoluteError(), 3),
        Arguments.of("huber", Losses.huber(1), 3),
        Arguments.of("huber: 0.5", Losses.huber(0.5), 3),
        Arguments.of("logCosh", Losses.logCosh(), 3),
        Arguments.of("quantile: 0.9", Losses.quantile(0.9), 3),
        Arguments.of("poisson", Losses.poisson(), 3),
        Arguments.of("gaussianWithVariance", Losses.gaussianWithVariance(), 6),
        Arguments.of("mixtureDensity: 2", Losses.mixtureDensity(2), 14));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLossIsTheOneThatJavaMakes(String yaml, Loss java, int outputs) {
    Loss read = KnownTraining.loss(Entry.of(YamlReader.read(yaml, "my.yaml"), "loss"));
    assertThat(read.name()).isEqualTo(java.name());
    boolean labels = Set.of("focal", "multiClassHinge").contains(java.name());
    Value output = Value.input("output", DType.F32, Shape.of(outputs).batched());
    Value target = labels ? Value.input("target", DType.I32, Shape.SCALAR.batched()) : Value.input("target", DType.F32, Shape.of(3).batched());
    assertThat(ops(read.perExample(output, target))).isEqualTo(ops(java.perExample(output, target)));
    assertThat(ops(read.predict(output))).isEqualTo(ops(java.predict(output)));
  }

  /// Each metric as a recipe writes it, and its name in reports.
  static Stream<Arguments> metrics() {
    return Stream.of(
        Arguments.of("accuracy", Metrics.accuracy().name()),
        Arguments.of("topKAccuracy: 2", "top2Accuracy"),
        Arguments.of("meanSquaredError", Metrics.meanSquaredError().name()),
        Arguments.of("meanAbsoluteError", Metrics.meanAbsoluteError().name()),
        Arguments.of("logLoss", Metrics.logLoss().name()),
        Arguments.of("ofPrediction: meanAbsoluteError", "meanAbsoluteError"),
        Arguments.of("precision", "macroPrecision"),
        Arguments.of("precision: {average: micro}", "microPrecision"),
        Arguments.of("precision: {class: 1}", "precisionOfClass1"),
        Arguments.of("recall", "macroRecall"),
        Arguments.of("recall: {class: 1}", "recallOfClass1"),
        Arguments.of("recall: micro", "microRecall"),
        Arguments.of("f1", "macroF1"),
        Arguments.of("f1: {average: macro}", "macroF1"),
        Arguments.of("f1: {class: 2}", "f1OfClass2"),
        Arguments.of("rocAuc", SetMetrics.rocAuc().name()),
        Arguments.of("averagePrecision", SetMetrics.averagePrecision().name()),
        Arguments.of("calibrationError", SetMetrics.calibrationError().name()),
        Arguments.of("calibrationError: 10", SetMetrics.calibrationError().name()),
        Arguments.of("rSquared", SetMetrics.rSquared().name()),
        Arguments.of("rootMeanSquaredError", SetMetrics.rootMeanSquaredError().name()));
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void aMetricHasItsName(String yaml, String name) {
    Entry entry = Entry.of(YamlReader.read(yaml, "my.yaml"), "metric");
    assertThat(KnownTraining.needsWholeSet(entry) ? KnownTraining.setMetric(entry).name() : KnownTraining.metric(entry, Losses.poisson()).name()).isEqualTo(name);
  }

  @Test
  void aWrongMetricSaysWhichThereAre() {
    Entry unknown = Entry.of(YamlReader.read("rocauc", "my.yaml"), "metric");
    assertThatThrownBy(() -> KnownTraining.needsWholeSet(unknown))
        .hasMessageContaining("unknown metric \"rocauc\" (did you mean rocAuc?)");
    Entry both = Entry.of(YamlReader.read("f1: {class: 2, average: micro}", "my.yaml"), "metric");
    assertThatThrownBy(() -> KnownTraining.setMetric(both)).hasMessageEndingWith("f1: one class has no average: leave out average or class");
  }

  private static List<String> ops(Value root) {
    return Graph.reachable(List.of(root)).stream().map(value -> value.op() + " " + value.type()).toList();
  }

  /// Each output unit as a recipe writes it, and as Java makes it.
  static Stream<Arguments> outputs() {
    return Stream.of(
        Arguments.of("categorical: 3", OutputUnits.categorical(3)),
        Arguments.of("categorical: {classes: 2, labelSmoothing: 0.1, classWeights: [1, 2]}",
            OutputUnits.categorical(2, Losses.softmaxCrossEntropy().labelSmoothing(0.1).classWeights(1, 2))),
        Arguments.of("focal: 3", OutputUnits.focal(3, 2)),
        Arguments.of("focal: {classes: 3, gamma: 1}", OutputUnits.focal(3, 1)),
        Arguments.of("multiClassHinge: 3", OutputUnits.multiClassHinge(3)),
        Arguments.of("distribution: 3", OutputUnits.distribution(3)),
        Arguments.of("bernoulli: 2", OutputUnits.bernoulli(2)),
        Arguments.of("bernoulli: {answers: 2, positiveWeight: 4}", OutputUnits.bernoulli(2, Losses.binaryCrossEntropy().positiveWeight(4))),
        Arguments.of("binaryFocal: 2", OutputUnits.binaryFocal(2, 2, 0.25)),
        Arguments.of("binaryFocal: {answers: 2, gamma: 1, alpha: 0.5}", OutputUnits.binaryFocal(2, 1, 0.5)),
        Arguments.of("hinge: 1", OutputUnits.hinge(1)),
        Arguments.of("gaussian: 2", OutputUnits.gaussian(2)),
        Arguments.of("gaussianWithVariance: 2", OutputUnits.gaussianWithVariance(2)),
        Arguments.of("laplace: 2", OutputUnits.laplace(2)),
        Arguments.of("huber: 2", OutputUnits.huber(2, 1)),
        Arguments.of("huber: {size: 2, delta: 0.5}", OutputUnits.huber(2, 0.5)),
        Arguments.of("logCosh: 2", OutputUnits.logCosh(2)),
        Arguments.of("quantile: {size: 2, q: 0.9}", OutputUnits.quantile(2, 0.9)),
        Arguments.of("poisson: 2", OutputUnits.poisson(2)),
        Arguments.of("mixtureDensity: {components: 3, size: 2}", OutputUnits.mixtureDensity(3, 2)));
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void anOutputIsTheOneThatJavaMakes(String yaml, OutputUnit java) {
    Entry entry = Entry.of(YamlReader.read(yaml, "my.yaml"), "output");
    OutputUnit read = KnownOutputs.unit(entry);
    assertThat(read.name()).isEqualTo(java.name());
    Model ours = Model.create(KnownOutputs.ending(KnownLayers.stack(List.of(Entry.bare("relu", Place.OUTSIDE))), read, entry),
        Shape.of(5), Seed.seed(5));
    Model theirs = Model.create(sequential(relu(), java.layer()), Shape.of(5), Seed.seed(5));
    assertThat(ours.weightsSha256()).isEqualTo(theirs.weightsSha256());
    java.check(ours);
    int predicted = java.loss().predict(Value.input("output", DType.F32, Shape.of(java.outputs()).batched())).shape().without(0).size();
    boolean labels = Set.of("focal", "multiClassHinge").contains(java.name());
    Value output = Value.input("output", DType.F32, Shape.of(java.outputs()).batched());
    Value target = labels ? Value.input("target", DType.I32, Shape.SCALAR.batched())
        : Value.input("target", DType.F32, Shape.of(predicted).batched());
    assertThat(ops(read.loss().perExample(output, target))).isEqualTo(ops(java.loss().perExample(output, target)));
  }

  /// Each augmentation likewise.
  static Stream<Arguments> augmentations() {
    return Stream.of(
        Arguments.of("horizontalFlip", Augmentations.horizontalFlip()),
        Arguments.of("horizontalFlip: 0.9", Augmentations.horizontalFlip(0.9)),
        Arguments.of("verticalFlip", Augmentations.verticalFlip()),
        Arguments.of("verticalFlip: 0.9", Augmentations.verticalFlip(0.9)),
        Arguments.of("erase", Augmentations.erase()),
        Arguments.of("erase: {probability: 0.9, smallest: 0.1, largest: 0.2}", Augmentations.erase(0.9, 0.1, 0.2)),
        Arguments.of("crop: 2", Augmentations.crop(2)),
        Arguments.of("crop: {padding: 2, probability: 0.5}", Augmentations.sometimes(0.5, Augmentations.crop(2))),
        Arguments.of("shift: 0.2", Augmentations.shift(0.2)),
        Arguments.of("rotate: 20", Augmentations.rotate(20)),
        Arguments.of("scale: 0.2", Augmentations.scale(0.2)),
        Arguments.of("shear: 10", Augmentations.shear(10)),
        Arguments.of("elastic", Augmentations.elastic()),
        Arguments.of("elastic: {strength: 10, deviation: 2}", Augmentations.elastic(10, 2)),
        Arguments.of("brightness: 0.3", Augmentations.brightness(0.3)),
        Arguments.of("contrast: 0.3", Augmentations.contrast(0.3)),
        Arguments.of("saturation: 0.3", Augmentations.saturation(0.3)),
        Arguments.of("hue: 0.1", Augmentations.hue(0.1)),
        Arguments.of("noise: 0.1", Augmentations.noise(0.1)),
        Arguments.of("blur: 1.5", Augmentations.blur(1.5)),
        Arguments.of("cutout: 3", Augmentations.cutout(3)),
        Arguments.of("randAugment: {operations: 2, magnitude: 5}", Augmentations.randAugment(2, 5)),
        Arguments.of("scaleSignal: 0.1", Augmentations.scaleSignal(0.1)),
        Arguments.of("mixup: 0.4", Augmentations.mixup(0.4)),
        Arguments.of("cutmix", Augmentations.cutmix()),
        Arguments.of("cutmix: 0.4", Augmentations.cutmix(0.4)));
  }

  @ParameterizedTest
  @MethodSource("augmentations")
  void anAugmentationIsTheOneThatJavaMakes(String yaml, Augmentation java) {
    Dataset data = RoundTripTest.coloured();
    Augmentation read = KnownAugmentations.augmentation(Entry.of(YamlReader.read(yaml, "my.yaml"), "augmentation"));
    for (int i = 0; i < data.size(); i++) {
      assertThat(read.view(data, 3, 2).input(i)).isEqualTo(java.view(data, 3, 2).input(i));
    }
  }

  private static final String CARE = "data: {set: moons, train: 40, test: 10}\nmodel: [dense: 4, relu]\n";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "output: {categorical: 1}|x line 3: categorical: there must be at least 2 classes, not 1. For one yes-or-no answer use bernoulli(1)",
    "output: {softmax: 2}|x line 3: unknown output unit \"softmax\"; known are categorical, focal, multiClassHinge, distribution,"
        + " bernoulli, binaryFocal, hinge, gaussian, gaussianWithVariance, laplace, huber, logCosh, quantile, poisson, mixtureDensity",
    "weights: balancd|x line 3: unknown kind of weights \"balancd\" (did you mean balanced?)",
    "augment: [mixup]|x line 3: mixup: the option alpha, a number, is missing",
    "augment: [mixup: 0]|x line 3: mixup: mixup's alpha must be above 0 and finite, not 0.0",
    "earlyStopping: {patience: 0}|x line 3: early stopping's patience must be at least 1 epoch, not 0",
    "earlyStopping: {patience: 2, watch: f1}|x line 3: early stopping watches \"f1\", but what is measured after an epoch is loss,"
        + " accuracy",
    "validationSplit: 0\\nearlyStopping: 2|x line 4: early stopping watches the validation loss, but there are no validation data. Set"
        + " validationSplit?",
    "shuffle: 0|x line 3: a shuffle's window must be at least 1, not 0",
    "shuffle: {windw: 5}|x line 3: shuffle: unknown option \"windw\" (did you mean window?); its options are window",
    "loading: {thread: 2}|x line 3: loading: unknown option \"thread\" (did you mean threads?); its options are threads, ahead",
    "loading: {ahead: 2}|x line 3: loading: the option threads, a whole number, is missing",
    "loading: {threads: 2, ahead: 0}|x line 3: loading keeps at least 1 batch ready, not 0",
    "loading: 1000000|x line 3: loading: threads are at most 256, not 1000000",
    "schedule: [cosine, constant]|x line 3: cosine: the option steps, a whole number, is missing",
    "schedule: [cosine: {steps: 0}, constant]|x line 3: cosine: the number of steps before the next schedule must be at least 1, not 0",
  })
  void whatIsWrongInTheTrainingHasItsLine(String yaml, String message) {
    assertThatThrownBy(() -> Blueprint.of(Recipe.read(CARE + yaml.replace("\\n", "\n") + "\n", "x")))
        .isInstanceOf(dev.gradus.GradusException.class).hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "spirals", "moons", "circles", "xor"})
  void anOutlineIsLikeTheDataWithoutThem(String name) {
    Recipe recipe = Recipe.read("data: {set: " + name + ", train: 20, test: 7}\nmodel: [flatten, dense: 10]\n", "x");
    Source source = Blueprint.of(recipe.withSeed(1)).source();
    var outline = source.outline().orElseThrow();
    var train = source.train(1);
    assertThat(outline.size()).isEqualTo(train.size()).isEqualTo(20);
    assertThat(outline.inputShape()).isEqualTo(train.inputShape());
    assertThat(outline.classes()).isEqualTo(train.classes());
    assertThat(source.test(1).size()).isEqualTo(7);
    float[] first = new float[train.inputShape().size()];
    float[] other = first.clone();
    train.readInput(0, first, 0);
    source.test(1).readInput(0, other, 0);
    assertThat(other).as("the test set is another").isNotEqualTo(first);
  }
}
