package dev.gradus.cli.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecipeTest {
  private static final String LEAST = "data: digits\nmodel: [flatten, dense: 10]\n";

  @TempDir
  Path folder;

  @Test
  void readsEveryKey() {
    Recipe recipe = Recipe.read("""
        name: mine
        data: {set: digits, train: 30, test: 20}
        model:
          - flatten
          - dense: 20
          - relu
          - dense: 10
        loss: meanSquaredError
        optimizer: {momentum: {learningRate: 0.5}}
        metrics: []
        epochs: 7
        batchSize: 8
        validationSplit: 0.25
        seed: 9
        """, "x");
    assertThat(recipe.name()).isEqualTo("mine");
    assertThat(recipe.data().name()).isEqualTo("digits");
    assertThat(recipe.data().integer("train")).isEqualTo(30);
    assertThat(recipe.model()).extracting(Entry::name).containsExactly("flatten", "dense", "relu", "dense");
    assertThat(recipe.loss().orElseThrow().name()).isEqualTo("meanSquaredError");
    assertThat(recipe.optimizer().name()).isEqualTo("momentum");
    assertThat(recipe.optimizer().number("learningRate")).isEqualTo(0.5);
    assertThat(recipe.metrics()).isEmpty();
    assertThat(recipe.epochs()).isEqualTo(7);
    assertThat(recipe.batchSize()).isEqualTo(8);
    assertThat(recipe.validationSplit()).isEqualTo(0.25);
    assertThat(recipe.seed()).isEqualTo(9);
  }

  @Test
  void hasDefaultsForAllButDataAndModel() throws IOException {
    Path file = Files.writeString(folder.resolve("my own.yaml"), LEAST);
    Recipe recipe = Recipe.read(file);
    assertThat(recipe.name()).isEqualTo("my-own");
    assertThat(recipe.loss().orElseThrow().name()).isEqualTo("softmaxCrossEntropy");
    assertThat(recipe.optimizer().name()).isEqualTo("adam");
    assertThat(recipe.epochs()).isEqualTo(10);
    assertThat(recipe.batchSize()).isEqualTo(64);
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "digits-mlp", "fashion-mnist", "fashion-mnist-best", "spirals"})
  void aWrittenRecipeReadsBackEqual(String name) {
    Recipe recipe = Recipe.find(name).withSeed(Long.MAX_VALUE).withEpochs(3).withBatchSize(Recipe.ALL).withLearningRate(1e-5);
    Recipe again = Recipe.read(recipe.yaml(), "recipe.yaml");
    assertThat(again).isEqualTo(recipe);
    assertThat(again.yaml()).isEqualTo(recipe.yaml());
    assertThat(again).isNotEqualTo(recipe.withEpochs(4));
  }

  private static final String CARE = """
      data: digits
      model: [flatten]
      weights: balanced
      augment: [{mixup: 0.2}, cutmix]
      output: {categorical: {classes: 10, labelSmoothing: 0.1}}
      schedule: [linearWarmUp: {steps: 5}, cosine]
      averageWeights: 0.99
      metrics: [accuracy, {ofPrediction: logLoss}]
      earlyStopping: {patience: 5, leastImprovement: 0.001, watch: accuracy}
      shuffle: {window: 500}
      loading: {threads: 2, ahead: 4}
      """;

  @ParameterizedTest
  @ValueSource(strings = {CARE, LEAST + "earlyStopping: 3\n", LEAST + "loss: focal\n", LEAST + "shuffle: 50\nloading: 0\n"})
  void everyKeyOfTheTrainingReadsBackEqual(String yaml) {
    Recipe recipe = Recipe.read(yaml, "x").withEpochs(3);
    Recipe again = Recipe.read(recipe.yaml(), "recipe.yaml");
    assertThat(again).isEqualTo(recipe);
    assertThat(again.yaml()).isEqualTo(recipe.yaml());
    assertThat(recipe.output().isPresent()).isNotEqualTo(recipe.loss().isPresent());
  }

  @Test
  void writesTextsThatLookLikeNumbersAsTexts() {
    Recipe recipe = Recipe.read("name: \"7\"\ndata: {set: idx, folder: \"0123\", classes: [\"true\", \"1\", \"a: b\"]}\nmodel: [relu]\n", "x");
    assertThat(Recipe.read(recipe.yaml(), "y")).isEqualTo(recipe);
    assertThat(recipe.data().texts("classes")).containsExactly("true", "1", "a: b");
  }

  @Test
  void flagsOverrideIt() {
    Recipe recipe = Recipe.find("fashion-mnist").withFolder(Path.of("data", "fashion")).withLearningRate(0.5);
    assertThat(recipe.data().text("folder")).isEqualTo(Path.of("data", "fashion").toString());
    assertThat(recipe.optimizer().taking("learningRate").number("learningRate")).isEqualTo(0.5);
    Recipe brief = Recipe.read(LEAST + "optimizer: {adam: 0.1}\n", "x").withLearningRate(0.25);
    assertThat(brief.optimizer().taking("learningRate").number("learningRate")).isEqualTo(0.25);
    assertThatThrownBy(() -> Recipe.find("digits").withFolder(Path.of("x")))
        .isInstanceOf(GradusException.class).hasMessage("the data set digits is generated: it takes no folder");
    assertThatThrownBy(() -> Recipe.find("digits").withEpochs(0)).hasMessage("epochs is at least 1, not 0");
  }

  @Test
  void aFileIsFoundByItsEndingOrByBeingThere() throws IOException {
    Path plain = Files.writeString(folder.resolve("plain"), LEAST);
    assertThat(Recipe.find(plain.toString()).name()).isEqualTo("plain");
    Path missing = folder.resolve("missing.yaml");
    assertThatThrownBy(() -> Recipe.find(missing.toString())).isInstanceOf(GradusException.class)
        .hasMessage("no such file or folder: " + missing);
  }

  @Test
  void anUnknownNameGetsTheNearest() {
    assertThatThrownBy(() -> Recipe.find("digit")).isInstanceOf(GradusException.class).hasMessage(
        "unknown recipe \"digit\" (did you mean digits?); built in are digits, digits-mlp, fashion-mnist, fashion-mnist-best, spirals;"
            + " a file's name ends in .yaml");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "data: digits\\nmodel: [relu]\\nepoch: 3|x line 3: recipe: unknown option \"epoch\" (did you mean epochs?); its options are"
        + " name, data, weights, augment, model, output, loss, optimizer, schedule, averageWeights, metrics, epochs, batchSize,"
        + " validationSplit, earlyStopping, shuffle, loading, seed",
    "data: digits\\nmodel: [relu]\\noutput: {categorical: 10}\\nloss: focal|x line 4: the recipe has an output, which brings its loss,"
        + " and a loss too: leave out one of them",
    "data: digits\\nmodel: [relu]\\naverageWeights: 1|x: averageWeights is the decay of a moving average, from 0 to below 1, not 1.0",
    "data: digits\\nmodel: [relu]\\nepochs: many|x line 3: recipe.epochs: expected a whole number, not the text \"many\"",
    "data: digits\\nmodel: [relu]\\nepochs: 0|x: epochs is at least 1, not 0",
    "data: digits\\nmodel: [relu]\\nepochs: 99999999999|x line 3: recipe.epochs: expected a whole number, not the number 99999999999",
    "data: digits\\nmodel: [relu]\\nseed: 99999999999999999999|x line 3: the number 99999999999999999999 is too large",
    "data: digits\\nmodel: [relu]\\nvalidationSplit: 1.0|x: validationSplit is a part of the training data, from 0 to below 1, not 1.0",
    "data: digits\\nmodel: relu|x line 2: expected a list of layers, each after a dash, not the text \"relu\"",
    "data: digits\\nmodel: []|x: the recipe's model has no layers",
    "data: digits\\nmodel:\\n  - relu\\n  - 7|x line 4: expected a layer, not the number 7",
    "data: digits\\nmodel:\\n  - relu\\n  - residual:|x line 4: residual has nothing after its colon: indent what belongs to it, or"
        + " leave the colon out",
    "data: digits\\nmodel:\\n  - conv2d: 3\\n    kernel: 3|x line 3: expected one layer, but here are the keys conv2d, kernel: write"
        + " the options within it, as in conv2d: {option: value}",
    "data: digitz\\nmodel: [relu]|x line 1: unknown data set \"digitz\" (did you mean digits?)",
    "data: photographs\\nmodel: [relu]|x line 1: unknown data set \"photographs\"; known are digits, idx, spirals, moons, circles, xor, images, npz,"
        + " mnist, fashion-mnist, kmnist, emnist-balanced, emnist-letters, emnist-digits, emnist-byclass, cifar-10, cifar-100",
    "data: {set: digits, trian: 3}\\nmodel: [relu]|x line 1: digits: unknown option \"trian\" (did you mean train?); its options are"
        + " train, test",
    "data: {train: 3}\\nmodel: [relu]|x line 1: data names its set, such as set: digits",
    "model: [relu]|x: the recipe has no data; it needs data: and model:",
    "just text|x line 1: a recipe is made of keys such as data: and model:, not the text \"just text\"",
    "name: ../../etc\\ndata: digits\\nmodel: [relu]|x: the recipe's name \"../../etc\" names its run folders: it takes letters,"
        + " digits, dots, dashes and underscores, at most 64, and starts with a letter or digit",
    "data: digits\\ndata: digits|x line 2: the key \"data\" is given twice, first on line 1",
    "data: &a digits\\nmodel: *a|x line 2: anchors (&) and aliases (*) aren't read in a recipe; write it out",
    "data: digits\\n---\\ndata: digits|x line 3: a recipe is one YAML document, and here a second one starts",
  })
  void saysWhatIsWrongAndWhere(String yaml, String message) {
    assertThatThrownBy(() -> Recipe.read(yaml.replace("\\n", "\n"), "x"))
        .isInstanceOf(GradusException.class).hasMessage(message);
  }

  @Test
  void noTagNamesAClass() {
    assertThat(Recipe.read("data: !!java.io.File digits\nmodel: !!java.util.HashSet [!x relu]\n", "x"))
        .isEqualTo(Recipe.read("data: digits\nmodel: [relu]\n", "x"));
  }

  @Test
  void brokenYamlNamesItsLine() {
    assertThatThrownBy(() -> Recipe.read("data: digits\nmodel: [relu\nepochs: 3\n", "my.yaml"))
        .isInstanceOf(GradusException.class).hasMessageStartingWith("my.yaml line 3: this isn't YAML: ").message().hasLineCount(1);
    assertThatThrownBy(() -> Recipe.read("data:\n\t- x\n", "my.yaml"))
        .isInstanceOf(GradusException.class).hasMessageStartingWith("my.yaml line 2: this isn't YAML: ").message().hasLineCount(1);
    assertThatThrownBy(() -> Recipe.read("", "my.yaml")).hasMessage("my.yaml: the recipe is empty");
  }

  @Test
  void boundsWhatASmallFileCanBecome() throws IOException {
    String laughs = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n";
    assertThatThrownBy(() -> Recipe.read(laughs, "x")).hasMessageContaining("anchors (&) and aliases (*) aren't read");
    assertThatThrownBy(() -> Recipe.read("model: " + "[".repeat(200_000), "x"))
        .isInstanceOf(GradusException.class).hasMessageContaining("nested deeper than 64 levels");
    assertThatThrownBy(() -> Recipe.read("model: " + "{a: ".repeat(200_000), "x"))
        .isInstanceOf(GradusException.class).hasMessageContaining("nested deeper than 64 levels");
    assertThatThrownBy(() -> Recipe.read("model: [" + "x, ".repeat(50_000) + "x]", "x"))
        .isInstanceOf(GradusException.class).hasMessageContaining("more than 20000 values");
    Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> Recipe.read(large))
        .isInstanceOf(GradusException.class).hasMessage("large.yaml: a recipe has at most 1048576 bytes, and this is larger");
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertThatThrownBy(() -> Recipe.read(binary)).isInstanceOf(GradusException.class).hasMessage("binary.yaml: the text isn't UTF-8");
  }

  @Test
  void everyBuiltInRecipeSaysWhatItIsAbout() {
    assertThat(BuiltIn.names()).allSatisfy(name -> {
      assertThat(BuiltIn.about(name)).endsWith(".").doesNotStartWith("#");
      assertThat(Recipe.find(name).name()).isEqualTo(name);
    });
    assertThat(Blueprint.of(Recipe.find("fashion-mnist")).source().outline().orElseThrow().classes()).isEqualTo(List.of("T-shirt/top", "Trouser",
        "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"));
  }
}
