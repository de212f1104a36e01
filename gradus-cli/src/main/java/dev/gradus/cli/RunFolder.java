package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.file.WholeFile;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

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

  /// How long each epoch took, one JSON object a line: what differs between runs of the same bits.
  Path timesFile() {
    return path.resolve("times.jsonl");
  }

  /// Architecture and weights.
  Path modelFile() {
    return path.resolve("model.gradus");
  }

  /// The recipe that was trained.
  Recipe recipe() {
    return Recipe.read(recipeFile());
  }

  /// The folder of its checkpoints.
  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /// Writes the recipe, whole or not at all.
  void write(Recipe recipe) throws IOException {
    write(recipe.yaml());
  }

  /// Writes a recipe's text, whole or not at all.
  void write(String yaml) throws IOException {
    WholeFile.write(recipeFile(), yaml.getBytes(StandardCharsets.UTF_8));
  }

  /// Adds a line to the metrics, a record or a map; it is on the disk when this returns.
  void append(Object metrics) throws IOException {
    append(metricsFile(), metrics);
  }

  /// Adds a line to the times.
  void appendTimes(Object times) throws IOException {
    append(timesFile(), times);
  }

  private static void append(Path file, Object line) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.write((Json.line(line) + "\n").getBytes(StandardCharsets.UTF_8));
      out.getFD().sync();
    }
  }

  /// Cuts off the times of later epochs than so many.
  void cutTimes(int epochs) throws IOException {
    if (Files.exists(timesFile())) {
      List<String> lines = Files.readAllLines(timesFile());
      WholeFile.write(timesFile(), lines.stream().limit(epochs).map(line -> line + "\n").collect(Collectors.joining())
          .getBytes(StandardCharsets.UTF_8));
    }
  }

  /// The metrics as a text that tells them from any others: their length in bytes and SHA-256.
  String metricsDigest() throws IOException {
    byte[] bytes = Files.exists(metricsFile()) ? Files.readAllBytes(metricsFile()) : new byte[0];
    return bytes.length + " " + Receipt.sha(bytes);
  }

  /// Cuts off what came after the metrics had a digest.
  ///
  /// @return false if there are no metrics at all
  /// @throws GradusException if what is left isn't what had the digest
  boolean cutMetrics(String digest) throws IOException {
    if (!Files.exists(metricsFile())) {
      return digest.startsWith("0 ");
    }
    byte[] bytes = Files.readAllBytes(metricsFile());
    int length = Integer.parseInt(digest.split(" ")[0]);
    byte[] kept = Arrays.copyOf(bytes, Math.min(length, bytes.length));
    if (!(kept.length + " " + Receipt.sha(kept)).equals(digest)) {
      throw new GradusException(metricsFile() + " is damaged: its first " + length + " bytes are not those that the checkpoint knows."
          + " Delete it to go on without the lines of earlier epochs");
    }
    if (kept.length < bytes.length) {
      WholeFile.write(metricsFile(), kept);
    }
    return true;
  }
}
