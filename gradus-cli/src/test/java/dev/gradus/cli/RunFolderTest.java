package dev.gradus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gradus.GradusException;
import dev.gradus.cli.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir
  Path folder;

  @Test
  void takesTheNextFreeNumber() throws IOException {
    Path parent = folder.resolve("made/on the way");
    assertThat(RunFolder.create(parent, "digits").path()).isEqualTo(parent.resolve("digits-1")).isDirectory();
    Files.createDirectory(parent.resolve("digits-2"));
    assertThat(RunFolder.create(parent, "digits").path()).isEqualTo(parent.resolve("digits-3"));
    assertThat(RunFolder.create(parent, "spirals").path()).isEqualTo(parent.resolve("spirals-1"));
  }

  @Test
  void runsAtOnceGetFoldersOfTheirOwn() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Path>> runs = IntStream.range(0, 40)
          .mapToObj(_ -> (Callable<Path>) () -> RunFolder.create(folder, "x").path()).toList();
      assertThat(threads.invokeAll(runs)).extracting(run -> run.get()).doesNotHaveDuplicates().hasSize(40);
    }
  }

  @Test
  void keepsRecipeAndMetrics() throws IOException {
    RunFolder run = RunFolder.create(folder, "digits");
    Recipe recipe = Recipe.find("digits").withEpochs(2);
    run.write(recipe);
    run.append(Map.of("epoch", 1));
    run.append(Map.of("epoch", 2));
    RunFolder again = RunFolder.open(run.path());
    assertThat(again.recipe()).isEqualTo(recipe);
    assertThat(again.metricsFile()).hasContent("{\"epoch\":1}\n{\"epoch\":2}\n");
    assertThat(again.modelFile()).isEqualTo(run.path().resolve("model.gradus")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoRun() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> RunFolder.open(missing)).isInstanceOf(GradusException.class)
        .hasMessage("no run folder " + missing + "; a training run makes one, such as runs/digits-1");
    assertThatThrownBy(() -> RunFolder.open(folder)).isInstanceOf(GradusException.class)
        .hasMessage(folder + " isn't a run folder: it has no recipe.yaml");
  }
}
