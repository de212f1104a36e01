package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// No file of any format breaks what [Hostile] holds reading to: valid ones, those in which something was once found, and many
/// made of them by chance. `-Dgradus.mutants=100000` makes more, `-Dgradus.mutants.seed=2` others.
class HostileFilesTest {
  private static final int MUTANTS = Integer.getInteger("gradus.mutants", 120);
  private static final long SEED = Long.getLong("gradus.mutants.seed", 20261125);

  @TempDir
  Path folder;

  @ParameterizedTest
  @EnumSource
  void validFilesAreRead(HostileFormat format) throws IOException {
    Hostile hostile = new Hostile(folder);
    for (byte[] content : format.valid()) {
      // Of the tables to score only the first has the columns that the run learned from.
      boolean lacksColumns = format == HostileFormat.CSV_TO_SCORE && content[0] != 's';
      assertThat(hostile.read(format, content).refused()).isEqualTo(lacksColumns);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noMutantBreaksAPromise(HostileFormat format) throws IOException {
    Hostile hostile = new Hostile(folder);
    List<byte[]> contents = format.contents();
    for (byte[] content : contents) {
      hostile.read(format, content);
    }
    List<String> before = hostile.names();
    Mutant mutant = new Mutant(SEED, contents);
    long nanos = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] content = mutant.next();
      try {
        nanos += hostile.read(format, content).nanos();
      } catch (AssertionError broken) {
        Path kept = Files.write(Files.createDirectories(Path.of("target/hostile")).resolve(format + "-" + SEED + "-" + i), content);
        throw new AssertionError("mutant " + i + " of seed " + SEED + ", kept as " + kept + ": " + broken.getMessage(), broken);
      }
    }
    System.out.printf("%s: %d contents, %d mutants, %.1f s%n", format, contents.size(), MUTANTS, nanos / 1e9);
    assertThat(hostile.names()).isEqualTo(before);
  }
}
