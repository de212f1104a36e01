package dev.gradus.data.describe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.gradus.data.table.CsvFile;
import java.io.BufferedWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Five million rows in a Java machine of 96 MiB, which could not hold them.
@Tag("slow")
class LargeTableTest {
  private static final int ROWS = 5_000_000;

  @TempDir
  private Path folder;

  /// What the small machine does.
  static final class Describing {
    public static void main(String[] args) {
      TableDescription table = TableDescription.of(CsvFile.open(Path.of(args[0])));
      System.out.println(table.rows() + " " + table.duplicates() + " " + table.columns().get(1).spread().orElseThrow().mean());
    }
  }

  @Test
  void isDescribedInLittleMemory() throws Exception {
    Path file = folder.resolve("large.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,value,word\n");
      for (int i = 0; i < ROWS; i++) {
        // One row in a thousand is the one before it again.
        int row = i % 1000 == 999 ? i - 1 : i;
        out.write(row + "," + row % 1000 + ",word number " + row / 7 + "\n");
      }
    }
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx96m", "-cp",
        System.getProperty("java.class.path"), Describing.class.getName(), file.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    String[] numbers = said.lines().toList().getLast().split(" ");
    assertThat(numbers[0]).isEqualTo(String.valueOf(ROWS));
    // At least 2^19 of the rows are kept, so some 500 of the doubles: four standard errors are 18%.
    assertThat(Double.parseDouble(numbers[1])).isCloseTo(ROWS / 1000.0, within(0.18 * ROWS / 1000));
    assertThat(Double.parseDouble(numbers[2])).isCloseTo(499.5 - 0.001, within(1e-6));
  }
}
