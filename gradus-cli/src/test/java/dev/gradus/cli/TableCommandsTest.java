package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TableCommandsTest {
  @TempDir
  Path folder;

  @Test
  void trainsOnATableWithoutARecipeAndScoresAnother() throws IOException {
    StringBuilder text = new StringBuilder("size,town,price\n");
    for (int i = 0; i < 60; i++) {
      text.append(String.format(Locale.ROOT, "%d,%s,%.1f%n", i * 7 % 60, i % 2 == 0 ? "Bern" : "Basel", 1000.0 + 20 * (i * 7 % 60) + i % 2 * 300));
    }
    Path csv = Files.writeString(folder.resolve("house.csv"), text);
    Ran ran = gradus("train", "--csv", csv.toString(), "--target", "price", "--folds", "3", "--out", folder.toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    JsonNode report = ran.json();
    assertThat(report.get("cv_score").asDouble()).isGreaterThan(0.98);
    assertThat(report.get("baseline_score").asDouble()).isLessThan(0.1);
    assertThat(report.get("importance").get("size").asDouble()).isGreaterThan(report.get("importance").get("town").asDouble());
    Path fresh = Files.writeString(folder.resolve("new.csv"), "town,note,size\nBasel,\"a, b\",30\nBern,,\n");
    Path scored = folder.resolve("scored.csv");
    Ran predicted = gradus("predict", report.get("run").asString(), fresh.toString(), "--out", scored.toString(), "--json");
    assertThat(predicted.status()).as(predicted.err()).isZero();
    List<String> lines = Files.readAllLines(scored);
    assertThat(lines).hasSize(3);
    assertThat(lines.getFirst()).isEqualTo("town,note,size,predicted price");
    assertThat(lines.get(1)).startsWith("Basel,\"a, b\",30,");
    assertThat(Double.parseDouble(lines.get(1).replaceFirst(".*,", ""))).isBetween(1800.0, 2000.0);

    Path run = Path.of(report.get("run").asString());
    Path columns = run.resolve("columns.json");
    for (String damaged : List.of("", "{}", "{\"inputs\": [], \"target\": {\"name\": \"price\"}}")) {
      Files.writeString(columns, damaged);
      assertThat(gradus("predict", run.toString(), fresh.toString(), "--out", scored.toString()).line())
          .isEqualTo("gradus: " + columns + " is damaged: it doesn't say which columns the run learned from");
    }
  }

  @Test
  void tellsWhatIsMissing() {
    assertThat(gradus("train").line())
        .isEqualTo("gradus: name a recipe, such as gradus train digits, or your own data: a table with --data FILE --target COLUMN, or a folder of"
            + " pictures with --data FOLDER");
    assertThat(gradus("train", "--csv", "x.csv").line()).isEqualTo("gradus: --csv needs --target COLUMN: what to learn to predict");
    assertThat(gradus("train", "digits", "--folds", "3").line())
        .isEqualTo("gradus: --target, --folds, --skip-bad-rows, --query and --driver go with a table, --data FILE or --jdbc URL, and no recipe");
  }
}
