package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Finds out what a column holds from its texts, one after another.
///
/// A column is of numbers or dates if nine in ten of its texts are, so that a slip of the pen is told and not learned. Others are
/// categories if half of the rows have one of the [#MOST_LEVELS] most frequent texts.
final class Kinds {
  static final int MOST_LEVELS = 64;
  private static final double ENOUGH = 0.9;
  /// How numbers and dates begin, and few others.
  private static final Pattern BEGINS = Pattern.compile("[-+]?(\\d++|\\.\\d++)(?![\\p{L}&&[^eE]])");
  /// Beyond so many different texts new ones are counted, not kept: memory stays bounded.
  private static final int MOST_KEPT = 4096;

  private final String name;
  private final boolean commas;
  private final Map<String, Integer> levels = new HashMap<>();
  private long present;
  private long numbers;
  private long commaNumbers;
  private long dates;

  /// @param commas whether a number may have a decimal comma: where a comma separates fields it may not
  Kinds(String name, boolean commas) {
    this.name = name;
    this.commas = commas;
  }

  void see(String raw) {
    String text = raw.strip();
    if (Column.MISSING.contains(text)) {
      return;
    }
    present++;
    boolean number = is(new Column.Number(name, false), text);
    if (number) {
      numbers++;
    } else if (commas && text.matches("[-+]?[\\d.]*,\\d+")) {
      commaNumbers++;
    } else if (text.length() >= 10 && is(new Column.Date(name), text)) {
      dates++;
    }
    if (levels.size() < MOST_KEPT || levels.containsKey(text)) {
      levels.merge(text, 1, Integer::sum);
    }
  }

  /// The column, of numbers if it may be.
  Column column() {
    if (present > 0 && numbers + commaNumbers >= ENOUGH * present) {
      return new Column.Number(name, commaNumbers > 0);
    }
    return present > 0 && dates >= ENOUGH * present ? new Column.Date(name) : category(MOST_LEVELS);
  }

  /// Classes to tell apart: texts, or few whole numbers.
  Column target() {
    Column column = column();
    boolean whole = levels.keySet().stream().allMatch(level -> level.matches("-?\\d{1,9}"));
    boolean few = levels.size() <= 20 && levels.size() * 10L <= present;
    return column instanceof Column.Ignored || column instanceof Column.Number && whole && few ? category(1000) : column;
  }

  private Column category(int most) {
    List<String> frequent = levels.keySet().stream()
        .sorted(Comparator.comparingInt((String level) -> -levels.get(level)).thenComparing(level -> level)).limit(most).toList();
    long covered = frequent.stream().mapToLong(levels::get).sum();
    if (present == 0 || 2 * covered < present || levels.size() > 3 && levels.size() == present) {
      return new Column.Ignored(name);
    }
    List<String> sorted = new ArrayList<>(frequent);
    boolean whole = sorted.stream().allMatch(level -> level.matches("-?\\d{1,9}"));
    sorted.sort(whole ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder());
    return new Column.Category(name, sorted);
  }

  private static boolean is(Column column, String text) {
    // Texts are the rule, and an exception for each would take a thousand times its length.
    if (!BEGINS.matcher(text).lookingAt()) {
      return false;
    }
    try {
      column.number(text);
      return true;
    } catch (GradusException _) {
      return false;
    }
  }
}
