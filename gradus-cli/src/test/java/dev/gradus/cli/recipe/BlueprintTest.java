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

import dev.gradus.initializer.Initializers;
import dev.gradus.layer.Bias;
import dev.gradus.layer.Conv2d;
import dev.gradus.layer.Layer;
import dev.gradus.layer.Mode;
import dev.gradus.layer.Padding;
import dev.gradus.model.Model;
import dev.gradus.random.Seed;
import dev.gradus.tensor.Shape;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
        Arguments.of("dense: 5", dense(5)),
        Arguments.of("dense: {units: 5, bias: false, initializer: {constant: 0.5}}", dense(5).withoutBias().initializer(Initializers.constant(0.5))),
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
        Arguments.of("sigmoid", sigmoid()),
        Arguments.of("tanh", tanh()),
        Arguments.of("softmax", softmax()),
        Arguments.of("sequential: [dense: 3, relu]", sequential(dense(3), relu())),
        Arguments.of("[dense: 3, relu]", sequential(dense(3), relu())),
        Arguments.of("residual: [conv2d: {filters: 4, kernel: 3}, relu]", residual(sequential(conv2d(4, 3), relu()))),
        Arguments.of("residual: {layers: [conv2d: {filters: 5, kernel: 3}], shortcut: {conv2d: {filters: 5, kernel: 1}}}",
            residual(sequential(conv2d(5, 3)), conv2d(5, 1))),
        Arguments.of("concat: [[dense: 3, relu], dense: 2]", concat(sequential(dense(3), relu()), dense(2))),
        Arguments.of("named: {name: head, layer: {dense: 3}}", named("head", dense(3))));
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
  void everyLayerIsAmongThem() {
    Set<String> tested = new LinkedHashSet<>();
    layers().map(row -> (String) row.get()[0]).map(yaml -> Entry.of(YamlReader.read(yaml, "my.yaml"), "layer").name()).forEach(tested::add);
    assertThat(tested).containsExactlyInAnyOrderElementsOf(KnownLayers.names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmaxCrossEntropy", "binaryCrossEntropy", "meanSquaredError"})
  void aLossHasItsName(String name) {
    assertThat(KnownTraining.loss(Entry.bare(name, Place.OUTSIDE)).name()).isEqualTo(name);
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
