package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at any moment, and the run that goes on ends in the bits of one that nothing killed.
class KillTest {
  private static final long SEED = 20261125;
  private static final int STEPS = 3 * 12;
  /// 200,000 weights, so that writing a checkpoint takes about as long as a step; each step writes one.
  private static final String RECIPE = """
      name: k
      data: {set: digits, train: 400, test: 20}
      model: [flatten, dense: 256, batchNorm, relu, dropout: 0.2, dense: 10]
      optimizer: {adam: {learningRate: 0.001}}
      schedule: cosine
      averageWeights: 0.9
      epochs: 3
      batchSize: 30
      validationSplit: 0.1
      """;

  @TempDir
  Path folder;

  @BeforeAll
  static void needsSignals() {
    Posix.required();
  }

  @Test
  void survivesKills() throws Exception {
    kill(4);
  }

  @Test
  @Tag("slow")
  void survivesManyKills() throws Exception {
    kill(50);
  }

  /// As Ctrl-C does; see [CtrlCTest].
  @Test
  void whatIsStoppedLosesNothing() throws Exception {
    Path recipe = Files.writeString(folder.resolve("k.yaml"), RECIPE.replace("dense: 256", "dense: 16"));
    assertThat(gradus("train", recipe.toString(), "--epochs", "60", "--out", folder.resolve("whole").toString()).status()).isZero();
    Path run = folder.resolve("stopped/k-1");
    try (Killed command = Killed.start(folder.resolve("said"), List.of(), "train", recipe.toString(), "--epochs", "60", "--out",
        run.getParent().toString())) {
      while (command.alive() && Killed.step(run) < 24) {
        Thread.sleep(1);
      }
      command.interrupt();
      assertThat(command.end()).isEqualTo(143);
      String line = command.said().strip().lines().toList().getLast();
      long step = Killed.step(run);
      assertThat(step).isBetween(24L, 60 * 12L - 1);
      assertThat(line).isEqualTo("gradus: interrupted after step " + step + ", in epoch " + (step / 12 + 1) + " of 60; the run is kept in " + run
          + "; gradus train --resume " + run + " goes on with it");
      Ran ran = gradus("train", "--resume", run.toString(), "--json");
      assertThat(ran.json().get("resumed_at_step").asLong()).isEqualTo(step);
    }
    assertSame(run, folder.resolve("whole/k-1"), "after it was stopped");
  }

  private void kill(int wanted) throws Exception {
    Path recipe = Files.writeString(folder.resolve("k.yaml"), RECIPE);
    Ran ran = gradus("train", recipe.toString(), "--threads", "1", "--out", folder.resolve("whole").toString(), "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    Path whole = folder.resolve("whole/k-1");
    RandomStream random = new RandomStream(SEED, "kill");
    int kills = 0;
    int whileWriting = 0;
    int runs = 0;
    int starts = 0;
    while (kills < wanted) {
      Path parent = folder.resolve("runs-" + ++runs);
      Path run = parent.resolve("k-1");
      for (boolean over = false; !over; ) {
        // A run that was killed before it had a recipe is no run yet.
        String[] arguments = Files.exists(run.resolve("recipe.yaml"))
            ? new String[] {"train", "--resume", run.toString(), "--checkpoint-every", "1", "--threads", "" + (1 + random.nextInt(3)), "--json"}
            : new String[] {"train", recipe.toString(), "--checkpoint-every", "1", "--out", parent.toString(), "--json"};
        if (Files.exists(run) && !Files.exists(run.resolve("recipe.yaml"))) {
          run = parent.resolve("k-" + (1 + Integer.parseInt(run.getFileName().toString().substring(2))));
        }
        try (Killed command = Killed.start(folder.resolve("said"), machine(random), arguments)) {
          if (kills < wanted) {
            wait(command, run, random, ++starts);
            if (command.kill()) {
              kills++;
              whileWriting += halfWritten(run) ? 1 : 0;
              continue;
            }
          }
          assertThat(command.end()).as("seed %d, start %d: %s", SEED, starts, command.said()).isZero();
          over = true;
        }
      }
      assertSame(run, whole, "seed " + SEED + ", after " + kills + " kills");
    }
    System.out.println("KillTest: " + kills + " kills, " + whileWriting + " of them while a checkpoint was being written, in " + runs + " runs");
    assertThat(whileWriting).as("kills that met a checkpoint being written").isPositive();
  }

  /// Other kernels each time: they change no bit.
  private static List<String> machine(RandomStream random) {
    return switch (random.nextInt(3)) {
      case 0 -> List.of();
      case 1 -> List.of("--add-modules", "jdk.incubator.vector");
      default -> List.of("--add-modules", "jdk.incubator.vector", "-Dgradus.vector.bits=128");
    };
  }

  /// Now and then some time after the start; else until a step further on, every second time until a checkpoint is being written; and a
  /// moment more.
  private static void wait(Killed command, Path run, RandomStream random, int start) throws Exception {
    if (start % 5 == 0) {
      Thread.sleep(random.nextInt(1500));
      return;
    }
    long from = Killed.step(run);
    long until = from + 1 + random.nextInt((int) Math.max(1, Math.min(12, STEPS - from)));
    while (command.alive() && Killed.step(run) < until) {
      Thread.sleep(1);
    }
    while (start % 2 == 0 && command.alive() && !halfWritten(run)) {
      Thread.onSpinWait();
    }
    Thread.sleep(0, random.nextInt(start % 2 == 0 ? 500_000 : 999_999));
  }

  private static boolean halfWritten(Path run) throws IOException {
    Path checkpoints = run.resolve("checkpoints");
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(file -> file.toString().endsWith(".checkpoint.part"));
    }
  }

  /// Whether two runs agree in everything but the times.
  static void assertSame(Path run, Path whole, String when) throws IOException {
    for (String file : List.of("model.gradus", "receipt.bin", "recipe.yaml", "metrics.jsonl")) {
      assertThat(Files.mismatch(run.resolve(file), whole.resolve(file))).as("%s: %s", when, file).isEqualTo(-1);
    }
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).as(when).isNotEmpty();
  }
}
