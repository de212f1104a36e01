package dev.gradus.cli;

import dev.gradus.data.table.Headway;
import dev.gradus.data.table.RowSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/// A table that the command line names.
///
/// @param name for its run folder
/// @param title for messages
/// @param beginning what opening does, for whoever waits
/// @param opening finds out what columns it has; of a query it fetches the rows, too. It tells how far it is
record TableInput(String name, String title, String beginning, Function<Headway, RowSource> opening) {
  /// It logs what is of no use here; a logger that nobody holds forgets its level.
  private static final Logger PARQUET = Logger.getLogger("dev.hardwood");

  static {
    PARQUET.setLevel(Level.WARNING);
  }

  /// The one in a file.
  static TableInput file(Path file) {
    return new TableInput(file.getFileName().toString().replaceFirst("\\.gz$", "").replaceFirst("\\.[^.]*$", ""), file.toString(),
        "Looking for columns", headway -> RowSource.open(file, headway));
  }

  /// What a database answers.
  static TableInput query(String url, String sql, Optional<Path> driver) {
    return new TableInput("query", "the query's rows", "Fetching", headway -> new Database(url, driver).query(sql, headway));
  }
}
