package dev.gradus.backend.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The width is fixed when a JVM starts, so each width gets a JVM of its own.
class WidthsTest {
  @Test
  void everyWidthGivesTheScalarBits() throws Exception {
    List<String> widths = List.of("128", "256", "512");
    List<Process> runs = new ArrayList<>();
    for (String bits : widths) {
      runs.add(start(bits));
    }
    List<String> digests = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      String output = output(runs.get(i));
      assertThat(output).as("the run at %s bits", widths.get(i)).matches(widths.get(i) + " [0-9a-f]{64}");
      digests.add(output.substring(4));
    }
    assertThat(digests).as("digests at 128, 256 and 512 bits").containsOnly(digests.getFirst());
  }

  @Test
  void anotherWidthIsRefusedWithTheChoices() throws Exception {
    assertThat(output(start("64"))).contains(
        "dev.gradus.GradusException: Vector width: -Dgradus.vector.bits must be 128, 256 or 512, not \"64\"."
            + " Leave it out to use what the machine prefers.");
  }

  /// `KernelCases` at that width.
  private static Process start(String bits) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(java, "-ea", "--add-modules", "jdk.incubator.vector",
        "-Dgradus.vector.bits=" + bits, "-cp", System.getProperty("java.class.path"), KernelCases.class.getName())
        .redirectErrorStream(true).start();
  }

  /// What it says, but for the JVM's warning of an incubating module.
  private static String output(Process process) throws Exception {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output.lines().filter(line -> !line.startsWith("WARNING")).reduce("", (a, b) -> a + "\n" + b).strip();
  }
}
