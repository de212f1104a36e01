package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.data.digits.Digits;
import dev.gradus.dataset.Dataset;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The commands from their arguments to what they print and write.
class CommandsTest {
  private static final String DIGITS = """
      name: tiny
      data: {set: digits, train: 400, test: 100}
      model:
        - conv2d: {filters: 4, kernel: 3, stride: 2}
        - batchNorm
        - relu
        - flatten
        - dense: 10
      optimizer: {adam: {learningRate: 0.01}}
      epochs: 4
      batchSize: 32
      seed: 3
      """;

  @TempDir
  static Path folder;

  private static Path run;
  private static Ran trained;
  private static Path points;

  @BeforeAll
  static void train() throws IOException {
    Path recipe = Files.writeString(folder.resolve("tiny.yaml"), DIGITS);
    trained = gradus("train", recipe.toString(), "--out", folder.resolve("runs").toString(), "--json");
    assertThat(trained.status()).as(trained.err()).isZero();
    run = folder.resolve("runs").resolve("tiny-1");
    assertThat(gradus("train", "spirals", "--epochs", "2", "--out", folder.resolve("runs").toString()).status()).isZero();
    points = folder.resolve("runs").resolve("spirals-1");
  }

  @Test
  void trainingReportsAndKeepsWhatItDid() throws IOException {
    JsonNode report = trained.json();
    assertThat(trained.out().lines()).hasSize(1);
    assertThat(report.propertyNames()).contains("command", "run", "test_accuracy", "test_loss", "epochs", "images_per_second",
        "weights_sha256", "seconds", "parameters", "training_examples", "validation_examples", "test_examples", "stopped");
    assertThat(report.get("run").asString()).isEqualTo(run.toString());
    assertThat(report.get("epochs").asInt()).isEqualTo(4);
    assertThat(report.get("training_examples").asInt()).isEqualTo(360);
    assertThat(report.get("validation_examples").asInt()).isEqualTo(40);
    // Far above the 10% of guessing, far below what a real recipe reaches.
    assertThat(report.get("test_accuracy").asDouble()).isGreaterThan(0.3);
    List<JsonNode> metrics = Files.readAllLines(run.resolve("metrics.jsonl")).stream().map(JsonMapper.shared()::readTree).toList();
    assertThat(metrics).extracting(line -> line.get("epoch").asInt()).containsExactly(1, 2, 3, 4);
    assertThat(metrics).allSatisfy(line -> assertThat(line.propertyNames()).containsExactly("epoch", "steps", "loss", "accuracy",
        "validation_loss", "validation_accuracy", "weights_sha256"));
    assertThat(Files.readAllLines(run.resolve("times.jsonl"))).hasSize(4).allSatisfy(line ->
        assertThat(JsonMapper.shared().readTree(line).propertyNames()).containsExactlyInAnyOrder("epoch", "seconds", "images_per_second"));
    assertThat(metrics.getLast().get("weights_sha256")).isEqualTo(report.get("weights_sha256"));
    assertThat(run.resolve("recipe.yaml")).content().contains("learningRate: 0.01", "seed: 3");
    assertThat(run.resolve("model.gradus")).isNotEmptyFile();
  }

  @Test
  void sameSeedSameBitsForAnyThreads() {
    for (String threads : List.of("1", "3")) {
      Ran again = gradus("train", run.resolve("recipe.yaml").toString(), "--threads", threads,
          "--out", folder.resolve("again").toString(), "--json");
      assertThat(again.json().get("weights_sha256")).isEqualTo(trained.json().get("weights_sha256"));
    }
    Ran other = gradus("train", run.resolve("recipe.yaml").toString(), "--seed", "4",
        "--out", folder.resolve("again").toString(), "--json");
    assertThat(other.json().get("weights_sha256")).isNotEqualTo(trained.json().get("weights_sha256"));
  }

  @Test
  void trainingTellsPeopleWhatMatters() {
    Ran ran = gradus("train", folder.resolve("tiny.yaml").toString(), "--epochs", "1", "--out", folder.resolve("people").toString());
    assertThat(ran.out()).contains("360 examples to train on, 40 to validate on", " parameters", " of memory", "Computing with ", "Test: accuracy",
        "true \\ predicted", "Run folder: ", "Next: ./gradus predict " + folder.resolve("people").resolve("tiny-1"));
    assertThat(ran.err()).contains("Generating digits…", "Epoch 1/1: accuracy ");
  }

  @Test
  void evaluatesTheOwnTestSetToTheSameFigures() {
    JsonNode report = gradus("evaluate", run.toString(), "--json").json();
    for (String figure : List.of("test_accuracy", "test_loss", "test_examples", "weights_sha256")) {
      assertThat(report.get(figure)).isEqualTo(trained.json().get(figure));
    }
    assertThat(gradus("evaluate", points.toString()).out()).contains("Test: accuracy", "arm 0");
  }

  @Test
  void measuresWholeSetsAtTheEnd() throws IOException {
    Path recipe = Files.writeString(folder.resolve("measured.yaml"), DIGITS.replace("name: tiny", "name: measured")
        + "metrics: [accuracy, topKAccuracy: 3, f1: micro, rocAuc, recall: {class: 7}]\n");
    Ran ran = gradus("train", recipe.toString(), "--epochs", "1", "--out", folder.resolve("runs").toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode figures = ran.json().get("test_metrics");
    assertThat(figures.propertyNames()).containsExactly("accuracy", "top3Accuracy", "microF1", "rocAuc", "recallOfClass7");
    assertThat(figures.get("microF1").asDouble()).isCloseTo(figures.get("accuracy").asDouble(), within(1e-9));
    assertThat(figures.get("rocAuc").asDouble()).isBetween(0.4, 1.0);
    Ran again = gradus("evaluate", folder.resolve("runs").resolve("measured-1").toString(), "--json");
    assertThat(again.json().get("test_metrics")).isEqualTo(figures);
  }

  @Test
  void aMetricThatDoesNotFitIsFoundBeforeTraining() throws IOException {
    Path recipe = Files.writeString(folder.resolve("unfit.yaml"), DIGITS.replace("name: tiny", "name: unfit") + "metrics:\n  - rSquared\n");
    Ran ran = gradus("train", recipe.toString(), "--out", folder.resolve("runs").toString());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("unfit.yaml line 14: rSquared measures numbers, but the targets are labels of 10 classes");
    assertThat(folder.resolve("runs").resolve("unfit-1")).doesNotExist();
  }

  @Test
  void evaluatesFoldersOfTheSameForm() throws IOException {
    Path mnist = idx(folder.resolve("mnist"), Digits.test(3, 100));
    JsonNode report = gradus("evaluate", run.toString(), "--data", mnist.toString(), "--json").json();
    assertThat(report.get("test_accuracy")).isEqualTo(trained.json().get("test_accuracy"));
    assertThat(gradus("evaluate", run.resolve("model.gradus").toString(), "--data", mnist.toString(), "--json").json().get("test_loss"))
        .isEqualTo(trained.json().get("test_loss"));
    Files.writeString(mnist.resolve("classes.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
    assertThat(gradus("evaluate", run.toString(), "--data", mnist.toString()).err()).contains("Note: the classes have other names");
    Files.writeString(mnist.resolve("classes.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n");
    assertThat(gradus("evaluate", run.toString(), "--data", mnist.toString()).line()).contains("the model knows 10 classes, but ", " has 11: ");
  }

  @Test
  void predictsPicturesAndPoints() throws IOException {
    Path dark = picture("dark.png", 28, false);
    Path bright = picture("bright.png", 28, true);
    Path large = picture("large.png", 56, true);
    JsonNode predictions = gradus("predict", run.toString(), dark.toString(), bright.toString(), large.toString(), "--resize", "--json")
        .json().get("predictions");
    assertThat(predictions).hasSize(3);
    JsonNode first = predictions.get(0);
    assertThat(first.get("probabilities").propertyNames()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(first.get("probabilities").get(first.get("class").asString())).isEqualTo(first.get("probability"));
    // Ink on paper is read like paper on ink, but for the rounding of 1 - v.
    for (int i = 1; i < 3; i++) {
      assertThat(predictions.get(i).get("class")).isEqualTo(first.get("class"));
      assertThat(predictions.get(i).get("probability").asDouble()).isCloseTo(first.get("probability").asDouble(), within(1e-4));
    }
    assertThat(gradus("predict", run.toString(), bright.toString(), "--polarity", "keep", "--json").json().get("predictions").get(0)
        .get("probabilities").get("0").asDouble()).isNotCloseTo(first.get("probabilities").get("0").asDouble(), within(1e-4));
    assertThat(gradus("predict", run.toString(), dark.toString()).out().lines()).hasSize(4).last().asString().contains("%");
    Ran at = gradus("predict", points.toString(), "-0.3,0.5", "0.2,-.7");
    assertThat(at.out()).startsWith("-0.3,0.5: arm ").contains("0.2,-.7: arm ");
  }

  @Test
  void summarisesRecipesAndRuns() throws IOException {
    String recipe = Files.writeString(folder.resolve("two.yaml"), """
        data: digits
        model: [conv2d: {filters: 32, kernel: 3}, relu, maxPool: 2, conv2d: {filters: 64, kernel: 3}, flatten, dense: 10]
        """).toString();
    JsonNode summary = gradus("summary", recipe, "--json").json();
    JsonNode second = summary.get("layers").get(3);
    assertThat(second.get("output").asString()).isEqualTo("[N, 14, 14, 64]");
    assertThat(second.get("convolution").get("filters").asInt()).isEqualTo(32 * 64);
    assertThat(second.get("convolution").get("weights").asInt()).isEqualTo(32 * 64 * 3 * 3);
    assertThat(second.get("parameters").asInt()).isEqualTo(32 * 64 * 3 * 3 + 64);
    assertThat(second.get("multiply_adds").asInt()).isEqualTo(32 * 64 * 3 * 3 * 14 * 14);
    assertThat(summary.get("training_memory_bytes").asLong()).isGreaterThan(summary.get("inference_memory_bytes").asLong());
    long batch128 = gradus("summary", recipe, "--batch-size", "128", "--json").json().get("training_memory_bytes").asLong();
    assertThat(batch128).isGreaterThan(summary.get("training_memory_bytes").asLong());
    JsonNode ofRun = gradus("summary", run.toString(), "--json").json();
    assertThat(ofRun.get("parameters")).isEqualTo(trained.json().get("parameters"));
    assertThat(gradus("summary", run.resolve("model.gradus").toString(), "--json").json().get("parameters")).isEqualTo(ofRun.get("parameters"));
    assertThat(gradus("summary", "fashion-mnist").out()).contains("[N, 28, 28, ", "total: ", "for a training step", "for inference");
  }

  @Test
  void thePlannedMemoryHasTheWeightsAndTheOptimizersSlots() {
    JsonNode summary = gradus("summary", "digits-mlp", "--batch-size", "1", "--json").json();
    // Each weight of 4 bytes, and Adam's two means of its gradient.
    assertThat(summary.get("training_memory_bytes").asLong()).isGreaterThan(3 * 4 * summary.get("parameters").asLong());
    assertThat(summary.get("inference_memory_bytes").asLong()).isGreaterThan(4 * summary.get("parameters").asLong());
  }

  @Test
  void oneOutputIsTheProbabilityOfTheSecondClass() throws IOException {
    Path recipe = Files.writeString(folder.resolve("yes.yaml"), """
        data: {set: moons, train: 400, test: 100}
        model: [dense: 16, relu, dense: 1]
        loss: binaryCrossEntropy
        optimizer: {adam: 0.02}
        epochs: 5
        """);
    Ran ran = gradus("train", recipe.toString(), "--out", folder.resolve("runs").toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().get("test_accuracy").asDouble()).isGreaterThan(0.7);
    JsonNode prediction = gradus("predict", folder.resolve("runs").resolve("yes-1").toString(), "0.3,-0.5", "--json")
        .json().get("predictions").get(0);
    JsonNode probabilities = prediction.get("probabilities");
    assertThat(probabilities.propertyNames()).containsExactly("upper", "lower");
    assertThat(probabilities.get("upper").asDouble() + probabilities.get("lower").asDouble()).isCloseTo(1, within(1e-6));
  }

  /// Jensen's inequality on real runs: the mean prediction loses at most what its members lose on average.
  @Test
  void severalRunsAreAnEnsemble() {
    List<String> runs = new java.util.ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      Ran ran = gradus("train", "spirals", "--epochs", "3", "--seed", "" + seed, "--out", folder.resolve("members").toString(), "--json");
      runs.add(ran.json().get("run").asString());
    }
    JsonNode report = gradus("evaluate", runs.get(0), runs.get(1), runs.get(2), "--json").json();
    JsonNode members = report.get("members");
    assertThat(members).extracting(member -> member.get("run").asString()).isEqualTo(runs);
    double mean = (members.get(0).get("test_loss").asDouble() + members.get(1).get("test_loss").asDouble()
        + members.get(2).get("test_loss").asDouble()) / 3;
    assertThat(report.get("test_loss").asDouble()).isLessThan(mean);
    assertThat(members.get(0).get("test_loss")).isEqualTo(gradus("evaluate", runs.get(0), "--json").json().get("test_loss"));
    JsonNode together = gradus("predict", runs.get(0), runs.get(1), "0.3,-0.5", "--json").json();
    assertThat(together.get("members")).hasSize(2);
    double probability = 0;
    for (int i = 0; i < 2; i++) {
      probability += gradus("predict", runs.get(i), "0.3,-0.5", "--json").json().get("predictions").get(0).get("probabilities")
          .get("arm 0").asDouble() / 2;
    }
    assertThat(together.get("predictions").get(0).get("probabilities").get("arm 0").asDouble()).isCloseTo(probability, within(1e-6));
    Ran unfit = gradus("evaluate", runs.get(0), run.toString());
    assertThat(unfit.status()).isEqualTo(2);
    assertThat(unfit.line()).contains("the members of an ensemble must fit each other: the first has inputs of shape [2], member 2 has"
        + " [28, 28, 1]");
  }

  @Test
  void aRecipeMayStopEarlyWithEverythingElseThatATrainingTakes() throws IOException {
    Path recipe = Files.writeString(folder.resolve("care.yaml"), """
        data: {set: moons, train: 200, test: 50}
        augment: [mixup: 0.2]
        model: [dense: 8, relu]
        output: {categorical: 2}
        optimizer: {adam: 0.05}
        schedule: [linearWarmUp: {steps: 3}, cosine]
        averageWeights: 0.9
        epochs: 40
        batchSize: 20
        earlyStopping: {patience: 2, watch: accuracy}
        """);
    Ran ran = gradus("train", recipe.toString(), "--out", folder.resolve("runs").toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode report = ran.json();
    int best = report.get("best_epoch").asInt();
    assertThat(report.get("stopped_early").asBoolean()).isTrue();
    assertThat(report.get("epochs").asInt()).isEqualTo(best + 2);
    Path kept = folder.resolve("runs").resolve("care-1");
    List<JsonNode> lines = Files.readAllLines(kept.resolve("metrics.jsonl")).stream().map(JsonMapper.shared()::readTree).toList();
    assertThat(lines.getLast().get("best_epoch").asInt()).isEqualTo(best);
    assertThat(lines.get(best - 1).get("weights_sha256")).isEqualTo(report.get("weights_sha256"));
    assertThat(ran.err()).contains("; best so far", "; best was epoch " + best);
    assertThat(gradus("evaluate", kept.toString(), "--json").json().get("test_loss")).isEqualTo(report.get("test_loss"));
    Path weighted = Files.writeString(folder.resolve("weighted.yaml"), Files.readString(recipe).replace("augment: [mixup: 0.2]",
        "weights: balanced").replace("epochs: 40", "epochs: 1"));
    assertThat(gradus("train", weighted.toString(), "--out", folder.resolve("runs").toString()).status()).isZero();
  }

  @Test
  void aRecipeMaySayInWhichOrderAndByWhomExamplesAreRead() throws IOException {
    String recipe = "data: {set: moons, train: 200, test: 50}\nmodel: [dense: 8, relu, dense: 2]\nepochs: 2\nbatchSize: 20\n";
    JsonNode usual = trained("usual", recipe);
    JsonNode ahead = trained("ahead", recipe + "loading: {threads: 2, ahead: 5}\n");
    assertThat(ahead.get("weights_sha256")).as("who reads changes no bit").isEqualTo(usual.get("weights_sha256"));
    assertThat(ahead.get("planned_memory_bytes").asLong()).as("five batches lie ready").isGreaterThan(usual.get("planned_memory_bytes").asLong());
    JsonNode near = trained("near", recipe + "shuffle: 10\n");
    assertThat(near.get("weights_sha256")).isNotEqualTo(usual.get("weights_sha256"));
    assertThat(folder.resolve("runs/near-1/recipe.yaml")).content().contains("shuffle: 10\n");
    assertThat(trained("all", recipe + "shuffle: 200\n").get("weights_sha256")).as("all of them").isEqualTo(usual.get("weights_sha256"));
    assertThat(gradus("verify", folder.resolve("runs/near-1").toString()).out()).startsWith("Every bit agrees");
  }

  private JsonNode trained(String name, String yaml) throws IOException {
    Path recipe = Files.writeString(folder.resolve(name + ".yaml"), yaml);
    Ran ran = gradus("train", recipe.toString(), "--out", folder.resolve("runs").toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    return ran.json();
  }

  private static Path picture(String name, int side, boolean inverted) throws IOException {
    float[] values = new float[28 * 28];
    Digits.test(5, 10).readInput(0, values, 0);
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int value = Math.round(255 * values[y * 28 / side * 28 + x * 28 / side]);
        image.getRaster().setSample(x, y, 0, inverted ? 255 - value : value);
      }
    }
    Path file = folder.resolve(name);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /// Writes test files like MNIST's.
  static Path idx(Path folder, Dataset images) throws IOException {
    Files.createDirectories(folder);
    int count = images.size();
    ByteBuffer pixels = ByteBuffer.allocate(16 + 784 * count).putInt(0x803).putInt(count).putInt(28).putInt(28);
    ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
    float[] values = new float[784];
    for (int i = 0; i < count; i++) {
      images.readInput(i, values, 0);
      for (float value : values) {
        pixels.put((byte) Math.round(255 * value));
      }
      labels.put((byte) images.readLabel(i));
    }
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), pixels.array());
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels.array());
    return folder;
  }
}
