package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.cli.recipe.Recipe;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// What a training run leaves behind: `runs/NAME-N/` with the recipe as resolved, the metrics as JSON lines, the model.
record RunFolder(Path path) {
  /// Where run folders are made unless `--out` says otherwise.
  static final Path USUAL_PARENT = Path.of("runs");

  /// Makes `parent` if need be, and checks that run folders can be made in it, before anything long begins.
  ///
  /// @throws GradusException if they can't
  static void prepare(Path parent) {
    try {
      Files.createDirectories(parent);
      // Asking whether a folder is writable isn't always answered truly; doing it is.
      Files.delete(Files.createTempDirectory(parent, ".gradus"));
    } catch (IOException e) {
      String why = Files.exists(parent) && !Files.isDirectory(parent) ? "it is a file" : Failure.of(e).line();
      throw new GradusException("run folders can't be made in " + parent + ": " + why + "; choose another folder with --out", e);
    }
  }

  /// Makes the folder `NAME-N` in `parent` with the smallest free N from 1. Two runs at once get two folders.
  static RunFolder create(Path parent, String name) throws IOException {
    Files.createDirectories(parent);
    for (int n = 1; ; n++) {
      Path path = parent.resolve(name + "-" + n);
      try {
        return new RunFolder(Files.createDirectory(path));
      } catch (FileAlreadyExistsException _) {
        // Another run has this number.
      }
    }
  }

  /// The folder of an earlier run.
  ///
  /// @throws GradusException if it isn't there or isn't one
  static RunFolder open(Path path) {
    RunFolder run = new RunFolder(path);
    if (!Files.isDirectory(path)) {
      throw new GradusException("no run folder " + path + "; a training run makes one, such as runs/digits-1");
    }
    if (!Files.isRegularFile(run.recipeFile())) {
      throw new GradusException(path + " isn't a run folder: it has no " + run.recipeFile().getFileName());
    }
    return run;
  }

  /// The recipe as resolved.
  Path recipeFile() {
    return path.resolve("recipe.yaml");
  }

  /// One JSON object a line.
  Path metricsFile() {
    return path.resolve("metrics.jsonl");
  }

  /// Architecture and weights.
  Path modelFile() {
    return path.resolve("model.gradus");
  }

  /// The recipe that was trained.
  Recipe recipe() {
    return Recipe.read(recipeFile());
  }

  /// Writes the recipe, whole or not at all.
  void write(Recipe recipe) throws IOException {
    write(recipe.yaml());
  }

  /// Writes a recipe's text, whole or not at all.
  void write(String yaml) throws IOException {
    Path partial = path.resolve("recipe.yaml.partial");
    Files.writeString(partial, yaml);
    Files.move(partial, recipeFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Adds a line to the metrics: a record or a map.
  void append(Object metrics) throws IOException {
    Files.writeString(
        metricsFile(), Json.line(metrics) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
