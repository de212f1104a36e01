package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.backend.Execution;
import dev.gradus.cli.recipe.TableRecipe;
import dev.gradus.data.table.BadRows;
import dev.gradus.data.table.RowSource;
import dev.gradus.data.table.Table;
import dev.gradus.data.table.TableModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowProgressTest {
  @TempDir
  Path folder;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Screen screen = new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8),
      new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
  private final AtomicBoolean stop = new AtomicBoolean();
  private long seconds;

  /// Whose clock goes on by six seconds each time that someone looks: so that each step has a line.
  private RowProgress shown() {
    return new RowProgress(new Progress.Lines(screen.err(), () -> (seconds += 6) * 1_000_000_000L), stop);
  }

  private List<String> printed() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private Path csv(int rows) throws IOException {
    StringBuilder text = new StringBuilder("x,town,yyy\n");
    for (int i = 0; i < rows; i++) {
      text.append(String.format("%04d,%s,%3d\n", i * 7 % rows, i % 2 == 0 ? "Be" : "Ba", 100 + i * 7 % rows * 800 / rows));
    }
    return Files.writeString(folder.resolve("house.csv"), text);
  }

  private Path json(int rows) throws IOException {
    return Files.writeString(folder.resolve("house.jsonl"), "{\"x\": 1, \"y\": 2}\n".repeat(rows));
  }

  @Test
  void tellsWhichPassItIsAndWhatIsLeftOfIt() throws IOException {
    RowProgress shown = shown();
    Table.read(shown.over(shown.open(TableInput.file(csv(600))), "Reading", 2), "yyy", BadRows.REFUSE);
    // So small a file is in the buffer as a whole before the first row comes.
    assertThat(printed()).containsExactly(
        "Reading, pass 1 of 2: 100%, 256 rows, 43 rows/s, 0:00 left", "Reading, pass 1 of 2: 100%, 512 rows, 43 rows/s, 0:00 left",
        "Reading, pass 2 of 2: 100%, 256 rows, 43 rows/s, 0:00 left", "Reading, pass 2 of 2: 100%, 512 rows, 43 rows/s, 0:00 left");
  }

  @Test
  void aLargeFileTellsWhichPartOfItsBytesIsRead() throws IOException {
    RowProgress shown = shown();
    shown.over(shown.open(TableInput.file(csv(30_000))), "Testing", 1).forEach(_ -> {});
    List<Integer> parts = printed().stream().map(line -> Integer.valueOf(line.replaceAll("Testing: (\\d+)%.*", "$1"))).toList();
    assertThat(parts).isSorted().hasSize(30_000 / 256).endsWith(100);
    // Of 380 kB a buffer of 64 KiB has been read by then, and not all.
    assertThat(parts.getFirst()).isBetween(15, 80);
  }

  @Test
  void linesOfJsonAreGoneOverForTheirColumnsFirst() throws IOException {
    RowProgress shown = shown();
    shown.over(shown.open(TableInput.file(json(300))), "Testing", 1).forEach(_ -> {});
    assertThat(printed()).containsExactly("Looking for columns: 100%, 256 rows, 43 rows/s, 0:00 left",
        "Testing: 100%, 256 rows, 43 rows/s, 0:00 left");
  }

  @Test
  void ctrlCEndsReadingAndOpening() throws IOException {
    RowProgress shown = shown();
    RowSource rows = shown.over(shown.open(TableInput.file(csv(600))), "Reading", 2);
    TableInput lines = TableInput.file(json(300));
    stop.set(true);
    String end = "interrupted after 256 rows of " + folder.resolve("house.");
    assertThatThrownBy(() -> Table.read(rows, "yyy", BadRows.SKIP)).isInstanceOf(Stopped.class).hasMessage(end + "csv; nothing is kept");
    assertThatThrownBy(() -> shown.open(lines)).isInstanceOf(Stopped.class).hasMessage(end + "jsonl; nothing is kept");
  }

  @Test
  void aTrainingIsOneWholeHoweverManyEpochsItHas() throws IOException {
    Path csv = csv(600);
    TableRecipe recipe = TableRecipe.of(Optional.of(csv), Optional.empty(), "yyy");
    Map<String, Object> report = new TableTraining(recipe, TableInput.file(csv), folder).run(screen, Execution.best().threads(1), shown());
    assertThat(printed()).contains("Reading, pass 2 of 2: 100%, 512 rows, 43 rows/s, 0:00 left", "Training…");
    assertThat(printed()).filteredOn(line -> line.startsWith("Training: ")).isNotEmpty()
        .first().asString().matches("Training: 0%, epoch 1 of 150, loss 0\\.\\d{4}, 21 rows/s, 0:06 so far");
    assertThat(printed()).filteredOn(line -> line.startsWith("Training, testing columns: ")).hasSize(3)
        .last().asString().isEqualTo("Training, testing columns: 100%, 20 rows/s, 0:00 left");
    double rate = (double) report.get("training_rows_per_second");
    assertThat(printed()).anyMatch(line -> line.startsWith("Trained for ") && line.endsWith(" s, " + Figures.count(Math.round(rate)) + " rows/s"));
  }

  @Test
  void ctrlCLeavesNothingOfPredictionsThatArentWhole() throws IOException {
    Path csv = csv(600);
    TableRecipe recipe = TableRecipe.of(Optional.of(csv), Optional.empty(), "yyy");
    Map<String, Object> report = new TableTraining(recipe, TableInput.file(csv), folder).run(screen, Execution.best(), shown());
    Path run = Path.of(report.get("run").toString());
    Path out = folder.resolve("scored.csv");
    stop.set(true);
    TablePrediction prediction = new TablePrediction(run, TableModel.load(run.resolve("model.gradus")), csv, out);
    assertThatThrownBy(() -> prediction.run(screen, shown())).isInstanceOf(Stopped.class)
        .hasMessage("interrupted after 256 rows of " + csv + "; nothing is kept");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("scored"));
    }
  }

  @Test
  void ctrlCWhileTrainingKeepsWhatWasLearnedAndSaysSo() throws IOException {
    Path csv = csv(600);
    TableRecipe recipe = TableRecipe.of(Optional.of(csv), Optional.empty(), "yyy");
    PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8) {
      @Override
      public void println(String line) {
        super.println(line);
        stop.set(stop.get() || line.startsWith("Training…"));
      }
    };
    Screen stopping = new Screen(screen.out(), err, false);
    assertThatThrownBy(() -> new TableTraining(recipe, TableInput.file(csv), folder).run(stopping, Execution.best(), shown()))
        .isInstanceOf(Stopped.class).hasMessage("interrupted; the model as far as it was trained is kept in " + folder.resolve("house-1"));
    assertThat(printed()).last().isEqualTo("Interrupted: keeping what was learned so far…");
    assertThat(TableModel.load(folder.resolve("house-1/model.gradus")).inputs()).hasSize(2);
  }

  @Test
  void ctrlCBeforeTrainingMakesNoRunFolder() throws IOException {
    Path csv = csv(100);
    TableRecipe recipe = TableRecipe.of(Optional.of(csv), Optional.empty(), "yyy");
    stop.set(true);
    assertThatThrownBy(() -> new TableTraining(recipe, TableInput.file(csv), folder).run(screen, Execution.best(), shown()))
        .isInstanceOf(Stopped.class).hasMessage("interrupted after 100 rows of " + csv + "; nothing is kept");
    assertThat(folder.resolve("house-1")).doesNotExist();
  }
}
