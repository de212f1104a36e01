package dev.gradus.cli.recipe;

import dev.gradus.GradusException;

/// What is wrong in a recipe, with the place where it stands.
final class RecipeException extends GradusException {
  private static final long serialVersionUID = 1L;

  RecipeException(String message, Throwable cause) {
    super(message, cause);
  }
}
