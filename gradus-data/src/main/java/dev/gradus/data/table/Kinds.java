package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds out what a column holds from its texts, one after another.
///
/// A column is of numbers or dates if nine in ten of its texts are, so that a slip of the pen is told and not learned. Others are
/// categories if half of the rows have one of the [#MOST_LEVELS] most frequent texts, texts if they have three words on average, and
/// else ignored.
final class Kinds {
  static final int MOST_LEVELS = 512;
  /// What numbers have to be counted for.
  static final Set<ColumnChoice.Kind> COUNTED = Set.of(ColumnChoice.Kind.CATEGORY, ColumnChoice.Kind.GROUP);
  private static final int MOST_CLASSES = 1000;
  private static final double ENOUGH = 0.9;
  private static final Pattern INFINITE = Pattern.compile("[-+]?inf(inity)?", Pattern.CASE_INSENSITIVE);
  private static final int WORDS = 3;
  /// Beyond so many different texts new ones are counted, not kept: memory stays bounded.
  private static final int MOST_KEPT = 16_384;

  private final String name;
  private final boolean commas;
  private final boolean counted;
  private final Map<String, Integer> levels = new HashMap<>();
  private long present;
  private long numbers;
  private long commaNumbers;
  /// Numbers with a point that can't be one between thousands.
  private long pointNumbers;
  private long dates;
  private long words;

  /// @param commas whether a number may have a decimal comma: where a comma separates fields it may not
  /// @param counted whether numbers are counted too, however many there are
  Kinds(String name, boolean commas, boolean counted) {
    this.name = name;
    this.commas = commas;
    this.counted = counted;
  }

  void see(String raw) {
    String text = raw.strip();
    if (Column.MISSING.contains(text)) {
      return;
    }
    present++;
    if (is(new Column.Number(name, false), text)) {
      numbers++;
      pointNumbers += commas && text.indexOf('.') >= 0 && !Column.Number.grouped(text) ? 1 : 0;
    } else if ("fFyY".indexOf(text.charAt(text.length() - 1)) >= 0 && INFINITE.matcher(text).matches()) {
      // To be told, not to be taken for a category.
      numbers++;
    } else if (commas && (text.matches("[-+]?[\\d.]*,\\d+") || Column.Number.grouped(text))) {
      commaNumbers++;
    } else if (text.length() >= 10 && is(new Column.Date(name), text)) {
      dates++;
    } else {
      words += Column.Text.words(text).length;
    }
    // Where numbers are many and different, looking each up would take most of the time.
    if (levels.size() < MOST_KEPT || (counted || numbers + commaNumbers < ENOUGH * present) && levels.containsKey(text)) {
      levels.merge(text, 1, Integer::sum);
    }
  }

  /// The column, of numbers if it may be.
  Column column() {
    if (present > 0 && numbers + commaNumbers >= ENOUGH * present) {
      return number();
    }
    if (present > 0 && dates >= ENOUGH * present) {
      return new Column.Date(name);
    }
    List<String> frequent = frequent(MOST_LEVELS);
    long covered = frequent.stream().mapToLong(levels::get).sum();
    if (present > 0 && 2 * covered >= present && (levels.size() <= 3 || levels.size() < present / 2)) {
      return category(frequent);
    }
    return present > 0 && words >= WORDS * present ? new Column.Text(name, Column.Text.USUAL_BUCKETS) : new Column.Ignored(name);
  }

  /// Classes to tell apart: texts, or few whole numbers.
  Column target() {
    Column column = column();
    boolean whole = levels.keySet().stream().allMatch(Kinds::isWhole);
    boolean few = levels.size() <= 20 && levels.size() * 10L <= present;
    return switch (column) {
      case Column.Number _ -> whole && few ? category(frequent(MOST_CLASSES)) : column;
      case Column.Category _ -> category(frequent(MOST_CLASSES));
      case Column.Ignored _, Column.Text _ ->
          levels.size() <= Math.min(MOST_CLASSES, present / 2) ? category(frequent(MOST_CLASSES)) : new Column.Ignored(name);
      case Column.Date date -> date;
    };
  }

  /// The column as it is said to be.
  Column as(ColumnChoice.Kind kind, int buckets, boolean target) {
    return switch (kind) {
      case NUMBER -> number();
      case CATEGORY -> category(frequent(target ? MOST_CLASSES : MOST_LEVELS));
      case DATE -> new Column.Date(name);
      case TEXT -> new Column.Text(name, buckets);
      case IGNORE -> new Column.Ignored(name);
      case GROUP -> category(frequent(MOST_KEPT));
    };
  }

  private Column number() {
    return new Column.Number(name, commaNumbers > pointNumbers);
  }

  private List<String> frequent(int most) {
    return levels.keySet().stream()
        .sorted(Comparator.comparingInt((String level) -> -levels.get(level)).thenComparing(level -> level)).limit(most).toList();
  }

  private Column category(List<String> frequent) {
    List<String> sorted = new ArrayList<>(frequent);
    sorted.sort(sorted.stream().allMatch(Kinds::isWhole) ? Comparator.comparingInt(Integer::parseInt) : Comparator.naturalOrder());
    return new Column.Category(name, sorted);
  }

  private static boolean isWhole(String level) {
    return level.matches("-?\\d{1,9}");
  }

  private static boolean is(Column column, String text) {
    // Texts are the rule, and an exception for each would take a thousand times its length.
    if (!begins(text)) {
      return false;
    }
    try {
      column.number(text);
      return true;
    } catch (GradusException _) {
      return false;
    }
  }

  /// How numbers and dates begin, and few others: with digits, after a sign or point at most, and no letter but an e after them.
  private static boolean begins(String text) {
    int at = !text.isEmpty() && "+-".indexOf(text.charAt(0)) >= 0 ? 1 : 0;
    at += at < text.length() && text.charAt(at) == '.' ? 1 : 0;
    int first = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at > first && (at == text.length() || "eE".indexOf(text.charAt(at)) >= 0 || !Character.isLetter(text.codePointAt(at)));
  }
}
