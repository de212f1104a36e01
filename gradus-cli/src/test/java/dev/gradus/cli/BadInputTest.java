package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.data.digits.Digits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What people get wrong: each time one line that says it, and exit status 2.
class BadInputTest {
  private static final String LINE = System.lineSeparator();

  @TempDir
  Path folder;

  /// Checks that the command fails with exactly this line, in both forms.
  private void fails(String message, String... args) {
    Ran ran = gradus(args);
    assertThat(ran).isEqualTo(new Ran(2, "", "gradus: " + message + LINE));
    String[] json = Arrays.copyOf(args, args.length + 1);
    json[args.length] = "--json";
    Ran object = gradus(json);
    assertThat(object.status()).isEqualTo(2);
    assertThat(object.out().lines()).hasSize(1);
    assertThat(object.json().get("error").asString()).isEqualTo(message);
    assertThat(object.json().get("command").asString()).isEqualTo(args[0]);
  }

  private Path recipe(String yaml) throws IOException {
    return Files.writeString(folder.resolve("my.yaml"), yaml.replace("\\n", "\n"));
  }

  private Path run() throws IOException {
    Path yaml = recipe("name: x\ndata: {set: digits, train: 20, test: 10}\nmodel: [flatten, dense: 10]\n");
    assertThat(gradus("train", yaml.toString(), "--epochs", "1", "--out", folder.resolve("runs").toString()).status()).isZero();
    return folder.resolve("runs").resolve("x-1");
  }

  @Test
  void unknownRecipe() {
    fails("unknown recipe \"digts\" (did you mean digits?); built in are digits, digits-mlp, fashion-mnist, fashion-mnist-best, spirals; a file's name ends in"
        + " .yaml", "train", "digts");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
    "data: digits\\nmodel: [flatten\\nepochs: 3|my.yaml line 3: this isn't YAML: while parsing a flow sequence, model: [flatten",
    "data: digits\\nmodel:\\n  - flaten|my.yaml line 3: unknown layer \"flaten\" (did you mean flatten?)",
    "data: digits\\nmodel:\\n  - dense: {unit: 3}|my.yaml line 3: dense: unknown option \"unit\" (did you mean units?); its options are"
        + " units, bias, initializer",
    "data: digits\\nmodel:\\n  - dense: 0|my.yaml line 3: dense: units must be at least 1, not 0",
    "data: digits\\nmodel:\\n  - dropout: 1.5|my.yaml line 3: dropout: the dropout rate must be in [0.0, 1.0), not 1.5",
    "data: digits\\nmodel:\\n  - dense: {units: 3, initializer: heNorml}|my.yaml line 3: unknown initializer \"heNorml\" (did you mean"
        + " heNormal?)",
    "data: digits\\nmodel:\\n  - flatten\\n  - dense: 20\\n  - conv2d: {filters: 3, kernel: 3}|my.yaml line 5: layer at \"conv2d_1\""
        + " expects images [N, height, width, channels], got [N, 20]",
    "data: digits\\nmodel:\\n  - residual:\\n      - conv2d: {filters: 3, kernel: 3}|my.yaml line 3: residual at \"residual_1\": shapes"
        + " differ: block [N, 28, 28, 3], shortcut [N, 28, 28, 1]. Give the shortcut a 1x1 convolution?",
    "data: digits\\nmodel:\\n  - flatten\\n  - dense: 7|my.yaml line 4: the data set has 10 classes, but the model gives outputs of shape"
        + " [7]. End it with dense(10)?",
    "data: digits\\nmodel: [flatten, dense: 10]\\nloss: meanSquaredError|my.yaml line 3: meanSquaredError: the output has shape [N, 10], but"
        + " targets [N]",
    "data: digits\\nmodel: [relu]\\noptimizer: adm|my.yaml line 3: unknown optimizer \"adm\" (did you mean adam?)",
    "data: digits\\nmodel: [relu]\\noptimizer: momentum|my.yaml line 3: momentum: the option learningRate, a number, is missing",
    "data: {set: digits, train: 0}\\nmodel: [relu]|my.yaml line 1: digits: train is at least 1, not 0",
    "data: {set: spirals, classes: 1}\\nmodel: [relu]|my.yaml line 1: spirals: spirals need at least 2 arms, one for each class, not 1",
    "data: digits\\nmodel: [flatten, dense: 2000000000]|my.yaml: an axis of 784 x 2000000000 elements is longer than 2^31 - 1",
  })
  void aRecipeThatIsWrong(String yaml, String message) throws IOException {
    fails(message, "train", recipe(yaml).toString(), "--out", folder.resolve("runs").toString());
    assertThat(folder.resolve("runs")).satisfiesAnyOf(
        runs -> assertThat(runs).doesNotExist(), runs -> assertThat(runs).isEmptyDirectory());
  }

  @Test
  void wrongOptions() {
    fails("epochs is at least 1, not -1", "train", "digits", "--epochs", "-1");
    fails("--threads is 1 to 1024, not 0", "train", "digits", "--threads", "0");
    fails("--learning-rate is above 0, not -0.5", "train", "digits", "--learning-rate", "-0.5");
    fails("batchSize is at least 1, not 0", "train", "digits", "--batch-size", "0");
    fails("the data set digits is generated: it takes no folder", "train", "digits", "--data", "x");
    fails("Invalid value for option '--batch-size': 'some' is neither a whole number nor \"all\"", "train", "digits", "--batch-size", "some");
  }

  /// The run folder is taken away while the training is under way.
  @Test
  void aRunFolderThatVanishes() throws Exception {
    Path runs = folder.resolve("runs");
    Process process = fork(List.of(), "train", "spirals", "--epochs", "1000000", "--out", runs.toString());
    Path run = runs.resolve("spirals-1");
    while (process.isAlive() && !Files.exists(run.resolve("metrics.jsonl"))) {
      Thread.sleep(50);
    }
    Files.move(run, folder.resolve("elsewhere"));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readAllLines(folder.resolve("err")).getLast()).startsWith("gradus: ").contains(run.toString());
  }

  @Test
  void noPlaceForTheRun() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    fails("run folders can't be made in " + file + ": it is a file; choose another folder with --out", "train", "digits", "--out", file.toString());
  }

  @Test
  void missingData() throws IOException {
    String out = folder.resolve("runs").toString();
    fails("the recipe's data are read from a folder: name it with --data FOLDER. It holds train-images-idx3-ubyte, train-labels-idx1-ubyte,"
        + " t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each plain or as .gz", "train",
        recipe("data: idx\nmodel: [flatten, dense: 10]\n").toString(), "--out", out);
    Path missing = folder.resolve("missing");
    fails("there is no folder " + missing + "; expected it to hold train-images-idx3-ubyte or train-images-idx3-ubyte.gz",
        "train", "fashion-mnist", "--data", missing.toString(), "--out", out);
    Path tests = CommandsTest.idx(folder.resolve("tests"), Digits.test(1, 10));
    assertThat(gradus("train", "fashion-mnist", "--data", tests.toString(), "--out", out).line())
        .startsWith("gradus: the folder " + tests + " has no training images: expected one of train-images-idx3-ubyte, ")
        .endsWith("found t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte");
  }

  @Test
  void truncatedData() throws IOException {
    Path run = run();
    Path data = CommandsTest.idx(folder.resolve("data"), Digits.test(1, 10));
    Path images = data.resolve("t10k-images-idx3-ubyte");
    Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 5000));
    fails(images + " is cut short: it ends at byte 5000, but shape [10, 28, 28] needs 7856 bytes",
        "evaluate", run.toString(), "--data", data.toString());
    Files.delete(images);
    assertThat(gradus("evaluate", run.toString(), "--data", data.toString()).line()).contains("has no test images: expected one of");
  }

  @Test
  void wrongInputs() throws IOException {
    Path run = run();
    Path picture = folder.resolve("wide.png");
    javax.imageio.ImageIO.write(new java.awt.image.BufferedImage(30, 20, java.awt.image.BufferedImage.TYPE_BYTE_GRAY), "png", picture.toFile());
    fails("the picture " + picture + " has 30 x 20 pixels (width x height), but 28 x 28 are wanted. Resize it, or ask for it to be stretched"
        + " with --resize", "predict", run.toString(), picture.toString());
    Path text = Files.writeString(folder.resolve("text.png"), "no picture");
    fails(text + " is not a PNG, JPEG, BMP or GIF picture", "predict", run.toString(), text.toString());
    fails("there is no picture 0.3,-0.5", "predict", run.toString(), "0.3,-0.5");
    fails("unknown option --resiz (did you mean --resize?); gradus predict --help lists the options", "predict", run.toString(), "--resiz");
  }

  @Test
  void noRun() throws IOException {
    fails("no run folder " + folder.resolve("gone") + "; a training run makes one, such as runs/digits-1",
        "evaluate", folder.resolve("gone").toString());
    fails(folder + " isn't a run folder: it has no recipe.yaml", "predict", folder.toString(), "x.png");
    Path text = Files.writeString(folder.resolve("text"), "something that is no model at all");
    assertThat(gradus("summary", text.toString()).line()).startsWith("gradus: " + text + " is not a model file at byte 0: ");
    Path run = run();
    fails("a model's file alone doesn't say what to test it on: name a folder with --data, or the run folder instead",
        "evaluate", run.resolve("model.gradus").toString());
    Files.delete(run.resolve("model.gradus"));
    fails("the run " + run + " has no model.gradus: its training ended before it was first saved, after the first epoch; gradus train --resume "
            + run + " goes on with it",
        "evaluate", run.toString());
  }

  @Test
  void aDivergingTrainingKeepsItsRun() throws IOException {
    Path yaml = recipe("name: x\ndata: {set: spirals, train: 100, test: 10}\nmodel: [dense: 8, relu, dense: 2]\noptimizer: {gradientDescent: 1.0e+30}\n");
    Ran ran = gradus("train", yaml.toString(), "--out", folder.resolve("runs").toString());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err().lines().filter(line -> line.startsWith("gradus: "))).singleElement().asString()
        .startsWith("gradus: the loss became ")
        .endsWith("The epochs before are kept in " + folder.resolve("runs").resolve("x-1"));
    assertThat(folder.resolve("runs").resolve("x-1").resolve("recipe.yaml")).exists();
  }

  private Process fork(List<String> java, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(java);
    command.addAll(List.of("-Dgradus.columns=0", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.to(folder.resolve("err").toFile())).start();
  }

  @Test
  void aHeapTooSmallForThePlan() throws Exception {
    Process process = fork(List.of("-Xmx64m"), "train", "digits", "--batch-size", "all", "--out", folder.resolve("runs").toString(), "--json");
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    String error = new Ran(2, out, "").json().get("error").asString();
    assertThat(error).matches("a training step with batch size 18000 needs [\\d.]+ GiB of heap, but Java has 64.0 MiB. Lower --batch-size, or"
        + " raise the heap: GRADUS_JAVA_OPTS=-Xmx\\d+g");
    // Without the vector module, which the forked Java lacks, that is said once.
    assertThat(folder.resolve("err")).content().contains("--add-modules jdk.incubator.vector");
    assertThat(folder.resolve("runs")).isEmptyDirectory();
  }

  /// With SIGTERM, which takes the same way as Ctrl-C.
  @Test
  void anInterruptedTrainingKeepsItsRun() throws Exception {
    Posix.required();
    Path runs = folder.resolve("runs");
    Process process = fork(List.of(), "train", "spirals", "--epochs", "1000000", "--out", runs.toString(), "--json");
    Path metrics = runs.resolve("spirals-1").resolve("metrics.jsonl");
    while (process.isAlive() && !Files.exists(metrics)) {
      Thread.sleep(50);
    }
    process.toHandle().destroy();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    var report = new Ran(0, out, "").json();
    assertThat(report.get("error").asString()).matches("interrupted after step \\d+, in epoch \\d+ of 1000000; the run is kept in .*");
    assertThat(report.get("stopped").asBoolean()).isTrue();
    assertThat(Path.of(report.get("report").asString())).isEqualTo(runs.resolve("spirals-1/report.html")).content()
        .contains("interrupted after step ", "gradus report " + runs.resolve("spirals-1") + " tests the model that is kept", "Loss by epoch",
            report.get("weights_sha256").asString()).doesNotContain("Confusion matrix");
    assertThat(Files.readAllLines(metrics)).hasSizeGreaterThanOrEqualTo(report.get("epochs").asInt());
    assertThat(gradus("evaluate", runs.resolve("spirals-1").toString(), "--json").json().get("weights_sha256"))
        .isEqualTo(report.get("weights_sha256"));
  }
}
