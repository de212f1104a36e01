package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/// A column of a table: its name, and how its texts become numbers. NaN stands for a missing value.
public sealed interface Column {
  /// The texts that say that a value is missing; blanks around them don't count.
  Set<String> MISSING = Set.of("", "NA", "N/A", "n/a", "na", "NaN", "nan", "null", "NULL", "None", "?");

  /// Its name, from the header.
  String name();

  /// The number for a text that is not missing.
  ///
  /// @throws GradusException if the text is no value of this column, saying what is expected
  float number(String text);

  /// What it holds, for people.
  String kind();

  /// The number for a text, NaN if it is missing.
  default float encode(String text) {
    String stripped = text.strip();
    return MISSING.contains(stripped) ? Float.NaN : number(stripped);
  }

  /// Numbers. With a decimal comma, 1.234,5 is read as 1234.5.
  record Number(String name, boolean decimalComma) implements Column {
    @Override
    public float number(String text) {
      try {
        float number = (float) Double.parseDouble(decimalComma ? text.replace(".", "").replace(',', '.') : text);
        if (Float.isFinite(number)) {
          return number;
        }
      } catch (NumberFormatException _) {
        // Told below, as an infinite one is.
      }
      throw new GradusException("expected a number");
    }

    @Override
    public String kind() {
      return "number";
    }
  }

  /// One of some texts, by its place in `levels`; a text that isn't among them is missing.
  record Category(String name, List<String> levels) implements Column {
    public Category {
      levels = List.copyOf(levels);
    }

    @Override
    public float number(String text) {
      int level = levels.indexOf(text);
      return level < 0 ? Float.NaN : level;
    }

    @Override
    public String kind() {
      return "category";
    }
  }

  /// ISO dates, with or without a time, as days since 1970-01-01.
  record Date(String name) implements Column {
    @Override
    public float number(String text) {
      try {
        if (text.length() == 10) {
          return LocalDate.parse(text).toEpochDay();
        }
        LocalDateTime time = LocalDateTime.parse(text.replace(' ', 'T'), DateTimeFormatter.ISO_DATE_TIME);
        return (float) (time.toEpochSecond(ZoneOffset.UTC) / 86_400.0);
      } catch (DateTimeException _) {
        throw new GradusException("expected a date such as 2024-12-31");
      }
    }

    @Override
    public String kind() {
      return "date";
    }
  }

  /// Texts of which nearly each is another, such as names: nothing is learned from them.
  record Ignored(String name) implements Column {
    @Override
    public float number(String text) {
      return Float.NaN;
    }

    @Override
    public String kind() {
      return "ignored";
    }
  }
}
