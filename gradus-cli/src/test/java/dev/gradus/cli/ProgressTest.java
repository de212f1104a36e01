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

  private long nanos() {
    return seconds * 1_000_000_000L;
  }

  @Test
  void elsewhereThanOnATerminalItPrintsALineAfterTwoSecondsAndThenEveryFive() {
    try (Progress progress = new Progress.Lines(err, this::nanos)) {
      progress.begin("Epoch 1/5", "images");
      for (seconds = 1; seconds <= 11; seconds++) {
        progress.step(seconds * 50, seconds * 50 / 1000.0, Progress.quality(0.25, 0.5));
      }
      progress.end("Epoch 1/5 done");
      progress.begin("Epoch 2/5", "images");
      seconds += 4;
      progress.step(50, 0.05, "");
      seconds++;
      progress.step(6000, 0.5, "");
    }
    assertThat(printed().lines()).containsExactly(
        "Epoch 1/5: 10%, loss 0.2500, accuracy 50.00%, 50 images/s, 0:18 left",
        "Epoch 1/5: 35%, loss 0.2500, accuracy 50.00%, 50 images/s, 0:13 left",
        "Epoch 1/5 done",
        "Epoch 2/5: 50%, 1,200 images/s, 0:05 left");
  }

  @Test
  void saysHowLongItHasTakenWhereNobodyKnowsHowMuchThereIs() {
    Progress progress = new Progress.Lines(err, this::nanos);
    progress.begin("Looking for columns", "rows");
    seconds = 4;
    progress.step(2000, Double.NaN, "2,000 rows");
    assertThat(printed().strip()).isEqualTo("Looking for columns: 2,000 rows, 500 rows/s, 0:04 so far");
  }

  @Test
  void saysNothingOfTheTimeLeftUntilAHundredthIsDone() {
    Progress progress = new Progress.Lines(err, this::nanos);
    progress.begin("Training", "rows");
    seconds = 40;
    progress.step(99, 0.0099, "");
    seconds = 50;
    progress.step(100, 0.01, "");
    assertThat(printed().lines()).containsExactly("Training: 0%, 2 rows/s, 0:40 so far", "Training: 1%, 2 rows/s, 1:22:30 left");
  }

  @Test
  void leavesOutAnAccuracyThatIsNotMeasured() {
    assertThat(Progress.quality(1.5, Double.NaN)).isEqualTo("loss 1.5000");
  }

  @Test
  void onATerminalItDrawsABarOfTheTerminalsWidth() {
    try (Progress progress = new Progress.Bar(err, 100, this::nanos)) {
      progress.begin("Epoch 2/5", "images");
      seconds = 4;
      progress.step(400, 0.25, Progress.quality(0.25, 0.9705));
      progress.end("Epoch 2/5 done");
    }
    String bar = "Epoch 2/5  25% |" + "█".repeat(7) + " ".repeat(21) + "| loss 0.2500, accuracy 97.05%, 100 images/s, 0:12 left";
    assertThat(printed()).endsWith('\r' + bar + "\nEpoch 2/5 done\n");
    assertThat(printed().split("[\r\n]+")).allMatch(line -> line.length() <= 99);
  }

  @Test
  void onANarrowTerminalItTellsTheSpeedAlone() {
    Progress progress = new Progress.Bar(err, 60, this::nanos);
    progress.begin("Fold 2 of 5", "rows");
    seconds = 4;
    progress.step(400_000, 0.25, "epoch 12 of 46, loss 0.2500");
    progress.close();
    assertThat(printed()).endsWith("\rFold 2 of 5  25% |███" + " ".repeat(11) + "| 100,000 rows/s, 0:12 left\n");
  }

  @Test
  void onATerminalTheTimeGoesOnThoughNothingIsCounted() {
    Progress progress = new Progress.Bar(err, 60, this::nanos);
    progress.begin("Fold 2 of 5, preparing", "rows");
    seconds = 65;
    progress.close();
    assertThat(printed()).endsWith(String.format("\r%-59s\n", "Fold 2 of 5, preparing  1:05 so far"));
  }

  @Test
  void whatTakesLessThanTwoSecondsIsNotShown() {
    for (Progress progress : new Progress[] {new Progress.Bar(err, 80, this::nanos), new Progress.Lines(err, this::nanos)}) {
      for (int fold = 1; fold <= 5; fold++) {
        progress.begin("Fold " + fold + " of 5", "rows");
        for (int epoch = 1; epoch <= 400; epoch++) {
          progress.step(epoch * 100, epoch / 400.0, "epoch " + epoch + " of 400");
        }
        seconds++;
        progress.step(40000, 1, "");
      }
      progress.end();
      progress.close();
    }
    assertThat(printed()).isEmpty();
  }

  @Test
  void theNextThingTakesTheBarAwayAndNothingOfItStays() {
    Progress progress = new Progress.Bar(err, 60, this::nanos);
    progress.begin("Reading, pass 1 of 2", "rows");
    seconds = 3;
    progress.step(300, 0.5, "300 rows");
    progress.begin("Reading, pass 2 of 2", "rows");
    String taken = '\r' + " ".repeat(59) + '\r';
    assertThat(printed()).contains("Reading, pass 1 of 2  50% |").endsWith(taken);
    seconds = 5;
    progress.end();
    progress.close();
    assertThat(printed()).contains("Reading, pass 2 of 2  0:02 so far").endsWith(taken);
  }

  @Test
  void closingInTheMiddleOfAnEpochEndsTheLine() {
    Progress progress = new Progress.Bar(err, 80, this::nanos);
    progress.begin("Epoch 1/5", "images");
    seconds = 3;
    progress.step(10, 0.01, Progress.quality(0.25, 0.5));
    progress.close();
    progress.close();
    assertThat(printed()).endsWith("left\n");
  }
}
