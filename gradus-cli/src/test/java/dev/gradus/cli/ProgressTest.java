package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long seconds;

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void elsewhereThanOnATerminalItPrintsALineEveryFiveSeconds() {
    try (Progress progress = new Progress.Lines(err, () -> seconds * 1_000_000_000L)) {
      progress.begin(1, 5, 1000);
      for (seconds = 1; seconds <= 11; seconds++) {
        progress.step(seconds * 50, 0.25, 0.5);
      }
      progress.end("Epoch 1/5 done");
    }
    assertThat(printed().lines()).containsExactly(
        "Epoch 1/5: 250/1000 50 images/s loss 0.2500 accuracy 50.00%, 15 s left",
        "Epoch 1/5: 500/1000 50 images/s loss 0.2500 accuracy 50.00%, 10 s left",
        "Epoch 1/5 done");
  }

  @Test
  void leavesOutAnAccuracyThatIsNotMeasured() {
    Progress progress = new Progress.Lines(err, () -> seconds * 1_000_000_000L);
    progress.begin(1, 1, 10);
    seconds = 5;
    progress.step(5, 1.5, Double.NaN);
    assertThat(printed().strip()).isEqualTo("Epoch 1/1: 5/10 1 images/s loss 1.5000, 5 s left");
  }

  @Test
  void onATerminalItDrawsABarOfTheTerminalsWidth() {
    try (Progress progress = Progress.on(err, new Terminal(true, 120))) {
      progress.begin(2, 5, 1000);
      progress.step(1000, 0.25, 0.9705);
      progress.end("Epoch 2/5 done");
    }
    assertThat(printed()).contains("Epoch 2/5 100% |███", "images/s loss 0.2500 accuracy 97.05% 0:00 left").endsWith("Epoch 2/5 done\n");
    assertThat(printed().split("[\r\n]+")).allMatch(line -> line.length() <= 119);
  }

  @Test
  void closingInTheMiddleOfAnEpochEndsTheLine() {
    Progress progress = Progress.on(err, new Terminal(true, 80));
    progress.begin(1, 5, 1000);
    progress.step(10, 0.25, 0.5);
    progress.close();
    progress.close();
    assertThat(printed()).endsWith("\n");
  }
}
