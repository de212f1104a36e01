package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.cli.recipe.BuiltIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DivergedTest {
  @TempDir
  private Path folder;

  private Ran train(String recipe, String... options) {
    List<String> arguments = new java.util.ArrayList<>(List.of("train", recipe, "--out", folder.resolve("runs").toString()));
    arguments.addAll(List.of(options));
    return Ran.gradus(arguments.toArray(String[]::new));
  }

  @Test
  void aRateFarTooLargeIsExplainedOnStandardError() {
    Ran ran = train("spirals", "--learning-rate", "100");
    assertThat(ran.status()).isEqualTo(2);
    List<String> said = ran.err().lines().dropWhile(line -> !line.startsWith("gradus: ")).toList();
    assertThat(said.getFirst()).isEqualTo("gradus: the loss exploded: it is 3.28e+03, where the first weights give 0.697 on the same"
        + " examples, at step 11 in epoch 1 with learning rate 100.0. The epochs before are kept in " + folder.resolve("runs/spirals-1"));
    assertThat(said.get(1)).isEqualTo("Likely cause: the learning rate of 100 is too large: step 1 changed the weights by 473 times"
        + " their own size, where 0.001 to 0.05 is usual");
    assertThat(said.get(2)).isEqualTo("What to try: Try a learning rate of about 0.002, or let a LearningRateFinder"
        + " (--find-learning-rate) propose one");
    assertThat(said).contains("  learning rate                   100        100        100        100        100");
    assertThat(folder.resolve("runs/spirals-1/report.html")).content().contains("which went wrong: the learning rate of 100 is too large",
        "Loss by step", "Gradient norm of each layer", "gradus verify").doesNotContain("Confusion matrix", "Weights, SHA-256");
  }

  @Test
  void jsonHasTheDiagnosis() {
    Ran ran = train("spirals", "--learning-rate", "100", "--json");
    JsonNode report = ran.json();
    JsonNode diagnosis = report.get("diagnosis");
    assertThat(report.get("error").asString()).startsWith("the loss exploded");
    assertThat(diagnosis.get("kind").asString()).isEqualTo("TooLargeRate");
    assertThat(diagnosis.get("details").get("relative_update").asDouble()).isGreaterThan(100);
    assertThat(diagnosis.get("steps").get(0).get("gradient_norms").get("dense_1").asDouble()).isPositive();
    assertThat(diagnosis.get("dead_units").get(0).get("layer").asString()).isEqualTo("relu_1");
  }

  @Test
  void deadUnitsAreWarnedOfAndTheRunGoesOn() throws IOException {
    Path yaml = Files.writeString(folder.resolve("x.yaml"), BuiltIn.yaml("spirals").replace("epochs: 30", "epochs: 17"));
    Ran ran = train(yaml.toString(), "--learning-rate", "1", "--json");
    assertThat(ran.status()).isZero();
    assertThat(ran.err()).contains("Warning of epoch 16:", "Dead ReLU units: ");
    JsonNode report = ran.json();
    assertThat(report.get("warnings").get(0).get("kind").asString()).isEqualTo("DeadUnits");
  }

  @Test
  void aTablesRunKeepsAPageToo() throws IOException {
    StringBuilder csv = new StringBuilder("size,price\n");
    for (int i = 0; i < 60; i++) {
      csv.append(i).append(',').append(1000 + 20 * i + i % 7).append('\n');
    }
    Path table = Files.writeString(folder.resolve("house.csv"), csv);
    Path yaml = Files.writeString(folder.resolve("house.yaml"),
        "table: {file: " + table + ", target: price}\nlearningRate: 10\nweightDecay: 10\n");
    Ran ran = train(yaml.toString());
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains(". The recipe and a page of what was measured before are kept in " + folder.resolve("runs/house-1"));
    assertThat(folder.resolve("runs/house-1/report.html")).content().contains("the training went wrong: the learning rate of 10 is too large",
        "Loss by step", "Gradient norm of each layer", "weightDecay: 10").doesNotContain("gradus predict", "Weights, SHA-256");
  }

  @ParameterizedTest
  @ValueSource(strings = {"digits", "digits-mlp", "spirals"})
  void builtInRecipesGetNoWarning(String name) throws IOException {
    String yaml = BuiltIn.yaml(name).replaceFirst("train: [0-9]+, test: [0-9]+", "train: 1200, test: 50");
    Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
    Ran ran = train(file.toString(), "--epochs", "2", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().get("warnings")).isEmpty();
  }
}
