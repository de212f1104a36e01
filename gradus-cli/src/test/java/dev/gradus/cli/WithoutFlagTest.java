package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command in a JVM that was started without the vector module: the same bits, and one line that names the flag.
class WithoutFlagTest {
  private static final String NOTE =
      "Computing without vectors: the same results, but slower. Start Java with --add-modules jdk.incubator.vector";

  @TempDir
  Path folder;

  private Ran train(List<String> java) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(java);
    command.addAll(List.of("train", "spirals", "--epochs", "2", "--json", "--out", folder.toString()));
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    int status = new ProcessBuilder(command).redirectOutput(out).redirectError(err).start().waitFor();
    return new Ran(status, Files.readString(out.toPath(), StandardCharsets.UTF_8),
        Files.readString(err.toPath(), StandardCharsets.UTF_8));
  }

  /// This test's class path without its tests and their libraries: the command's modules.
  private static String modules() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes") && !entry.matches(".*(junit|assertj|opentest4j|apiguardian|surefire|byte-buddy).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void runsWithTheSameBitsAndSaysSoOnce(List<String> java) throws Exception {
    Ran without = train(java);
    assertThat(without.status()).as(without.err()).isZero();
    assertThat(without.err().lines().filter(line -> line.contains("vector"))).containsExactly(NOTE);
    assertThat(without.out().lines()).hasSize(1);
    Ran with = gradus("train", "spirals", "--epochs", "2", "--json", "--out", folder.resolve("with").toString());
    assertThat(with.status()).as(with.err()).isZero();
    assertThat(with.err()).doesNotContain("vectors: the same");
    assertThat(without.json().get("weights_sha256")).isNotNull().isEqualTo(with.json().get("weights_sha256"));
  }

  @Test
  void onTheClassPath() throws Exception {
    runsWithTheSameBitsAndSaysSoOnce(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
  }

  @Test
  void onTheModulePath() throws Exception {
    runsWithTheSameBitsAndSaysSoOnce(List.of("-p", modules(), "-m", "dev.gradus.cli/" + Main.class.getName()));
  }
}
