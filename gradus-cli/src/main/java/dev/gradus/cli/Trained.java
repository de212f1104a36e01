package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.model.Model;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A trained model that a command line names: a run folder, or a model's file alone.
///
/// @param path what was named
/// @param run the run, if it is one
record Trained(Path path, Optional<RunFolder> run, Model model) {
  /// Loads what `path` names.
  ///
  /// @throws GradusException if it is neither, or broken
  static Trained open(Path path) {
    if (Files.isRegularFile(path)) {
      return new Trained(path, Optional.empty(), Model.load(path));
    }
    RunFolder run = RunFolder.open(path);
    if (!Files.isRegularFile(run.modelFile())) {
      throw new GradusException("the run " + path + " has no " + run.modelFile().getFileName() + ": its training ended before it was first"
          + " saved, after the first epoch; gradus train --resume " + path + " goes on with it");
    }
    return new Trained(path, Optional.of(run), Model.load(run.modelFile()));
  }

  /// Whether it learned from a folder of pictures, each stretched and otherwise as it is.
  boolean onPictures() {
    return run.filter(folder -> folder.recipe().data().name().equals("images")).isPresent();
  }
}
