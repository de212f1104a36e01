package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run and its receipt, as they are and with planted differences.
class VerifyCommandTest {
  @TempDir
  Path folder;

  private Path run;

  @BeforeEach
  void train() {
    Ran ran = gradus("train", "spirals", "--epochs", "2", "--threads", "1", "--out", folder.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    run = folder.resolve("spirals-1");
  }

  private Ran verify() {
    return gradus("verify", run.toString(), "--threads", "3", "--json");
  }

  @Test
  void agreesOnAnotherNumberOfThreads() {
    Ran ran = verify();
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().get("identical").asBoolean()).isTrue();
    assertThat(ran.json().get("epochs").asInt()).isEqualTo(2);
  }

  @Test
  void namesTheFirstBitThatDiffers() throws IOException {
    Receipt kept = Receipt.read(new RunFolder(run));
    kept.weights().set(1, "0".repeat(64));
    kept.write(new RunFolder(run));
    assertThat(verify().json().get("error").asString()).isEqualTo(run + " differs from its receipt first at epoch 2, step "
        + kept.steps().size() + ", weights after the epoch");
    kept.steps().get(4)[2] ^= 1;
    kept.write(new RunFolder(run));
    assertThat(verify().json().get("error").asString())
        .isEqualTo(run + " differs from its receipt first at epoch 1, step 5, gradient of " + kept.parameters().getFirst());
    kept.steps().get(2)[1] ^= 1;
    kept.write(new RunFolder(run));
    Ran ran = verify();
    assertThat(ran.status()).isNotZero();
    assertThat(ran.json().get("identical").asBoolean()).isFalse();
    assertThat(ran.json().get("error").asString()).isEqualTo(run + " differs from its receipt first at epoch 1, step 3, loss");
  }

  @Test
  void tellsDataAndRecipeFromArithmetic() throws IOException {
    Receipt kept = Receipt.read(new RunFolder(run));
    new Receipt(kept.version(), kept.recipe(), "none", kept.parameters(), kept.steps(), kept.weights()).write(new RunFolder(run));
    assertThat(verify().json().get("what").asString()).isEqualTo("data");
    new Receipt("gradus 0", "none", "none", kept.parameters(), kept.steps(), kept.weights()).write(new RunFolder(run));
    assertThat(verify().json().get("what").asString()).isEqualTo("version");
    kept.write(new RunFolder(run));
    Path recipe = run.resolve("recipe.yaml");
    Files.writeString(recipe, Files.readString(recipe).replace("epochs: 2", "epochs: 3"));
    assertThat(verify().json().get("error").asString())
        .isEqualTo("the recipe in " + recipe + " is not the one that was trained: it was changed after the run");
  }

  @Test
  void verifiesWhatAStoppedRunDid() throws IOException {
    Receipt kept = Receipt.read(new RunFolder(run));
    int half = kept.steps().size() * 3 / 4;
    new Receipt(kept.version(), kept.recipe(), kept.data(), kept.parameters(), new ArrayList<>(kept.steps().subList(0, half)),
        kept.weights().subList(0, 1)).write(new RunFolder(run));
    Files.delete(run.resolve("model.gradus"));
    assertThat(verify().json().get("steps").asInt()).isEqualTo(half);
  }

  @Test
  void aReceiptMayNotGoOnAfterTheTraining() throws IOException {
    Receipt kept = Receipt.read(new RunFolder(run));
    int steps = kept.steps().size();
    kept.steps().add(kept.steps().getLast());
    kept.write(new RunFolder(run));
    assertThat(verify().json().get("error").asString())
        .isEqualTo(run + " has " + (steps + 1) + " steps in its receipt, but training ended after " + steps);
  }

  @Test
  void comparesEpochsToo() throws IOException {
    Receipt kept = Receipt.read(new RunFolder(run));
    kept.weights().add("0".repeat(64));
    kept.write(new RunFolder(run));
    assertThat(verify().json().get("error").asString())
        .isEqualTo(run + " has the weights after 3 epochs in its receipt, but training ended after 2");
    kept.weights().clear();
    kept.write(new RunFolder(run));
    assertThat(verify().json().get("error").asString()).isEqualTo(run + " differs from its receipt first at epoch 1, step "
        + kept.steps().size() / 2 + ", weights after the epoch, which the receipt doesn't have");
    kept.steps().get(9)[0] = 2;
    kept.write(new RunFolder(run));
    assertThat(verify().json().get("error").asString())
        .isEqualTo(run + " differs from its receipt first at epoch 1, step 10, the epoch's number");
  }

  @Test
  void aModelBesideTheReceiptThatIsAnotherOrDamagedDiffers() throws IOException {
    Path file = run.resolve("model.gradus");
    byte[] bytes = Files.readAllBytes(file);
    String whole = Model.load(file).weightsSha256();
    Ran other = gradus("train", "spirals", "--epochs", "2", "--seed", "7", "--threads", "1", "--out", folder.resolve("other").toString());
    assertThat(other.status()).as(other.err()).isZero();
    Files.copy(folder.resolve("other/spirals-1/model.gradus"), file, StandardCopyOption.REPLACE_EXISTING);
    Ran ran = verify();
    assertThat(ran.status()).isNotZero();
    assertThat(ran.json().get("identical").asBoolean()).isFalse();
    assertThat(ran.json().get("what").asString()).isEqualTo("model");
    assertThat(ran.json().get("error").asString()).isEqualTo(file + " doesn't have the run's weights: their SHA-256 is "
        + Model.load(file).weightsSha256() + ", by the receipt " + whole + ". It was changed or exchanged after the training");
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThat(verify().json().get("what").asString()).isEqualTo("model");
    assertThat(verify().json().get("error").asString()).startsWith(file + " ");
  }

  @Test
  void refusesADamagedReceipt() throws IOException {
    Path file = run.resolve("receipt.bin");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThat(verify().json().get("error").asString())
        .isEqualTo(file + " is damaged: its checksum doesn't fit its " + bytes.length + " bytes");
    Files.write(file, new byte[3]);
    assertThat(verify().json().get("error").asString()).isEqualTo(file + " is damaged: its checksum doesn't fit its 3 bytes");
  }
}
