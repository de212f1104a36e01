package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.dataset.Augmentation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a table is learned from; [#usual] fits most tables.
///
/// @param columns what a user says of columns, by name
/// @param target how a number to learn is scaled
/// @param members how many networks predict together, at least 2: each learns from all rows but its own part of them
/// @param units of each network's first hidden layer, the second has half as many; at least 1
/// @param learningRate AdamW's, falling to 0 along a cosine
/// @param weightDecay AdamW's
/// @param dropout after the first hidden layer, in [0, 1)
/// @param steps at most so many updates, as far as each row is seen [#LEAST_EPOCHS] to [#MOST_EPOCHS] times; of more than a million rows
///   fewer times, so that [#MOST_ROWS] are seen in all, and once at least
/// @param augmentation changes of the prepared training rows; none by default
public record TableSettings(
    long seed, Splits.By by, Map<String, ColumnChoice> columns, Target target, int members, int units, double learningRate,
    double weightDecay, double dropout, int steps, Optional<Augmentation> augmentation) {
  static final int LEAST_EPOCHS = 20;
  static final int MOST_EPOCHS = 400;
  static final int MOST_ROWS = 20_000_000;

  /// How a number to learn is scaled; predictions are in its own units.
  public enum Target {
    /// As a linear model predicts other rows better.
    AUTO,
    /// (y - mean) / deviation
    STANDARD,
    /// Its logarithm, standardised; for numbers above 0.
    LOG
  }

  public TableSettings {
    columns = Map.copyOf(columns);
    atLeast("members", members, 2);
    atLeast("units", units, 1);
    atLeast("steps", steps, 1);
    within("learningRate", learningRate, 1e-12, 10);
    within("weightDecay", weightDecay, 0, 10);
    within("dropout", dropout, 0, 0.99);
  }

  /// How the columns of a table are to be read: as the user says, and the one that rows are split by whatever it holds.
  public Map<String, ColumnChoice> reading() {
    Map<String, ColumnChoice> reading = new HashMap<>(columns);
    if (by instanceof Splits.By.Group(String column)) {
      reading.put(column, new ColumnChoice(Optional.of(ColumnChoice.Kind.GROUP), Column.Text.USUAL_BUCKETS, List.of()));
    }
    return reading;
  }

  /// How often each of so many rows is seen, in batches of some size.
  int epochs(int rows, int batch) {
    int least = Math.clamp(MOST_ROWS / rows, 1, LEAST_EPOCHS);
    return Math.clamp(steps / Math.ceilDiv(rows, batch), least, MOST_EPOCHS);
  }

  /// What fits most tables.
  public static TableSettings usual(long seed) {
    return new TableSettings(seed, new Splits.By.Random(), Map.of(), Target.AUTO, 5, 64, 0.003, 0.05, 0.1, 600, Optional.empty());
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new GradusException(name + " is at least " + least + ", not " + value);
    }
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new GradusException(name + " is " + least + " to " + most + ", not " + value);
    }
  }
}
