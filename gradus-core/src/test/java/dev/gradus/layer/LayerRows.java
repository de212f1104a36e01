package dev.gradus.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.activation.ActivationsTest;
import dev.gradus.catalogue.Row;
import dev.gradus.graph.Value;
import dev.gradus.initializer.Initializers;
import dev.gradus.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.function.Executable;

/// The catalogue's rows of the layers: the test of each layer's numbers, and its gradient by the input and by each parameter
/// on a small input, in [Mode#TRAINING] where that is what differs.
public final class LayerRows {
  private LayerRows() {}

  public static List<Row> catalogue() {
    return Stream.of(blocks(), linear(), images(), recurrent(), sequences(), noise(), units()).flatMap(rows -> rows).toList();
  }

  private static Row row(String name, Executable value, Layer layer, int... input) {
    return row(name, value, layer, Mode.INFERENCE, input);
  }

  private static Row row(String name, Executable value, Layer layer, Mode mode, int... input) {
    return new Row(name, value, () -> {
      assertThat(((NamedLayer) layer).name()).as("the name of what has the gradient").isEqualTo(name);
      Gradient.check(new Built(layer, mode, Shape.of(input)), 3);
    });
  }

  private static Stream<Row> blocks() {
    LayersTest test = new LayersTest();
    NoiseLayersTest noise = new NoiseLayersTest();
    ImageLayersTest images = new ImageLayersTest();
    return Stream.of(
        row("sequential", LayerRows::sequentialIsOneAfterAnother, Layers.sequential(Layers.dense(4), Layers.tanh()), 5),
        new Row("named", LayerRows::namedIsTheLayer, () -> Gradient.check(Built.of(Layers.named("head", Layers.dense(3)), 4), 2)),
        new Row("shared", new SharedTest()::itsGradientIsThatOfTheGraphByHand, new SharedTest()::itsGradientIsThatOfCentralDifferences),
        row("layer", LayerRows::layerIsItsFunction, scaling(), 3),
        row("residual", test::residualAddsItsInputOrAShortcut, Layers.residual(Layers.tanh()), 4),
        row("residual", test::residualAddsItsInputOrAShortcut, Layers.residual(Layers.tanh(), Layers.dense(4)), 4),
        row("concat", test::concatJoinsBranchesAlongTheLastAxis, Layers.concat(Layers.tanh(), Layers.dense(2)), 3),
        row("stochasticDepth", noise::stochasticDepthSkipsTheBlockForWholeExamples,
            Layers.stochasticDepth(0.5, Layers.dense(4)), Mode.TRAINING, 3, 4),
        row("denseNetBlock", images::denseNetBlockKeepsWhatCameBefore, Layers.denseNetBlock(2, 2), Mode.TRAINING, 3, 2, 2),
        row("squeezeExcitation", images::squeezeExcitationWeighsChannels, Layers.squeezeExcitation(2), 2, 3, 4));
  }

  private static void sequentialIsOneAfterAnother() {
    Built built = Built.of(Layers.sequential(Layers.dense(4), Layers.tanh()), 5);
    double[] dense = LayersTest.dense(built.input(2), built.numbers.get("dense_1/kernel"), built.numbers.get("dense_1/bias"), 5);
    assertThat(built.output(2)).containsExactly(Arrays.stream(dense).map(Math::tanh).toArray(), within(1e-12));
  }

  private static void namedIsTheLayer() {
    Built built = Built.of(Layers.named("head", Layers.dense(4)), 5);
    assertThat(built.variables.keySet()).containsExactly("head/kernel", "head/bias");
    assertThat(built.output(2)).containsExactly(
        LayersTest.dense(built.input(2), built.numbers.get("head/kernel"), built.numbers.get("head/bias"), 5), within(1e-12));
  }

  private static NamedLayer scaling() {
    return Layers.layer("layer", (scope, x) -> x.multiply(scope.parameter("factor", Shape.SCALAR, Initializers.ones())));
  }

  private static void layerIsItsFunction() {
    Built built = Built.of(scaling(), 3);
    double factor = built.numbers.get("layer_1/factor")[0];
    assertThat(built.output(2)).containsExactly(Arrays.stream(built.input(2)).map(x -> factor * x).toArray());
  }

  private static Stream<Row> linear() {
    LayersTest test = new LayersTest();
    ImageLayersTest images = new ImageLayersTest();
    return Stream.of(
        row("dense", test::denseIsAProductAndABias, Layers.dense(4), 3),
        row("conv2d", test::conv2dIsTheSumOverItsWindow, Layers.conv2d(3, 2), 3, 4, 2),
        row("conv2d", test::conv2dStridesPadsAndDilates, Layers.conv2d(2, 2, 3).stride(2).dilation(2), 4, 5, 2),
        row("conv2d", test::conv2dInGroupsAndDepthwise, Layers.conv2d(4, 3).groups(2), 3, 3, 4),
        row("depthwiseConv2d", images::depthwiseConvolvesEachChannelByItself, Layers.depthwiseConv2d(3).multiplier(2), 3, 4, 2),
        row("separableConv2d", images::separableIsDepthwiseThenPointwise, Layers.separableConv2d(3, 2), 3, 4, 2),
        row("conv1d", images::conv1dSlidesAlongASequence, Layers.conv1d(3, 3), 5, 2),
        row("transposedConv2d", images::transposedConvolutionLaysFiltersOverTheOutput, Layers.transposedConv2d(2, 3).stride(2), 2, 3, 2),
        row("locallyConnected2d", images::locallyConnectedHasAFilterForEachPlace, Layers.locallyConnected2d(2, 2), 3, 3, 2));
  }

  private static Stream<Row> images() {
    LayersTest test = new LayersTest();
    ImageLayersTest images = new ImageLayersTest();
    return Stream.of(
        row("zeroPad2d", images::zeroPadPutsZerosAround, Layers.zeroPad2d(1, 0, 2, 3), 2, 3, 2),
        row("upSample2d", images::upSampleRepeatsPixels, Layers.upSample2d(2), 2, 3, 2),
        row("adaptiveAveragePool", images::adaptivePoolsCutIntoEqualWindows, Layers.adaptiveAveragePool(2, 2), 4, 6, 2),
        row("adaptiveMaxPool", images::adaptivePoolsCutIntoEqualWindows, Layers.adaptiveMaxPool(2, 2), 4, 6, 2),
        row("maxPool", test::poolsTakeTheLargestOrTheMeanOfEachWindow, Layers.maxPool(2), 4, 5, 2),
        row("averagePool", test::poolsTakeTheLargestOrTheMeanOfEachWindow, Layers.averagePool(2), 4, 5, 2),
        row("globalAveragePool", test::globalPoolsLeaveTheChannels, Layers.globalAveragePool(), 3, 4, 2),
        row("globalMaxPool", test::globalPoolsLeaveTheChannels, Layers.globalMaxPool(), 3, 4, 2),
        row("flatten", test::flattenAndReshapeKeepTheNumbers, Layers.flatten(), 3, 2, 2),
        row("reshape", test::flattenAndReshapeKeepTheNumbers, Layers.reshape(6, 2), 3, 2, 2));
  }

  private static Stream<Row> recurrent() {
    return Stream.of(
        row("simpleRnn", () -> recurrentGoldens("simpleRnn "), Layers.simpleRnn(2), 3, 2),
        row("lstm", () -> recurrentGoldens("lstm "), Layers.lstm(2), 3, 2),
        row("gru", () -> recurrentGoldens("gru "), Layers.gru(2), 3, 2),
        row("gru", () -> recurrentGoldens("gruResetBefore "), Layers.gru(2).resetBefore().sequences(), 3, 2),
        row("bidirectional", () -> recurrentGoldens(" bidirectional"), Layers.bidirectional(Layers.gru(2)), 3, 2),
        row("bidirectional", () -> recurrentGoldens(" bidirectional"), Layers.bidirectional(Layers.lstm(2).sequences()), 3, 2));
  }

  private static void recurrentGoldens(String part) {
    List<String> cases = RecurrentGoldensTest.cases().stream().filter(name -> name.contains(part)).toList();
    assertThat(cases).hasSizeGreaterThan(5).allSatisfy(new RecurrentGoldensTest()::hasTheOutputsAndGradientsOfPyTorch);
  }

  private static Stream<Row> sequences() {
    SequenceLayersTest test = new SequenceLayersTest();
    AttentionGoldenTest goldens = new AttentionGoldenTest();
    return Stream.of(
        ofIds("embedding", goldens::anEmbeddingIsThatOfPyTorch, Layers.embedding(4, 2)),
        ofIds("maskZeros", test::integersAreIdsToo, Layers.maskZeros(Layers.embedding(4, 2), Layers.globalAveragePool1d())),
        row("positionalEncoding", () -> test.positionsAreSinesAndCosines(6), Layers.positionalEncoding(), 3, 4),
        row("learnedPositions", test::learnedPositionsAreAddedToTheirSteps, Layers.learnedPositions(), 3, 4),
        row("multiHeadAttention", () -> goldens.attentionIsThatOfPyTorch("plain", false, false), Layers.multiHeadAttention(2), 3, 4),
        row("multiHeadAttention", () -> goldens.attentionIsThatOfPyTorch("causal", false, true), Layers.multiHeadAttention(2).causal(), 3, 4),
        row("transformerBlock", goldens::aTransformerBlockIsThatOfPyTorch, Layers.transformerBlock(2, 5), 3, 4),
        row("globalAveragePool1d", test::poolsTakeTheStepsThatCount, Layers.globalAveragePool1d(), 3, 2),
        row("globalMaxPool1d", test::poolsTakeTheStepsThatCount, Layers.globalMaxPool1d(), 3, 2));
  }

  /// A layer of ids 0 to 3, which are no numbers to differentiate by: made of x, whose gradient is 0.
  private static Row ofIds(String name, Executable value, NamedLayer layer) {
    return new Row(name, value, () -> {
      assertThat(layer.name()).as("the name of what has the gradient").isEqualTo(name);
      assertThat(Built.of((_, x) -> ids(x), 3).output(8)).as("ids").contains(0, 1, 2, 3).hasSize(24);
      Gradient.check(Built.of((scope, x) -> layer.apply(scope, ids(x)), 3), 8);
    });
  }

  private static Value ids(Value x) {
    return x.greater(-0.5).add(x.greater(0)).add(x.greater(0.5));
  }

  private static Stream<Row> noise() {
    NoiseAndNormTest test = new NoiseAndNormTest();
    NoiseLayersTest noise = new NoiseLayersTest();
    NormsTest norms = new NormsTest();
    return Stream.of(
        row("dropout", test::dropoutDropsItsRateAndScalesTheRest, Layers.dropout(0.5), Mode.TRAINING, 6),
        row("spatialDropout", noise::spatialDropoutDropsWholeChannels, Layers.spatialDropout(0.5), Mode.TRAINING, 3, 4),
        row("alphaDropout", noise::alphaDropoutKeepsMeanAndVariance, Layers.alphaDropout(0.5), Mode.TRAINING, 6),
        row("gaussianNoise", noise::gaussianNoiseHasItsDeviationWhateverTheNumber, Layers.gaussianNoise(0.5), Mode.TRAINING, 6),
        row("gaussianDropout", noise::gaussianDropoutHasTheVarianceOfDropout, Layers.gaussianDropout(0.5), Mode.TRAINING, 6),
        row("dropConnect", noise::dropConnectDropsConnectionsForTheWholeBatch, Layers.dropConnect(5, 0.5), Mode.TRAINING, 4),
        row("batchNorm", test::batchNormNormalisesEachChannelWhileTraining, Layers.batchNorm(), Mode.TRAINING, 2, 3),
        row("batchNorm", test::batchNormUsesItsRunningStatisticsAtInference, Layers.batchNorm(), 2, 3),
        row("layerNorm", () -> norms.layerNormNormalisesTheLastAxis(Mode.INFERENCE), Layers.layerNorm(), 5),
        row("groupNorm", () -> norms.groupNormNormalisesNeighbouringChannelsOfAnExample(Mode.INFERENCE), Layers.groupNorm(2), 3, 4),
        row("instanceNorm", () -> norms.instanceNormNormalisesEachChannelOfAnExample(Mode.INFERENCE), Layers.instanceNorm(), 5, 2));
  }

  private static Stream<Row> units() {
    LayersTest test = new LayersTest();
    LearnedUnitsTest learned = new LearnedUnitsTest();
    return Stream.concat(
        Stream.of(
            row("parametricRelu", learned::parametricReluHasOneSlopeOrOneForEachChannel, Layers.parametricRelu(), 4),
            row("maxout", learned::maxoutTakesTheLargestOfItsPieces, Layers.maxout(2, 3), 4),
            row("softmax", test::softmaxIsOverTheLastAxisAndSurvivesHugeNumbers, Layers.softmax(), 4)),
        Stream.of(Layers.relu(), Layers.leakyRelu(), Layers.generalisedRelu(), Layers.absoluteValue(), Layers.elu(), Layers.selu(),
            Layers.celu(), Layers.gelu(), Layers.geluTanh(), Layers.silu(), Layers.mish(), Layers.softplus(), Layers.softsign(),
            Layers.hardSigmoid(), Layers.hardTanh(), Layers.hardSwish(), Layers.sigmoid(), Layers.tanh()).map(LayerRows::unit));
  }

  /// A unit with its default options is the formula that its activation is held to.
  private static Row unit(Activation layer) {
    return row(layer.name(), () -> {
      Built built = Built.of(layer, 4);
      double[] expected = Arrays.stream(built.input(3)).map(ActivationsTest.formula(layer.name())).toArray();
      assertThat(built.output(3)).containsExactly(expected, within(1e-12));
    }, layer, 4);
  }
}
