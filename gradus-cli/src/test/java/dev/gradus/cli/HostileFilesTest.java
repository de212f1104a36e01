package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// No file of any format breaks what [Hostile] holds reading to: valid ones, those in which something was once found, and many
/// made of them by chance. `-Dgradus.mutants=1000000` makes more, `-Dgradus.mutants.seed=2` others.
class HostileFilesTest {
  private static final int MUTANTS = Integer.getInteger("gradus.mutants", 400);
  private static final long SEED = Long.getLong("gradus.mutants.seed", 20261125);
  private static final int MOST_FAILURES = 20;

  @TempDir
  Path folder;

  @ParameterizedTest
  @EnumSource
  void validFilesAreRead(HostileFormat format) throws IOException {
    Hostile hostile = new Hostile(folder);
    for (byte[] content : format.valid()) {
      // A table to score lacks columns that the run learned from, all but one.
      assertThat(hostile.read(format, content).refused()).isEqualTo(format == HostileFormat.CSV_TO_SCORE && content[0] != 's');
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
    List<String> before = hostile.names().toList();
    Mutant mutant = new Mutant(SEED, contents);
    long nanos = 0;
    int refused = 0;
    int failures = 0;
    StringBuilder failed = new StringBuilder();
    java.util.Set<String> kinds = new java.util.HashSet<>();
    double mostTimes = 0;
    for (int i = 0; i < MUTANTS && failures < MOST_FAILURES; i++) {
      byte[] content = mutant.next();
      try {
        Hostile.Reading reading = hostile.read(format, content);
        nanos += reading.nanos();
        refused += reading.refused() ? 1 : 0;
        mostTimes = Math.max(mostTimes, (double) reading.bytes() / format.mostAllocated(format.packed(content).length));
      } catch (AssertionError broken) {
        Throwable cause = broken.getCause() == null ? broken : broken.getCause();
        String where = Stream.of(cause.getStackTrace()).filter(f -> f.getClassName().startsWith("dev.gradus")).findFirst().map(Object::toString).orElse("");
        if (kinds.add(cause.getClass() + where + (broken.getCause() == null ? broken.getMessage().replaceAll("[0-9]+", "#").replaceAll("message:.*", "") : ""))) {
          failures++;
          Path kept = Path.of("target/hostile", format + "-" + failures);
          Files.createDirectories(kept.getParent());
          Files.write(kept, content);
          failed.append("\n").append(kept).append(": ").append(broken.getMessage()).append(" ").append(broken.getCause() == null ? "" : cause).append(" ").append(where);
        }
      }
    }
    System.out.printf("%s: %d mutants, %d refused, %d ms, most allocated %.2f of allowed%n", format, MUTANTS, refused, nanos / 1_000_000, mostTimes);
    assertThat(failed.toString()).isEmpty();
    assertThat(hostile.names().toList()).isEqualTo(before);
  }
}
