package dev.gradus.cli.recipe;

import dev.gradus.GradusException;
import java.util.function.Supplier;

/// Where something stands in a recipe, for messages only: all places are equal, so that two recipes that say the same are.
///
/// @param file the recipe's file or name
/// @param line counted from 1; 0 for what came from outside the file, such as a flag
public record Place(String file, int line) {
  /// Not from a recipe's text.
  static final Place OUTSIDE = new Place("the command line", 0);

  /// The error that `message` stands here.
  GradusException error(String message) {
    return new RecipeException(this + ": " + message, null);
  }

  /// `thrown` with this place before its message, unless it has one already: the innermost place is the one to look at.
  GradusException locate(GradusException thrown) {
    return thrown instanceof RecipeException ? thrown : new RecipeException(this + ": " + thrown.getMessage(), thrown);
  }

  /// What `work` gives; what is wrong with it has this place.
  <T> T locating(Supplier<T> work) {
    try {
      return work.get();
    } catch (GradusException thrown) {
      throw locate(thrown);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Place;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + " line " + line;
  }
}
