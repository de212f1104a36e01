package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

  /// How many numbers stand for a value.
  default int width() {
    return 1;
  }

  /// Writes the numbers for a text to `into[at ...]`, NaN if it is missing.
  ///
  /// @throws GradusException if the text is no value of this column, saying what is expected, where, and what it is
  default void encode(String text, float[] into, int at) {
    String stripped = text.strip();
    try {
      into[at] = MISSING.contains(stripped) ? Float.NaN : number(stripped);
    } catch (GradusException wrong) {
      throw new GradusException(
          "column \"" + name() + "\": " + wrong.getMessage() + ", not \"" + GradusException.excerpt(text) + "\"", wrong);
    }
  }

  /// Numbers. With a decimal comma, 1.234,5 is read as 1234.5 and 1.234 as 1234, but 0.5 as what it is.
  record Number(String name, boolean decimalComma) implements Column {
    private static final Pattern GROUPED = Pattern.compile("[-+]?[1-9]\\d{0,2}(\\.\\d{3})+");

    /// Whether the points of a text may stand between thousands.
    public static boolean grouped(String text) {
      return GROUPED.matcher(text).matches();
    }

    @Override
    public float number(String text) {
      boolean points = decimalComma && (text.indexOf(',') >= 0 || grouped(text));
      try {
        float number = (float) Double.parseDouble(points ? text.replace(".", "").replace(',', '.') : text);
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
  ///
  /// @param places the place of each level
  record Category(String name, List<String> levels, Map<String, Integer> places) implements Column {
    public Category {
      levels = List.copyOf(levels);
      places = Map.copyOf(places);
    }

    public Category(String name, List<String> levels) {
      this(name, levels, IntStream.range(0, levels.size()).boxed().collect(Collectors.toMap(levels::get, place -> place)));
    }

    @Override
    public float number(String text) {
      Integer level = places.get(text);
      return level == null ? Float.NaN : level;
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

  /// Texts of several words, as how often each word occurs, in `buckets` places: a word's hash says which place, and whether it counts
  /// as 1 or -1, so that words that share one cancel out on average; all divided by the root of the number of words.
  ///
  /// Words are runs of letters and digits, in lower case; the hash is FNV-1a of their UTF-16 units.
  /// Source: Weinberger et al. 2009, arXiv:0902.2206. Deviation: divided by the root of the length.
  record Text(String name, int buckets) implements Column {
    /// How many places there are unless said otherwise.
    public static final int USUAL_BUCKETS = 64;
    /// How many there can be.
    public static final int MOST_BUCKETS = 4096;

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    public Text {
      if (buckets < 1 || buckets > MOST_BUCKETS) {
        throw new GradusException("column \"" + name + "\": a text has 1 to " + MOST_BUCKETS + " places for its words, not " + buckets);
      }
    }

    static String[] words(String text) {
      return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT)).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }

    @Override
    public int width() {
      return buckets;
    }

    @Override
    public float number(String text) {
      throw new IllegalStateException("a text is more than one number");
    }

    @Override
    public void encode(String text, float[] into, int at) {
      boolean missing = MISSING.contains(text.strip());
      Arrays.fill(into, at, at + buckets, missing ? Float.NaN : 0);
      if (missing) {
        return;
      }
      String[] words = words(text);
      float each = (float) (1 / Math.sqrt(Math.max(1, words.length)));
      for (String word : words) {
        int hash = 0x811c9dc5;
        for (int i = 0; i < word.length(); i++) {
          hash = (hash ^ word.charAt(i)) * 0x01000193;
        }
        // The low bits of FNV-1a are its weak ones.
        hash ^= hash >>> 15;
        into[at + Integer.remainderUnsigned(hash, buckets)] += Integer.bitCount(hash) % 2 == 0 ? each : -each;
      }
    }

    @Override
    public String kind() {
      return "text";
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
