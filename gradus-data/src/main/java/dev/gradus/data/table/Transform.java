package dev.gradus.data.table;

import dev.gradus.GradusException;
import java.util.Arrays;
import java.util.List;

/// How the values of a column become numbers for a network. What it needs to know is learned from the training rows.
///
/// Each formula's missing value gives 0, the value of an average one, but for `minMax`, where it is that of the mean.
public enum Transform {
  /// (x - mean) / deviation
  STANDARD("standard"),
  /// (x - min) / (max - min): 0 to 1 on the training rows.
  MIN_MAX("minMax"),
  /// (x - median) / (0.7413 · (third quartile - first quartile)), which has deviation 1 for normal numbers; far outliers have no say.
  ROBUST("robust"),
  /// Standardised sign(x) · ln(1 + |x| / u), where u is the 5% quantile of |x| > 0: for numbers that differ by factors, such as prices.
  LOG("log"),
  /// x as it is.
  NONE("none"),
  /// A number for each category: 1 for the value's own, else 0.
  ONE_HOT("oneHot"),
  /// The category's place among all, standardised: for categories that have an order, which is that of their texts.
  ORDINAL("ordinal"),
  /// The words of a text, counted in as many places as the column has: see [Column.Text].
  BAG("bag");

  private final String word;

  Transform(String word) {
    this.word = word;
  }

  /// Its name in recipes.
  public String word() {
    return word;
  }

  /// The transform of a name.
  ///
  /// @throws GradusException if there is none, listing all
  public static Transform of(String word) {
    return Arrays.stream(values()).filter(transform -> transform.word.equals(word)).findFirst().orElseThrow(() -> new GradusException(
        "there is no preparation \"" + word + "\"; there are " + String.join(", ", Arrays.stream(values()).map(Transform::word).toList())));
  }

  /// Which there are for a column, its usual one first.
  static List<Transform> forColumn(Column column) {
    return switch (column) {
      case Column.Number _, Column.Date _ -> List.of(STANDARD, MIN_MAX, ROBUST, LOG, NONE);
      case Column.Category _ -> List.of(ONE_HOT, ORDINAL);
      case Column.Text _ -> List.of(BAG);
      case Column.Ignored _ -> List.of();
    };
  }
}
