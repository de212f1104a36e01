package dev.gradus.cli;

import static dev.gradus.cli.Ran.gradus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.backend.Backend;
import dev.gradus.backend.Execution;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintCommandTest {
  private static final Fingerprint ONE = new Fingerprint("d1", "w1", "p1");
  private static final Execution PLAIN = new Execution(Backend.SCALAR, 1);
  private static final Execution THREE = new Execution(Backend.SCALAR, 3);

  private static Map<Execution, Fingerprint> found(Fingerprint plain, Fingerprint three) {
    Map<Execution, Fingerprint> found = new LinkedHashMap<>();
    found.put(PLAIN, plain);
    found.put(THREE, three);
    return found;
  }

  /// Not a golden: our own output, held so that a change of bits is a decision and not an accident. See decision 15.
  @Test
  void thisMachineHasTheBitsOfAllOthers() {
    Ran ran = gradus("fingerprint", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    assertThat(ran.json().get("same_bits").asBoolean()).isTrue();
    assertThat(ran.json().get("backends").toString()).isEqualTo("[\"SCALAR\",\"VECTOR\"]");
    assertThat(ran.json().get("threads").toString()).isEqualTo("[1,2,3,5]");
    assertThat(ran.json().get("trainings").propertyNames()).containsExactlyElementsOf(Fingerprint.TRAININGS);
    assertThat(Fingerprint.held()).containsOnlyKeys(Fingerprint.TRAININGS);
  }

  @Test
  void otherBitsEndItWithTheLineToReport() {
    Fingerprint held = Fingerprint.held().get("mlp");
    Fingerprint other = new Fingerprint(held.data(), "f".repeat(64), held.predictions());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Main.run(new String[] {"--json"}, new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), new FingerprintCommand(java.util.List.of("mlp"), Map.of("mlp", other)));
    Ran ran = new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    assertThat(ran.status()).isEqualTo(2);
    String machine = ran.json().get("machine").asString();
    assertThat(machine).startsWith(Receipt.currentVersion() + ", " + System.getProperty("os.name"));
    assertThat(ran.line()).isEqualTo("gradus: this machine has other bits than the fingerprint: the weights of mlp are "
        + held.weights().substring(0, 16) + " in all 8 ways, not ffffffffffffffff. Please report this line, from " + machine);
    assertThat(ran.json().get("same_bits").asBoolean()).isFalse();
    assertThat(ran.json().get("trainings").get("mlp").get("weights").asString()).isEqualTo(held.weights());
  }

  @Test
  void namesTheWayToComputeThatDiffersBeforeTheFingerprint() {
    assertThat(FingerprintCommand.difference("cnn", ONE, found(ONE, ONE))).isEmpty();
    assertThat(FingerprintCommand.difference("cnn", new Fingerprint("d1", "w0", "p0"), found(ONE, new Fingerprint("d1", "w1", "p2"))))
        .hasValue("the predictions of cnn are p1 with no vectors, 1 thread and p2 with no vectors, 3 threads");
    assertThat(FingerprintCommand.difference("cnn", new Fingerprint("d0", "w0", "p0"), found(ONE, ONE)))
        .hasValue("the data of cnn are d1 in all 2 ways, not d0");
    assertThat(FingerprintCommand.difference("cnn", new Fingerprint("d1", "w0", "p0"), found(ONE, ONE)))
        .hasValue("the weights of cnn are w1 in all 2 ways, not w0");
  }

  @Test
  void otherSeedsWouldBeSeen() {
    Fingerprint.Training training = Fingerprint.Training.named("mlp");
    Fingerprint.Training other = new Fingerprint.Training(
        dev.gradus.cli.recipe.Blueprint.of(training.blueprint().recipe().withSeed(43)), training.examples(), training.test(), training.data());
    assertThat(training.on(PLAIN).firstOther(other.on(PLAIN))).isEqualTo("weights");
  }
}
