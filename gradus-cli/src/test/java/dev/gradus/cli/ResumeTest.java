package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.data.digits.Digits;
import dev.gradus.random.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gradus train --resume`: what it goes on from, and what it refuses.
class ResumeTest {
  private static final long SEED = 20261125;
  private static final String RECIPE = """
      name: s
      data: {set: spirals, train: 120, test: 20, noise: 0.05, classes: 2}
      model: [dense: 8, batchNorm, relu, dense: 2]
      optimizer: {adam: {learningRate: 0.01}}
      epochs: 3
      batchSize: 20
      validationSplit: 0.2
      """;

  @TempDir
  Path folder;

  private Path whole;
  private Path run;

  @BeforeEach
  void train() throws IOException {
    Path recipe = Files.writeString(folder.resolve("s.yaml"), RECIPE);
    Ran ran = gradus("train", recipe.toString(), "--threads", "1", "--checkpoint-every", "2", "--keep-checkpoints", "99", "--out",
        folder.resolve("whole").toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("Should it be interrupted, gradus train --resume " + folder.resolve("whole/s-1") + " goes on with it");
    whole = folder.resolve("whole/s-1");
    run = copy("run");
  }

  private Path copy(String name) throws IOException {
    Path to = folder.resolve(name);
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(whole.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
      return files.filter(file -> file.toString().endsWith(".checkpoint")).sorted().toList();
    }
  }

  /// Leaves the run as a kill would after a step, with more in its other files than the checkpoint knows of.
  private void forget(long step) throws IOException {
    for (Path file : checkpoints()) {
      if (Long.parseLong(file.getFileName().toString().replace(".checkpoint", "")) > step) {
        Files.delete(file);
      }
    }
  }

  private Ran resume(String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--resume", run.toString(), "--threads", "2", "--json"));
    arguments.addAll(List.of(more));
    return gradus(arguments.toArray(String[]::new));
  }

  private void assertRefused(String message, String... more) {
    Ran ran = resume(more);
    assertThat(ran.status()).as(ran.err()).isEqualTo(2);
    assertThat(ran.line()).isEqualTo("gradus: " + message);
    assertThat(ran.json().get("error").asString()).isEqualTo(message);
  }

  @Test
  void goesOnFromAnyCheckpointAndCanBeVerified() throws IOException {
    assertThat(checkpoints()).hasSize(9);
    for (long step : List.of(14L, 10L, 5L, 2L)) {
      forget(step);
      Ran ran = resume("--keep-checkpoints", "99");
      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(ran.json().get("resumed_at_step").asLong()).isEqualTo(step);
      assertThat(ran.err()).contains("Going on after step " + step + ", in which " + step / 5 + " of 3 epochs are finished, from "
          + run.resolve("checkpoints").resolve(String.format("%012d.checkpoint", step)));
      KillTest.assertSame(run, whole, "from step " + step);
      assertThat(gradus("verify", run.toString(), "--json").json().get("identical").asBoolean()).isTrue();
    }
    forget(0);
    assertThat(resume().status()).isZero();
    KillTest.assertSame(run, whole, "from the start");
    Ran finished = resume();
    assertThat(finished.json().get("weights_sha256")).isNotNull();
    KillTest.assertSame(run, whole, "when it was finished");
  }

  @Test
  void aTrainingWithoutItsMetricsOrReceiptGoesOnAndSaysSo() throws IOException {
    forget(7);
    Files.delete(run.resolve("metrics.jsonl"));
    Files.delete(run.resolve("receipt.bin"));
    Ran ran = resume();
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("There is no " + run.resolve("metrics.jsonl") + ": the lines of earlier epochs are lost",
        "There is no " + run.resolve("receipt.bin") + ": the run can't be verified");
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2);
    assertThat(Files.mismatch(run.resolve("model.gradus"), whole.resolve("model.gradus"))).isEqualTo(-1);
  }

  @Test
  void refusesAChangedRecipe() throws IOException {
    forget(7);
    Path file = run.resolve("recipe.yaml");
    String recipe = Files.readString(file);
    Files.writeString(file, recipe.replace("epochs: 3", "epochs: 5"));
    assertRefused(file + " was changed since the training began, which goes on only as it began: epochs: now 5, then 3");
    Files.writeString(file, recipe.replace("0.01", "0.02"));
    assertRefused(file + " was changed since the training began, which goes on only as it began: optimizer: now {adam={learningRate=0.02}},"
        + " then {adam={learningRate=0.01}}");
    forget(0);
    assertRefused(file + " was changed since the training began, which goes on only as it began");
  }

  @Test
  void refusesChangedDataAndTakesTheSameElsewhere() throws IOException {
    Path data = folder.resolve("data");
    CommandsTest.idx(data, Digits.test(1, 60));
    for (String name : List.of("images-idx3", "labels-idx1")) {
      Files.copy(data.resolve("t10k-" + name + "-ubyte"), data.resolve("train-" + name + "-ubyte"));
    }
    Path recipe = Files.writeString(folder.resolve("i.yaml"), "name: i\ndata: {set: idx}\nmodel: [flatten, dense: 10]\nepochs: 2\n");
    assertThat(gradus("train", recipe.toString(), "--data", data.toString(), "--out", folder.toString(), "--keep-checkpoints", "9").status())
        .isZero();
    run = folder.resolve("i-1");
    Files.delete(checkpoints().getLast());
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(data, elsewhere);
    Ran ran = resume("--data", elsewhere.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    Path images = elsewhere.resolve("train-images-idx3-ubyte");
    byte[] bytes = Files.readAllBytes(images);
    bytes[5000] ^= 1;
    Files.write(images, bytes);
    assertThat(resume("--data", elsewhere.toString()).line()).startsWith("gradus: the training data are not those of the run: SHA-256 ");
    Files.delete(run.resolve("receipt.bin"));
    assertThat(resume("--data", elsewhere.toString()).line()).contains(" is of another training, whose bits this one can't go on to: the examples: now ");
  }

  @Test
  void refusesWhatIsNoRunToGoOnWith() throws IOException {
    String message = "--resume RUN goes on with a run as it began, to the same bits: it takes --threads, --data, --checkpoint-every and"
        + " --keep-checkpoints, but no recipe and none of its options";
    assertRefused(message, "--epochs", "9");
    assertRefused(message, "digits");
    assertRefused("--resume goes on with a run's checkpoints, so --keep-checkpoints is at least 1", "--keep-checkpoints", "0");
    assertRefused("--keep-checkpoints is at least 0, not -1", "--keep-checkpoints", "-1");
    assertRefused("--checkpoint-every is a number of steps, such as 500, or a time, such as 30s, 10m or 1h, not 3d", "--checkpoint-every", "3d");
    assertRefused("--checkpoint-every is a number of steps, such as 500, or a time, such as 30s, 10m or 1h, not 0", "--checkpoint-every", "0");
    run = folder.resolve("none");
    assertRefused("no run folder " + run + "; a training run makes one, such as runs/digits-1");
    Files.createDirectories(run);
    assertRefused(run + " isn't a run folder: it has no recipe.yaml");
    Files.writeString(run.resolve("recipe.yaml"), "table: {file: x.csv, target: y}\n");
    assertRefused("a table's training is not resumed: it keeps no checkpoints. Train it again: gradus train " + run.resolve("recipe.yaml"));
  }

  @Test
  void withoutCheckpointsThereIsNothingInTheFolder() throws IOException {
    Path recipe = folder.resolve("s.yaml");
    assertThat(gradus("train", recipe.toString(), "--keep-checkpoints", "0", "--out", folder.resolve("bare").toString()).status()).isZero();
    assertThat(folder.resolve("bare/s-1/checkpoints")).doesNotExist();
    assertThat(gradus("verify", folder.resolve("bare/s-1").toString()).status()).isZero();
  }

  @Test
  void aFullDiskStopsWithOneLineAndTheRunGoesOnLater() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
    forget(5);
    Path next = run.resolve("checkpoints").resolve(String.format("%012d.checkpoint", 10));
    Path part = Files.createSymbolicLink(next.resolveSibling(next.getFileName() + ".part"), Path.of("/dev/full"));
    assertRefused("can't write the checkpoint " + next + ": No space left on device. The training can go on from that of step 5. When that is"
        + " mended, gradus train --resume " + run + " goes on with the run");
    assertThat(part).doesNotExist();
    Files.deleteIfExists(run.resolve("metrics.jsonl.part"));
    assertThat(resume().json().get("resumed_at_step").asLong()).isEqualTo(5);
    KillTest.assertSame(run, whole, "after the disk was full");
  }

  @Test
  void aDivergedRunIsVerifiedUpToThere() throws IOException {
    Path recipe = folder.resolve("s.yaml");
    Ran ran = gradus("train", recipe.toString(), "--learning-rate", "1e20", "--batch-size", "5", "--out", folder.resolve("bad").toString());
    assertThat(ran.status()).as(ran.err()).isEqualTo(2);
    Ran verified = gradus("verify", folder.resolve("bad/s-1").toString(), "--json");
    assertThat(verified.status()).as(verified.err()).isZero();
    assertThat(verified.json().get("steps").asInt()).isPositive();
    // The first step spoils the weights, which is seen at the end of the epoch.
    gradus("train", recipe.toString(), "--learning-rate", "1e39", "--batch-size", "all", "--out", folder.resolve("bad").toString());
    Ran again = gradus("verify", folder.resolve("bad/s-2").toString(), "--json");
    assertThat(again.status()).as(again.err()).isZero();
    assertThat(again.json().get("steps").asInt()).isEqualTo(1);
    assertThat(again.json().get("diverged").asBoolean()).isTrue();
  }

  @Test
  void damageToAnyFileIsRefusedOrDoesNoHarm() throws IOException {
    damage(4);
  }

  @Test
  @Tag("slow")
  void muchDamageToAnyFileIsRefusedOrDoesNoHarm() throws IOException {
    damage(100);
  }

  /// Cuts and flips each file of the run: either one clear line, or the run goes on to the same end.
  private void damage(int each) throws IOException {
    RandomStream random = new RandomStream(SEED, "damage");
    int refused = 0;
    int passedOver = 0;
    int harmless = 0;
    for (String name : List.of("recipe.yaml", "metrics.jsonl", "receipt.bin", "model.gradus", "checkpoints/000000000010.checkpoint")) {
      for (int i = 0; i < each; i++) {
        run = copy("damaged-" + name.length() + "-" + i);
        forget(10);
        Path file = run.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        int at = random.nextInt(bytes.length);
        boolean cut = i % 2 == 0;
        if (cut) {
          bytes = Arrays.copyOf(bytes, at);
        } else {
          bytes[at] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, bytes);
        String when = "seed " + SEED + ": " + name + (cut ? " cut at " : " flipped at ") + at;
        Ran ran = resume();
        if (ran.status() == 0) {
          KillTest.assertSame(run, whole, when);
          boolean said = ran.err().contains(file + " is damaged: ") && ran.err().contains("; going on from the one before");
          passedOver += said ? 1 : 0;
          harmless += said ? 0 : 1;
          assertThat(said).as("%s: %s", when, ran.err()).isEqualTo(name.startsWith("checkpoints"));
        } else {
          refused++;
          assertThat(ran.status()).as("%s: %s", when, ran.err()).isEqualTo(2);
          assertThat(ran.line()).as(when).startsWith("gradus: ").contains(file.getFileName().toString());
        }
        deleteAll(run);
      }
    }
    System.out.println("ResumeTest: of " + 5 * each + " damaged files " + refused + " refused, " + passedOver
        + " passed over for the checkpoint before, " + harmless + " without harm");
    assertThat(passedOver).isEqualTo(each);
    assertThat(refused).isGreaterThan(2 * each);
  }

  private static void deleteAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
