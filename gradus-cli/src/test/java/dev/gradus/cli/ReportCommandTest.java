package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final String DIGITS = """
      name: tiny
      data: {set: digits, train: 300, test: 60}
      model: [{conv2d: {filters: 2, kernel: 3, stride: 4}}, relu, flatten, {dense: 10}]
      optimizer: {adam: {learningRate: 0.01}}
      validationSplit: 0.1
      epochs: 2
      batchSize: 32
      seed: 3
      """;

  @TempDir
  static Path folder;

  private static Path run;
  private static Ran trained;

  @BeforeAll
  static void train() throws IOException {
    Path recipe = Files.writeString(folder.resolve("tiny.yaml"), DIGITS);
    trained = gradus("train", recipe.toString(), "--out", folder.toString(), "--json");
    assertThat(trained.status()).as(trained.err()).isZero();
    run = folder.resolve("tiny-1");
  }

  @Test
  void aTrainingLeavesAPageOfItsFigures() throws IOException {
    String html = Files.readString(run.resolve("report.html"));

    assertThat(trained.json().get("report").asString()).isEqualTo(run.resolve("report.html").toString());
    assertThat(html).contains("<h1>tiny-1</h1>", "Loss by epoch", "Accuracy by epoch", "Loss by step", "Gradient norm of each layer",
        "Confusion matrix", "Each class", "Calibration", "Worst mistakes", "data:image/png;base64,", "Commonest mistakes",
        "learningRate: 0.01", trained.json().get("weights_sha256").asString(), "gradus verify " + run);
    // Steps of 32 of 270 examples, and the layer's name in the lines' data.
    assertThat(html).contains("{&quot;name&quot;:&quot;conv2d_1&quot;,").contains("<dt>Steps</dt><dd><code>18</code></dd>");
    assertThat(html.length()).isBetween(20_000, 200_000);
  }

  @Test
  void thePageIsMadeAnewWithTheSameBytes() throws IOException {
    Path file = run.resolve("report.html");
    byte[] before = Files.readAllBytes(file);
    Files.delete(file);

    Ran ran = gradus("report", run.toString(), "--json", "--threads", "1");

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().get("report").asString()).isEqualTo(file.toString());
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void tellsWhichLineOfTheMetricsIsDamaged() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    for (String file : List.of("recipe.yaml", "model.gradus", "receipt.bin")) {
      Files.copy(run.resolve(file), other.resolve(file));
    }
    Files.writeString(other.resolve("metrics.jsonl"), "{\"epoch\": 1, \"loss\": 2}\n{\"epoch\": 2, \"lo");

    Ran ran = gradus("report", other.toString());

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.line()).isEqualTo("gradus: " + other.resolve("metrics.jsonl") + " is damaged: line 2 is no JSON object");
    assertThat(other.resolve("report.html")).doesNotExist();
  }
}
