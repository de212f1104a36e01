package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// With SIGTERM, which takes the same way as Ctrl-C: a build in the background may have SIGINT turned off.
class CtrlCTest {
  @BeforeAll
  static void needsSignals() {
    Posix.required();
  }

  /// A command that works until it is asked to stop, then writes what it has.
  static final class Working {
    public static void main(String[] args) throws InterruptedException {
      CtrlC ctrlC = CtrlC.install();
      CountDownLatch stop = new CountDownLatch(1);
      if (args.length == 0) {
        CtrlC.listen(stop::countDown);
      }
      System.out.println("working");
      stop.await();
      System.out.println("written");
      ctrlC.finished();
    }
  }

  private static String stopped(String... args) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), Working.class.getName());
    builder.command().addAll(java.util.List.of(args));
    Process process = builder.redirectErrorStream(true).start();
    try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(reader.readLine()).isEqualTo("working");
      // Process.destroy would also close the streams.
      assertThat(process.toHandle().destroy()).isTrue();
      String rest = reader.readAllAsString().strip();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      return rest + process.exitValue();
    }
  }

  @Test
  void aListeningCommandFinishesWhatItDoes() throws Exception {
    assertThat(stopped()).isEqualTo("written143");
  }

  @Test
  void anotherEndsAtOnce() throws Exception {
    assertThat(stopped("deaf")).isEqualTo("143");
  }
}
