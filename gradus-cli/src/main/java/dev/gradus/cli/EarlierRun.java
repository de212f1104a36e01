package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.cli.recipe.Recipe;
import dev.gradus.cli.recipe.TableRecipe;
import dev.gradus.train.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A run whose training goes on.
///
/// @param recipe as it was trained
/// @param receipt as it was left, if the run has one
record EarlierRun(RunFolder folder, Recipe recipe, Optional<Receipt> receipt) {
  /// Opens one.
  ///
  /// @throws GradusException if it isn't one, its recipe was changed, or its receipt is damaged
  static EarlierRun open(Path path) throws IOException {
    RunFolder folder = RunFolder.open(path);
    if (TableRecipe.find(folder.recipeFile().toString()).isPresent()) {
      throw new GradusException("a table's training is not resumed: it keeps no checkpoints. Train it again: gradus train "
          + folder.recipeFile());
    }
    Recipe recipe = folder.recipe();
    String then = Checkpoints.in(folder.checkpoints()).notes().get(EpochLog.RECIPE);
    if (then != null && !then.equals(recipe.yaml())) {
      throw new GradusException(folder.recipeFile() + " was changed since the training began, which goes on only as it began: "
          + Recipe.difference(recipe.yaml(), then));
    }
    Optional<Receipt> receipt = Files.exists(Receipt.file(folder)) ? Optional.of(receipt(folder)) : Optional.empty();
    return new EarlierRun(folder, recipe, receipt);
  }

  private static Receipt receipt(RunFolder folder) throws IOException {
    try {
      return Receipt.read(folder);
    } catch (GradusException damaged) {
      throw new GradusException(damaged.getMessage() + ". Delete it to go on without: the run can't be verified then", damaged);
    }
  }

  /// Fails unless version, recipe and data are those of the run.
  ///
  /// @param now what a receipt begins with here
  void check(Receipt now) {
    receipt.ifPresent(kept -> {
      if (!kept.version().equals(now.version())) {
        throw new GradusException("the run was made by " + kept.version() + ", but this is " + now.version()
            + ": bits are promised within one version, so it does not go on");
      }
      if (!kept.recipe().equals(now.recipe())) {
        throw new GradusException(folder.recipeFile() + " was changed since the training began, which goes on only as it began");
      }
      if (!kept.data().equals(now.data())) {
        throw new GradusException("the training data are not those of the run: SHA-256 " + now.data() + ", then " + kept.data());
      }
    });
  }
}
