package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.data.Nearest;
import java.util.List;
import java.util.stream.Collectors;

/// The names of a table's columns, in messages. They come from files, and there may be thousands.
final class ColumnNames {
  private static final int MOST_LISTED = 20;

  private ColumnNames() {}

  /// The error that there is no column of a name, with the nearest one, and with all if they are few.
  static GradusException unknown(String title, String name, List<String> names) {
    return new GradusException(title + " has no column \"" + GradusException.excerpt(name) + "\"" + Nearest.hint(name, names) + "; it has "
        + names.stream().limit(MOST_LISTED).map(GradusException::excerpt).collect(Collectors.joining(", "))
        + (names.size() > MOST_LISTED ? " and " + (names.size() - MOST_LISTED) + " more" : ""));
  }
}
