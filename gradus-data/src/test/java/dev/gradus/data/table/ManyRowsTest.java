package dev.gradus.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Execution;
import dev.gradus.random.RandomStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tables in Java machines that could not hold what is said of each row.
class ManyRowsTest {
  @TempDir
  Path folder;

  /// What the small machine does: learn from four rows in five, and say how good it is at the others.
  static final class Learning {
    public static void main(String[] args) {
      Table table = Table.read(CsvFile.open(Path.of(args[0])), "y", BadRows.REFUSE);
      TableSettings usual = TableSettings.usual(1);
      TableSettings small = new TableSettings(1, usual.by(), Map.of(), usual.target(), usual.members(), Integer.parseInt(args[1]),
          usual.learningRate(), usual.weightDecay(), usual.dropout(), usual.steps(), Optional.empty());
      TableFit fit = new TableFit(table, "y", small, Execution.best());
      Splits.Split split = fit.splits().held(0.2);
      TableFit.Score score = fit.score(fit.train(split.train(), () -> false), split);
      System.out.println(table.rows() + " " + score.linear() + " " + score.score());
    }
  }

  @Test
  void areSeenFewerTimesTheMoreThereAre() {
    TableSettings usual = TableSettings.usual(1);
    assertThat(IntStream.of(150, 10_000, 1_000_000, 4_000_000, 50_000_000).map(rows -> usual.epochs(rows, Math.min(rows, 256))))
        .containsExactly(400, 20, 20, 5, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"number", "class"})
  void areLearnedInLittleMemory(String kind) throws Exception {
    learn(200_000, 4, kind.equals("class"), 2, "-Xmx24m", 0.01);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"number", "class"})
  void areLearnedFiveMillionOfTwentyColumns(String kind) throws Exception {
    learn(5_000_000, 20, kind.equals("class"), 64, "-Xmx512m", 0.1);
  }

  /// The members see the product that a line doesn't.
  private void learn(int rows, int columns, boolean classes, int units, String heap, double gain) throws Exception {
    Path file = write(rows, columns, classes);
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), heap,
        "-XX:+UseSerialGC", "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"), Learning.class.getName(), file.toString(),
        String.valueOf(units)).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(20, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    String[] numbers = said.lines().toList().getLast().split(" ");
    assertThat(numbers[0]).isEqualTo(String.valueOf(rows));
    assertThat(Double.parseDouble(numbers[2])).as(said).isGreaterThan(Double.parseDouble(numbers[1]) + gain);
  }

  private Path write(int rows, int columns, boolean classes) throws IOException {
    Path file = folder.resolve("many.csv");
    RandomStream random = new RandomStream(1, "many rows");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int c = 0; c < columns; c++) {
        out.write("x" + c + ",");
      }
      out.write("y\n");
      for (int row = 0; row < rows; row++) {
        double[] x = new double[columns];
        StringBuilder line = new StringBuilder();
        for (int c = 0; c < columns; c++) {
          x[c] = random.uniform(-1, 1);
          line.append(String.format(Locale.ROOT, "%.3f,", x[c]));
        }
        double y = x[0] + 2 * x[1] * x[2];
        out.write(line.append(classes ? y > 0 ? "more" : "less" : String.format(Locale.ROOT, "%.4f", y)).append('\n').toString());
      }
    }
    return file;
  }
}
