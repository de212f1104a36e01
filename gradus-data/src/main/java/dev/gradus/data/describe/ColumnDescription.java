package dev.gradus.data.describe;

import java.util.List;
import java.util.Optional;

/// What a column of a table holds.
///
/// @param kind `number` or `date` if nine in ten of its values are, `category` if there are few different ones, `text` otherwise, or
///     `empty`
/// @param missing how many of its values are missing
/// @param unlike how many are there but no number or date in a column of such
/// @param distinct how many different ones there are
/// @param exact whether that number is, or estimated
/// @param spread of a column of numbers
/// @param levels the most frequent first, of a column with few different values; empty of others
/// @param first of a column of dates, the first and the last
public record ColumnDescription(String name, String kind, long missing, long unlike, long distinct, boolean exact, Optional<Spread> spread,
    List<Level> levels, Optional<String> first, Optional<String> last) {
  public ColumnDescription {
    levels = List.copyOf(levels);
  }

  /// Whether there is but one value in the rows that have one: nothing can be learned from it.
  public boolean constant() {
    return exact && distinct <= 1;
  }
}
