package dev.gradus.cli;

import dev.gradus.data.named.Contents;
import dev.gradus.data.named.NamedSet;
import dev.gradus.data.named.NamedSets;
import dev.gradus.data.named.Shelf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What someone means who gives the name of a public data set where a file is asked for.
final class NamedFile {
  private NamedFile() {}

  /// The set that is meant: there is no such file, but a set of that name.
  static Optional<NamedSet> set(Path given) {
    return Files.exists(given) ? Optional.empty() : NamedSets.named(given.toString());
  }

  /// The table that is meant: a set's, or the path itself.
  static Path table(Path given) {
    return set(given).filter(set -> set.contents() instanceof Contents.Rows)
        .map(set -> Shelf.usual().require(set).resolve(((Contents.Rows) set.contents()).file())).orElse(given);
  }
}
