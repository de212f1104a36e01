package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Execution;
import dev.gradus.data.SharedData;
import dev.gradus.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFitTest {
  @TempDir
  Path folder;

  @Test
  void tellsIrisesApart() {
    assertThat(mean(SharedData.require("tabular/iris_named.csv"), "species").score()).isGreaterThanOrEqualTo(0.94);
  }

  @Test
  void tellsWinesApart() {
    assertThat(mean(SharedData.require("tabular/wine_named.csv"), "cultivar").score()).isGreaterThanOrEqualTo(0.95);
  }

  @Test
  void isAboutARidgeWhereALineIsAllThereIs() throws IOException {
    TableFit.Score score = mean(table(120, false), "y");
    assertThat(score.score()).isGreaterThan(0.5).isGreaterThan(score.linear() - 0.01);
    assertThat(score.baseline()).isLessThan(0.05);
  }

  @Test
  void learnsWhatALineCantSay() throws IOException {
    TableFit.Score score = mean(table(600, true), "y");
    assertThat(score.score()).isGreaterThan(score.linear() + 0.1);
  }

  /// Numbers with gaps, a category, and an answer far from 0.
  private Path table(int rows, boolean curved) throws IOException {
    RandomStream random = new RandomStream(5, "table");
    StringBuilder text = new StringBuilder("a,b,town,y\n");
    for (int i = 0; i < rows; i++) {
      double a = random.nextGaussian();
      double b = random.uniform(0, 5000);
      int town = random.nextInt(3);
      double y = 100_000 + 1000 * (2 * a + b / 1000 + town + (curved ? 2 * a * a + 2 * StrictMath.sin(b / 700) : 0)
          + random.nextGaussian());
      text.append(String.format(Locale.ROOT, "%s,%.3f,t%d,%.2f%n", i % 11 == 3 ? "" : String.format(Locale.ROOT, "%.4f", a), b, town, y));
    }
    return Files.writeString(folder.resolve("t.csv"), text);
  }

  private static TableFit.Score mean(Path file, String target) {
    Table table = Table.read(CsvFile.open(file), target, BadRows.REFUSE);
    TableFit fit = new TableFit(table, target, TableSettings.usual(1), Execution.best().threads(1));
    List<TableFit.Score> scores = fit.splits().folds(5).stream().map(split -> fit.score(fit.train(split.train(), () -> false), split)).toList();
    return new TableFit.Score(mean(scores, TableFit.Score::score), mean(scores, TableFit.Score::baseline), mean(scores, TableFit.Score::linear));
  }

  private static double mean(List<TableFit.Score> scores, ToDoubleFunction<TableFit.Score> figure) {
    return scores.stream().mapToDouble(figure).average().orElseThrow();
  }
}
