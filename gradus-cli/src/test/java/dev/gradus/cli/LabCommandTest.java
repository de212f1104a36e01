package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.lab.Experiment;
import dev.gradus.lab.course.Course;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class LabCommandTest {
  @TempDir
  private Path folder;

  @Test
  void listsTheExperimentsWithTheirClaims() {
    Ran ran = gradus("lab", "list");
    assertThat(ran.status()).isZero();
    assertThat(ran.out().lines().map(line -> line.split(" ")[0])).containsExactlyElementsOf(names());
    assertThat(ran.out()).containsPattern("learning-rate +The learning rate \\(4, 5\\)");
    assertThat(gradus("lab", "list", "--language", "ko").out()).containsPattern("learning-rate +학습률 \\(4, 5\\)");

    JsonNode one = gradus("lab", "list", "--json").json().get("experiments").get(0);
    assertThat(one.propertyNames()).containsExactly("name", "title", "claims", "claim");
  }

  private static List<String> names() {
    return Course.experiments().stream().map(Experiment::name).toList();
  }

  @Test
  void runPrintsFiguresAndVerdictAndWritesPageAndPictures() throws IOException {
    Ran ran = gradus("lab", "run", "learning-rate", "--tiny", "--seed", "3", "--threads", "1", "--out", folder.toString());

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("learning-rate: The learning rate", "Claims 4, 5: The learning rate decides", "Method: First a quadratic",
        "95% interval", "Rule, stated before the run:", "Verdict: ", "Page: " + folder.resolve("learning-rate.html"));
    assertThat(Files.readString(folder.resolve("learning-rate.html"))).contains("한국어", "gradus lab run learning-rate --quick --seed 3");
    assertThat(folder.resolve("pictures").resolve("learning-rate-sweep.svg")).isNotEmptyFile();
    assertThat(folder.resolve("index.html")).doesNotExist();
  }

  @Test
  void jsonHasEachVerdictWithItsFigures() {
    Ran ran = gradus("lab", "run", "learning-rate", "--tiny", "--out", folder.toString(), "--json");

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    assertThat(ran.json().propertyNames()).containsExactly("command", "experiments", "pages", "seconds");
    JsonNode one = ran.json().get("experiments").get(0);
    assertThat(one.propertyNames()).containsExactly("name", "claims", "claim", "verdict", "figures", "rule", "seeds", "seconds");
    assertThat(one.get("verdict").asString()).isIn("held", "not held", "depends", "inconclusive");
    assertThat(one.get("figures").get("bound").propertyNames()).containsExactly("mean", "deviation", "interval", "values");
    assertThat(one.get("rule").get(0).get("figure").asString()).isEqualTo("bound");
  }

  @Test
  void bothLanguagesInTheTerminal() {
    Ran ran = gradus("lab", "run", "backpropagation", "--tiny", "--language", "ko", "--out", folder.toString());

    assertThat(ran.out()).contains("backpropagation: 역전파", "주장 1: ", "판정: ", "중간값 전부");
  }

  @Tag("slow")
  @Test
  void allOfThemMakeASite() throws IOException {
    Ran ran = gradus("lab", "run", "all", "--tiny", "--out", folder.toString(), "--contents", folder.resolve("lab.md").toString());

    assertThat(ran.status()).as(ran.err()).isZero();
    String index = Files.readString(folder.resolve("index.html"));
    for (String name : names()) {
      assertThat(folder.resolve(name + ".html")).isNotEmptyFile();
      assertThat(index).contains("href=\"" + name + ".html\"");
      assertThat(folder.resolve("images/lab").resolve(name + ".svg")).isNotEmptyFile();
      assertThat(ran.out()).containsPattern("(?m)^  " + name + " +(held|not held|depends|inconclusive)  ");
    }
  }

  @Test
  void whatIsWrongIsSaidInOneLineBeforeAnythingIsTrained() throws IOException {
    assertThat(gradus("lab", "run", "learning-rat").line())
        .isEqualTo("gradus: no experiment is called \"learning-rat\" (did you mean learning-rate?); gradus lab list shows all that there are");
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThat(gradus("lab", "run", "learning-rate", "--out", file.toString()).line())
        .isEqualTo("gradus: --out " + file + " is a file; name a folder for the pages");
    assertThat(gradus("lab", "run", "learning-rate", "--contents", "lab.md").line()).isEqualTo("gradus: --contents goes with all, not with learning-rate");
    assertThat(gradus("lab", "run", "learning-rate", "--threads", "0").line()).isEqualTo("gradus: --threads is 1 to 1024, not 0");
    assertThat(gradus("lab", "list", "--language", "la").line()).contains("'la' is neither \"en\" nor \"ko\"");
  }
}
