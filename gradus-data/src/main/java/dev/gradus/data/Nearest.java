package dev.gradus.data;

import dev.gradus.GradusException;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// The name that someone probably meant.
public final class Nearest {
  private Nearest() {}

  /// The name of `names` with the fewest edits (a letter more, less, other, or two swapped) from `given`, if they are few.
  public static Optional<String> to(String given, Collection<String> names) {
    int most = Math.max(1, (given.length() + 1) / 3);
    return names.stream()
        // What differs so much in length can't be near, and a long text would take long to compare.
        .filter(name -> Math.abs(given.length() - name.length()) <= most && distance(given, name) <= most || extend(given, name))
        .min(Comparator.comparingInt((String name) -> distance(given, name)).thenComparing(Comparator.naturalOrder()));
  }

  /// ` (did you mean NAME?)`, or nothing if no name is near.
  public static String hint(String given, Collection<String> names) {
    return to(given, names).map(name -> " (did you mean " + GradusException.excerpt(name) + "?)").orElse("");
  }

  /// Whether one is the start of the other, such as `fashion` of `fashion-mnist`.
  private static boolean extend(String given, String name) {
    return given.length() >= 3 && name.toLowerCase(Locale.ROOT).startsWith(given.toLowerCase(Locale.ROOT));
  }

  /// Damerau and Levenshtein's distance (adjacent swaps, no edit of an edit), blind to case.
  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(edits[i - 1][j - 1] + change, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        edits[i][j] = swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
      }
    }
    return edits[a.length()][b.length()];
  }
}
