package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.random.RandomStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
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
    assertThat(report.get("reading_rows_per_second").asDouble()).isPositive();
    assertThat(report.get("training_rows_per_second").asDouble()).isPositive();
    assertThat(ran.err()).contains("Reading " + csv + "…\nFold 1 of 3…\n", "Fold 3 of 3…\n", "Training on all rows…\n");
    // A line through three features, size, Basel and Bern, and its intercept; five networks of 3, 64, 32 and 1.
    assertThat(report.get("share").asDouble()).isPositive();
    assertThat(report.get("parameters").asInt()).isEqualTo(4 + 5 * (4 * 64 + 65 * 32 + 33));
    assertThat(Path.of(report.get("report").asString())).content().contains("<dt>Parameters</dt><dd>11,849</dd>");
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
    // The lines scored, with what was predicted as the answers: no error at all.
    Path known = Files.writeString(folder.resolve("known.csv"), "size,town,price\n30,Basel," + lines.get(1).replaceFirst(".*,", "")
        + "\n,Bern," + lines.get(2).replaceFirst(".*,", "") + "\n");
    Ran evaluated = gradus("evaluate", run.toString(), known.toString(), "--json");
    assertThat(evaluated.status()).as(evaluated.err()).isZero();
    assertThat(evaluated.json().get("test_r2").asDouble()).isEqualTo(1);
    assertThat(evaluated.json().get("test_mae").asDouble()).isZero();
    assertThat(evaluated.json().get("test_examples").asInt()).isEqualTo(2);
    assertThat(gradus("evaluate", run.toString()).line())
        .isEqualTo("gradus: " + run + " was trained on a table: gradus evaluate " + run + " other.csv");
    assertThat(gradus("evaluate", run.toString(), fresh.toString()).line())
        .isEqualTo("gradus: " + fresh + " has no column \"price\", which " + run + " learned from");
    Path shouting = Files.writeString(folder.resolve("shouting.csv"), "SIZE,TOWN\n1,Bern\n");
    assertThat(gradus("predict", run.toString(), shouting.toString(), "--out", scored.toString()).line())
        .isEqualTo("gradus: " + shouting + " has no column \"size\", which " + run + " learned from (did you mean SIZE?)");

    assertThat(run.resolve("report.html")).content().contains("Importance of each column", "targetScale: auto", "Furthest off");

    writesRowsAsTheNameSays(run, fresh);

    // The run's recipe says what was found by looking, and trains the same model again.
    assertThat(run.resolve("recipe.yaml")).content().contains("  size:\n    - number\n    - standard\n")
        .contains("folds: 3\n");
    Ran again = gradus("train", run.resolve("recipe.yaml").toString(), "--out", folder.toString(), "--json", "--threads", "1");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.json().get("weights_sha256").asString()).isEqualTo(report.get("weights_sha256").asString());
    assertThat(again.json().get("cv_score").asDouble()).isEqualTo(report.get("cv_score").asDouble());
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(3);
  }

  private void writesRowsAsTheNameSays(Path run, Path fresh) throws IOException {
    Path json = folder.resolve("scored.JSONL");
    assertThat(gradus("predict", run.toString(), fresh.toString(), "--out", json.toString()).status()).isZero();
    assertThat(Files.readAllLines(json).getFirst()).matches(
        "\\{\"town\":\"Basel\",\"note\":\"a, b\",\"size\":30,\"predicted price\":1\\d{3}\\.\\d+\\}");
    assertThat(Files.readAllLines(json).getLast()).startsWith("{\"town\":\"Bern\",\"note\":null,\"size\":null,");
    // What was scored is scored again, packed.
    Path twice = folder.resolve("twice.tsv.gz");
    assertThat(gradus("predict", run.toString(), json.toString(), "--out", twice.toString()).status()).isZero();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(twice))))) {
      assertThat(lines.readLine()).isEqualTo("town\tnote\tsize\tpredicted price\tpredicted price 2");
      assertThat(lines.readLine()).matches("Basel\ta, b\t30\t(1\\d{3}\\.\\d+)\t\\1");
    }
  }

  @Test
  void tellsClassesApartByGroupWithAnEditedRecipe() throws IOException {
    StringBuilder text = new StringBuilder("x,who,colour\n");
    for (int i = 0; i < 48; i++) {
      text.append(i % 12).append(',').append('w').append(i % 8).append(',').append(i % 12 < 6 ? "red" : "blue").append('\n');
    }
    Path csv = Files.writeString(folder.resolve("c.csv"), text);
    Path recipe = Files.writeString(folder.resolve("mine.yaml"), """
        table: {file: CSV, target: colour}
        columns: {x: [minMax, robust]}
        test: 0.25
        group: who
        members: 3
        units: 8
        steps: 60
        augment: [noise: 0.05, mixup: 0.2]
        """.replace("CSV", csv.toString()));
    Ran ran = gradus("train", recipe.toString(), "--out", folder.toString(), "--seed", "3", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().get("test_score").asDouble()).isGreaterThan(0.8);
    assertThat(ran.json().get("importance").propertyNames()).containsExactly("x");
    String run = ran.json().get("run").asString();
    assertThat(Path.of(run, "recipe.yaml")).content().contains("group: who\n").contains("seed: 3\n");
    Ran evaluated = gradus("evaluate", run, csv.toString(), "--json");
    assertThat(evaluated.json().get("test_accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(evaluated.json().get("confusion").get(0)).hasSize(2);
    Path strange = Files.writeString(folder.resolve("s.csv"), "x,colour\n1,red\n2,green\n");
    assertThat(gradus("evaluate", run, strange.toString()).line())
        .isEqualTo("gradus: " + strange + ", line 3: column \"colour\": the run knows no class \"green\". Leave such rows"
            + " out with --skip-bad-rows?");
    Ran known = gradus("evaluate", run, strange.toString(), "--skip-bad-rows", "--json");
    assertThat(known.status()).as(known.err()).isZero();
    assertThat(known.json().get("test_examples").asInt()).isEqualTo(1);
    assertThat(known.json().get("skipped_rows").asInt()).isEqualTo(1);
    assertThat(known.json().get("skipped").get(0).asString())
        .isEqualTo(strange + ", line 3: column \"colour\": the run knows no class \"green\"");
    assertThat(known.err()).contains("Left out 1 that can't be read, such as:");
    Files.writeString(recipe, "table: {file: " + csv + ", target: colour}\nunit: 8\n");
    assertThat(gradus("train", recipe.toString()).line()).startsWith("gradus: mine.yaml line 2: recipe: unknown option \"unit\"");
    assertThat(gradus("train", "--csv", csv.toString(), "--target", "colour", "--column", "who=colour").line())
        .startsWith("gradus: column \"who\": there is no preparation \"colour\"; there are standard, minMax,");
  }

  @Test
  void saysThatFewWholeNumbersAreTakenForClasses() throws IOException {
    Path csv = Files.writeString(folder.resolve("few.csv"), "x,y\n" + "1,0\n2,1\n3,2\n".repeat(12));
    String[] train = {"train", "--csv", csv.toString(), "--target", "y", "--out", folder.toString(), "--json"};
    Ran classes = gradus(train);
    assertThat(classes.json().get("measure").asString()).isEqualTo("accuracy");
    assertThat(classes.err()).contains("Column \"y\" has 3 whole numbers, which are taken for classes; --column y=number learns it as a number");
    Ran number = gradus("train", "--csv", csv.toString(), "--target", "y", "--out", folder.toString(), "--json", "--column", "y=number");
    assertThat(number.json().get("measure").asString()).isEqualTo("r2");
    assertThat(number.err()).doesNotContain("taken for classes");
  }

  @Test
  void tellsDatesOfOtherFormsAndShowsNamesOnOneLine() throws IOException {
    StringBuilder text = new StringBuilder("day,\"price\nCHF\"\n");
    for (int i = 0; i < 60; i++) {
      text.append("0").append(1 + i % 4).append(".12.2024,").append(i % 4).append(".5\n");
    }
    Path csv = Files.writeString(folder.resolve("days.csv"), text);
    Ran ran = gradus("train", "--csv", csv.toString(), "--target", "price\nCHF", "--out", folder.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("Column \"day\" looks like dates, but is taken for a category: dates are read in the form 2024-12-31\n");
    assertThat(ran.out()).contains("rows/s; \"price\\u000aCHF\" is learned from 1 column\n");
    assertThat(gradus("data", "describe", csv.toString()).out()).contains("\nprice\\u000aCHF  number ");
    Path sub = Files.createDirectory(folder.resolve("sub"));
    String run = folder.resolve("days-1").toString();
    assertThat(gradus("predict", run, csv.toString(), "--out", sub.toString()).line())
        .isEqualTo("gradus: --out names the file to write, and " + sub + " is a folder");
    Path lost = sub.resolve("none/scored.csv");
    assertThat(gradus("predict", run, csv.toString(), "--out", lost.toString()).line())
        .isEqualTo("gradus: there is no folder " + lost.getParent() + " to write scored.csv into");
    assertThat(gradus("train", "--data", sub.toString(), "--target", "y").line()).endsWith("or --jdbc URL, or a table's recipe; " + sub
        + " is a folder, which is taken for pictures");
  }

  @Test
  void refusesWhatTeachesNothing() throws IOException {
    Path one = Files.writeString(folder.resolve("one.csv"), "x,y\n1,2\n");
    assertThat(gradus("train", "--csv", one.toString(), "--target", "y").line())
        .isEqualTo("gradus: there is one row only, and learning takes at least two: some to learn from, others to test on");
    Path constant = Files.writeString(folder.resolve("constant.csv"), "x,y\n" + "1,2.5\n2,2.50\n".repeat(9));
    assertThat(gradus("train", "--csv", constant.toString(), "--target", "y").line())
        .isEqualTo("gradus: column \"y\" can't be learned: it has one value only");
    assertThat(gradus("train", "--csv", Files.writeString(constant, "x,y\n" + "1,2\n2,2\n".repeat(9)).toString(), "--target", "y").err())
        .doesNotContain("taken for classes");
  }

  /// A model of decimal commas writes them, and takes JSON's points for what they are.
  @Test
  void keepsDecimalCommasToFilesThatHaveThem() throws IOException {
    StringBuilder text = new StringBuilder("size;empty;price\n");
    for (int i = 0; i < 40; i++) {
      text.append(i).append(",125;;").append(2 * i).append(",25\n");
    }
    Path csv = Files.writeString(folder.resolve("flat.csv"), text);
    Ran ran = gradus("train", "--csv", csv.toString(), "--target", "price", "--out", folder.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("Read with decimal commas, as in 1.234,5: \"size\", \"price\"\n",
        "Column \"empty\" is left out: it is empty, or nearly all of its texts are different\n",
        "A test on 8 rows says little: --folds 5 tests on each of the 40\n");
    assertThat(ran.out()).contains("is learned from 1 column\n");
    Path scored = folder.resolve("scored.csv");
    assertThat(gradus("predict", folder.resolve("flat-1").toString(), csv.toString(), "--out", scored.toString()).status()).isZero();
    assertThat(Files.readAllLines(scored).get(9)).startsWith("8,125;;16,25;16,");
    Path json = Files.writeString(folder.resolve("new.jsonl"), "{\"size\": 8.125}\n");
    assertThat(gradus("predict", folder.resolve("flat-1").toString(), json.toString(), "--out", scored.toString()).status()).isZero();
    assertThat(Files.readAllLines(scored).get(1)).startsWith("8.125,16.");
  }

  /// Noise around a line: networks have nothing to add.
  @Test
  void countsTheLinearModelThatIsKeptAlone() throws IOException {
    RandomStream random = new RandomStream(1, "noise");
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 60; i++) {
      text.append(i).append(',').append(3 * i + 5 * random.nextGaussian()).append('\n');
    }
    Path csv = Files.writeString(folder.resolve("line.csv"), text);
    Ran ran = gradus("train", "--csv", csv.toString(), "--target", "y", "--out", folder.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("Model: the linear model alone, as networks made nothing better of rows that they had not learned from;"
        + " 2 parameters\n");
    assertThat(folder.resolve("line-1/report.html")).content().contains("<dt>Parameters</dt><dd>2</dd>");
  }

  @Test
  void tellsWhatIsMissing() {
    assertThat(gradus("train").line())
        .isEqualTo("gradus: name a recipe, such as gradus train digits, or your own data: a table with --data FILE --target COLUMN, or a folder of"
            + " pictures with --data FOLDER");
    assertThat(gradus("train", "--csv", "x.csv").line()).isEqualTo("gradus: --csv needs --target COLUMN: what to learn to predict");
    assertThat(gradus("train", "digits", "--folds", "3").line())
        .isEqualTo("gradus: --target, --folds, --test, --group, --time, --column, --skip-bad-rows, --query and --driver go with a table, --data FILE"
            + " or --jdbc URL, or a table's recipe");
    assertThat(gradus("train", "--csv", "x.csv", "--target", "y", "--group", "a", "--time", "b").line())
        .isEqualTo("gradus: rows are split by --group or by --time, not both");
    assertThat(gradus("train", "--csv", "x.csv", "--target", "y", "--column", "zip").line())
        .isEqualTo("gradus: --column says of a column what it holds, such as --column zip=category, not zip");
  }
}
