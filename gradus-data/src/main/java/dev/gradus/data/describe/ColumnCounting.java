package dev.gradus.data.describe;

import dev.gradus.GradusException;
import dev.gradus.data.table.Column;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sums up a column's values, one after another.
final class ColumnCounting {
  private static final double ENOUGH = 0.9;
  private static final int FEW = 64;
  /// Of so few different numbers it is told how often each occurs: they may be classes.
  private static final int FEW_NUMBERS = 20;

  private final String name;
  private final boolean commas;
  private final int most;
  private final Distinct distinct;
  private final Spread.Counting numbers;
  /// The same where a point may stand between thousands.
  private final Spread.Counting grouped;
  private long commaNumbers;
  private long pointNumbers;
  /// Empty for good once there are too many.
  private Map<String, long[]> levels = new HashMap<>();
  private long present;
  private long missing;
  private long dates;
  private String first = "";
  private String last = "";

  /// @param commas whether a number may have a decimal comma
  /// @param most how many different values, and how large a sample, are kept
  ColumnCounting(String name, boolean commas, int most) {
    this.name = name;
    this.commas = commas;
    this.most = most;
    distinct = new Distinct(most);
    numbers = new Spread.Counting(most);
    grouped = new Spread.Counting(most);
  }

  /// Takes a value; its hash, for that of the row.
  long add(String raw) {
    String text = raw.strip();
    if (text.length() <= 4 && Column.MISSING.contains(text)) {
      missing++;
      return 0;
    }
    present++;
    long hash = Distinct.hash(text);
    distinct.add(hash);
    if (levels != null) {
      levels.computeIfAbsent(text, _ -> new long[1])[0]++;
      if (levels.size() > most) {
        levels = null;
      }
    }
    boolean groups = commas && Column.Number.grouped(text);
    double thousands = groups ? Double.parseDouble(text.replace(".", "")) : Double.NaN;
    double number = number(text);
    if (groups && Double.isNaN(number)) {
      // Points between several thousands can be nothing else.
      number = thousands;
      commaNumbers++;
    }
    if (Double.isFinite(number)) {
      numbers.add(number);
      if (commas) {
        boolean comma = text.indexOf(',') >= 0;
        grouped.add(groups ? thousands : number);
        commaNumbers += comma ? 1 : 0;
        pointNumbers += !comma && !groups && text.indexOf('.') >= 0 ? 1 : 0;
      }
    } else if (isDate(text)) {
      dates++;
      first = first.isEmpty() || text.compareTo(first) < 0 ? text : first;
      last = text.compareTo(last) > 0 ? text : last;
    }
    return hash;
  }

  /// The number that a text writes; NaN if it writes none. Looks before it parses, for an exception takes longer than a number.
  private double number(String text) {
    boolean digits = false;
    boolean comma = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digits |= c >= '0' && c <= '9';
      comma |= c == ',';
      if (!(c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E' || commas && c == ',')) {
        return Double.NaN;
      }
    }
    if (!digits) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(comma ? text.replace(".", "").replace(',', '.') : text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  private static boolean isDate(String text) {
    if (text.length() < 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    try {
      new Column.Date("").number(text);
      return true;
    } catch (GradusException _) {
      return false;
    }
  }

  ColumnDescription described() {
    boolean number = present > 0 && numbers.count() >= ENOUGH * present;
    boolean date = !number && present > 0 && dates >= ENOUGH * present;
    boolean category = levels != null && levels.size() <= FEW && (levels.size() <= 3 || levels.size() < present);
    String kind = present == 0 ? "empty" : number ? "number" : date ? "date" : category ? "category" : "text";
    long unlike = number ? present - numbers.count() + (commaNumbers > pointNumbers ? 0 : commaNumbers) : date ? present - dates : 0;
    boolean told = category || number && levels != null && levels.size() <= FEW_NUMBERS;
    List<Level> sorted = !told ? List.of() : levels.entrySet().stream()
        .map(level -> new Level(level.getKey(), level.getValue()[0]))
        .sorted(Comparator.comparingLong((Level level) -> -level.count()).thenComparing(Level::name)).toList();
    return new ColumnDescription(name, kind, missing, unlike, levels == null ? distinct.distinct() : levels.size(),
        levels != null || distinct.exact(), number ? Optional.of((commaNumbers > pointNumbers ? grouped : numbers).spread()) : Optional.empty(),
        sorted, date ? Optional.of(first) : Optional.empty(), date ? Optional.of(last) : Optional.empty());
  }
}
