package dev.gradus.catalogue;

import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/// What holds one thing of the catalogue to its promises. [CatalogueTest] runs all rows, and fails for what has none.
///
/// @param name the thing's Java method
/// @param value fails unless its numbers are those of a formula written out in the test, of a paper or of another program
/// @param gradient fails unless its gradient in double is that of central differences
public record Row(String name, Executable value, Optional<Executable> gradient) {
  public Row(String name, Executable value, Executable gradient) {
    this(name, value, Optional.of(gradient));
  }

  /// For kinds whose things have no gradient.
  public Row(String name, Executable value) {
    this(name, value, Optional.empty());
  }
}
