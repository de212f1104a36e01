package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a user says of a column, instead of what would be found by looking: what it holds, how it is prepared, or both.
///
/// Written as words: `number`, `category`, `date`, `text` or `ignore`, `text:128` for a text of so many places, and the words of
/// [Transform], of which several are several features.
///
/// @param kind what it holds; empty for what is found by looking
/// @param buckets the places of a text
/// @param transforms empty for the usual ones
public record ColumnChoice(Optional<Kind> kind, int buckets, List<Transform> transforms) {
  /// What a column can hold.
  public enum Kind {
    NUMBER, CATEGORY, DATE, TEXT, IGNORE,
    /// A category of any number of values, to split by.
    GROUP
  }

  public ColumnChoice {
    transforms = List.copyOf(transforms);
  }

  /// The choice that words say.
  ///
  /// @throws GradusException if a word says nothing, or they contradict each other
  public static ColumnChoice of(String column, List<String> words) {
    List<Kind> kinds = new ArrayList<>();
    List<Transform> transforms = new ArrayList<>();
    int buckets = Column.Text.USUAL_BUCKETS;
    for (String word : words) {
      switch (word) {
        case "number" -> kinds.add(Kind.NUMBER);
        case "category" -> kinds.add(Kind.CATEGORY);
        case "date" -> kinds.add(Kind.DATE);
        case "text" -> kinds.add(Kind.TEXT);
        case "ignore" -> kinds.add(Kind.IGNORE);
        case String text when text.matches("text:\\d{1,6}") -> {
          kinds.add(Kind.TEXT);
          buckets = Integer.parseInt(text.substring("text:".length()));
        }
        case String other -> {
          Transform transform = named(column, other);
          transforms.add(transform);
          switch (transform) {
            case ONE_HOT, ORDINAL -> kinds.add(Kind.CATEGORY);
            case BAG -> kinds.add(Kind.TEXT);
            case STANDARD, MIN_MAX, ROBUST, LOG, NONE -> {
              // Numbers and dates alike.
            }
          }
        }
      }
    }
    if (kinds.stream().distinct().count() > 1) {
      throw new GradusException("column \"" + column + "\" is one of number, category, date, text and ignore, not several: "
          + String.join(", ", words));
    }
    return new ColumnChoice(kinds.stream().findFirst(), buckets, transforms);
  }

  private static Transform named(String column, String word) {
    try {
      return Transform.of(word);
    } catch (GradusException unknown) {
      throw new GradusException("column \"" + column + "\": " + unknown.getMessage() + ". What a column holds is number, category, date,"
          + " text or ignore", unknown);
    }
  }
}
