package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gradus.GradusException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class MainTest {
  /// What a command left behind.
  private record Ran(int status, String out, String err) {}

  /// A command that does as a test says.
  @Command(name = "probe")
  private static final class Probe implements Action {
    @Mixin
    private CommonOptions common;

    @Option(names = "--epochs")
    private Optional<Integer> epochs;

    private final Callable<Object> work;

    Probe(Callable<Object> work) {
      this.work = work;
    }

    @Override
    public Object run(Screen screen) throws Exception {
      screen.note("working");
      screen.say("for people");
      return work.call();
    }
  }

  private record Report(double testAccuracy, int epochs) {}

  private static Ran gradus(String... args) {
    return run(new Main(), args);
  }

  private static Ran run(Action root, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status = Main.run(args, new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
        root);
    return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Ran failing(Throwable thrown, String... args) {
    return run(new Probe(() -> {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }), args);
  }

  @Test
  void aloneItPrintsItsHelp() {
    Ran ran = gradus();
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("Usage: gradus").contains("recipes", "Example:");
    assertThat(ran.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "verify", "evaluate", "report", "predict", "summary", "recipes", "list", "lab", "bench", "data", "fingerprint"})
  void everyCommandHasHelpWithAnExample(String command) {
    Ran ran = gradus(command, "--help");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("--json", "--debug", "--version", "Example", "  gradus " + command);
    // One that is too long for the line would be wrapped to its beginning, and can't be copied.
    assertThat(ran.out().lines().dropWhile(line -> !line.startsWith("Example")).skip(1).takeWhile(line -> !line.isBlank()))
        .isNotEmpty().allMatch(line -> line.startsWith("  "));
  }

  @Test
  void everyCommandIsTestedForHelp() {
    assertThat(new picocli.CommandLine(new Main()).getSubcommands())
        .containsOnlyKeys("train", "verify", "evaluate", "report", "predict", "summary", "recipes", "list", "lab", "bench", "data", "fingerprint");
  }

  @Test
  void versionNamesGradusAndJava() {
    assertThat(gradus("--version").out()).startsWith("gradus ").contains("Java 25");
    assertThat(gradus("recipes", "--version").out()).startsWith("gradus ").contains("Java 25");
  }

  @Test
  void unknownNamesGetTheNearest() {
    assertThat(gradus("recipies")).isEqualTo(new Ran(2, "",
        "gradus: unknown command recipies (did you mean recipes?); gradus --help lists the commands\n".replace("\n", System.lineSeparator())));
    assertThat(gradus("recipes", "--jsno").err().strip())
        .isEqualTo("gradus: unknown option --jsno (did you mean --json?); gradus recipes --help lists the options");
    assertThat(gradus("recipes", "digits", "more").err().strip())
        .isEqualTo("gradus: one argument too many: more; gradus recipes --help shows what it takes");
    assertThat(gradus("recipes", "digts").err().strip()).startsWith("gradus: unknown recipe \"digts\" (did you mean digits?)");
  }

  @Test
  void aWrongValueOfAnOptionIsBadInput() {
    Ran ran = run(new Probe(() -> ""), "--epochs", "many");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err().strip()).startsWith("gradus: Invalid value for option '--epochs'").hasLineCount(1);
  }

  @Test
  void listsAndPrintsRecipes() {
    assertThat(gradus("recipes").out().lines()).hasSize(5).anyMatch(line -> line.startsWith("digits-mlp  "));
    assertThat(gradus("recipes", "digits").out()).contains("name: digits", "- dense: 10");
  }

  @Test
  void withJsonStandardOutputIsOneObject() {
    Ran ran = run(new Probe(() -> new Report(0.5, 3)), "--json");
    assertThat(ran.out().strip()).isEqualTo("{\"command\":\"probe\",\"test_accuracy\":0.5,\"epochs\":3}");
    assertThat(ran.err().strip()).isEqualTo("working");
    assertThat(run(new Probe(() -> new Report(0.5, 3))).out().strip()).isEqualTo("for people");
  }

  /// What reads the object finds one name for a command, whether it failed or not.
  @Test
  void aFailureNamesItsCommandInFull() {
    assertThat(gradus("data", "describe", "nowhere.csv", "--json").out()).startsWith("{\"command\":\"data describe\",\"error\":\"");
  }

  @Test
  void withJsonAFailureIsAnObjectToo() {
    Ran ran = failing(new GradusException("no \"x\"\nhere"), "--json");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.out().strip()).isEqualTo("{\"command\":\"probe\",\"error\":\"no \\\"x\\\" here\"}");
    assertThat(gradus("recipes", "--nope", "--json").out().strip())
        .isEqualTo("{\"command\":\"recipes\",\"error\":\"unknown option --nope; gradus recipes --help lists the options\"}");
  }

  @Test
  void eachKindOfFailureHasItsStatusAndOneLine() {
    assertThat(Failure.of(new GradusException("what"))).isEqualTo(new Failure(2, "what"));
    assertThat(Failure.of(new NoSuchFileException("a/b"))).isEqualTo(new Failure(2, "no such file or folder: a/b"));
    assertThat(Failure.of(new java.io.UncheckedIOException(new AccessDeniedException("a"))))
        .isEqualTo(new Failure(2, "permission denied: a"));
    assertThat(Failure.of(new InterruptedException())).isEqualTo(new Failure(130, "interrupted"));
    assertThat(Failure.of(new OutOfMemoryError())).satisfies(failure -> {
      assertThat(failure.status()).isEqualTo(2);
      assertThat(failure.line()).startsWith("out of memory: the heap of ").contains("--batch-size", "-Xmx");
    });
    assertThat(Failure.of(new IllegalStateException("oops"))).isEqualTo(new Failure(1,
        "a defect of Gradus: java.lang.IllegalStateException: oops; run again with --debug for the stack trace"));
  }

  @Test
  void onlyDebugShowsTheStackTrace() {
    Ran brief = failing(new AssertionError("broken"));
    assertThat(brief.status()).isEqualTo(1);
    assertThat(brief.err().strip().lines()).hasSize(2).last().asString().startsWith("gradus: a defect of Gradus: ");
    Ran debug = failing(new AssertionError("broken"), "--debug");
    assertThat(debug.status()).isEqualTo(1);
    assertThat(debug.err()).contains("\tat dev.gradus.cli.MainTest");
  }
}
