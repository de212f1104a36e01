package dev.gradus.cli;

import dev.gradus.cli.recipe.Recipe;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a batch size: a whole number, or `all`.
final class BatchSize implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String text) {
    if (text.equals("all")) {
      return Recipe.ALL;
    }
    try {
      return Integer.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is neither a whole number nor \"all\"");
    }
  }

  /// A batch size as a recipe writes it.
  static Object plain(int batchSize) {
    return batchSize == Recipe.ALL ? "all" : (Object) batchSize;
  }
}
