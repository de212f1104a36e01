package dev.gradus.data.table;

import dev.gradus.GradusException;
import dev.gradus.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Splits a table's rows to learn from some and test on others.
///
/// - random: drawn by the seed; of a target of classes each part has its share of every class;
/// - by group: rows with the same value of a column stay together, and parts are about alike in size;
/// - by time: parts are stretches of time; what is tested on comes after all that is learned from.
///
/// Everything follows from seed and table alone.
public final class Splits {
  /// How rows are split.
  public sealed interface By {
    /// At random, stratified by class.
    record Random() implements By {}

    /// Rows of one value of a column together. The column isn't learned from.
    record Group(String column) implements By {}

    /// By a column of dates or numbers.
    record Time(String column) implements By {}
  }

  /// Rows to learn from, in the table's order, and rows to test on.
  public record Split(int[] train, int[] test) {}

  private final Table table;
  private final By by;
  private final long seed;
  private final int target;
  private final boolean classes;

  Splits(Table table, String target, By by, long seed) {
    this.table = table;
    this.by = by;
    this.seed = seed;
    this.target = table.slot(target);
    classes = table.column(target) instanceof Column.Category;
    if (by instanceof By.Time(String column)) {
      if (!(table.column(column) instanceof Column.Number) && !(table.column(column) instanceof Column.Date)) {
        throw new GradusException("to split by time, column \"" + column + "\" must hold dates or numbers, but it is a "
            + table.column(column).kind());
      }
      for (int row = 0; row < table.rows(); row++) {
        if (Float.isNaN(table.at(row, table.slot(column)))) {
          throw new GradusException("to split by time, column \"" + column + "\" must have a value in each row, but row " + (row + 1)
              + " has none");
        }
      }
    }
  }

  /// So many tests. Split by time, each learns from all rows before those that it is tested on; else each row is tested on once.
  ///
  /// @throws GradusException if there are fewer than two, or too few rows or groups
  public List<Split> folds(int folds) {
    if (folds < 2 || folds > table.rows() / 2) {
      throw new GradusException("--folds is 2 to half the number of rows, " + table.rows() / 2 + ", not " + folds);
    }
    int[] all = IntStream.range(0, table.rows()).toArray();
    boolean time = by instanceof By.Time;
    int[] parts = parts(all, time ? folds + 1 : folds, "folds");
    return IntStream.range(time ? 1 : 0, time ? folds + 1 : folds).mapToObj(part -> new Split(
        Arrays.stream(all).filter(row -> time ? parts[row] < part : parts[row] != part).toArray(),
        Arrays.stream(all).filter(row -> parts[row] == part).toArray())).toList();
  }

  /// One test on about a part of the rows, the last ones if split by time.
  ///
  /// @param fraction above 0, at most 0.5
  public Split held(double fraction) {
    if (!(fraction > 0 && fraction <= 0.5)) {
      throw new GradusException("--test is a part of the rows, above 0 and at most 0.5, not " + fraction);
    }
    int[] all = IntStream.range(0, table.rows()).toArray();
    int count = (int) Math.min(table.rows(), Math.round(1 / fraction));
    int[] parts = parts(all, count, "folds");
    int tested = by instanceof By.Time ? count - 1 : 0;
    return new Split(Arrays.stream(all).filter(row -> parts[row] != tested).toArray(),
        Arrays.stream(all).filter(row -> parts[row] == tested).toArray());
  }

  /// The part, from 0, of each of some rows, by their places in `rows`.
  int[] parts(int[] rows, int count, String stream) {
    return switch (by) {
      case By.Random _ -> dealt(order(rows, stream), rows.length, count);
      case By.Group(String column) -> grouped(rows, count, table.slot(column), column, stream);
      case By.Time(String column) -> {
        int[] order = sorted(IntStream.range(0, rows.length).toArray(), rows, table.slot(column));
        int[] parts = new int[rows.length];
        for (int place = 0; place < order.length; place++) {
          parts[order[place]] = (int) ((long) place * count / order.length);
        }
        yield parts;
      }
    };
  }

  /// Places of rows at random; of classes, class after class.
  private int[] order(int[] rows, String stream) {
    int[] order = new RandomStream(seed, stream).permutation(rows.length);
    return classes ? sorted(order, rows, target) : order;
  }

  /// Places of rows by a column's numbers, NaN last; those of one number stay in their order. Rows may be many: no objects.
  private int[] sorted(int[] places, int[] rows, int slot) {
    long[] keys = new long[places.length];
    for (int i = 0; i < keys.length; i++) {
      int bits = Float.floatToIntBits(table.at(rows[places[i]], slot));
      // The bits of negative numbers grow as the numbers fall.
      keys[i] = (long) (bits < 0 ? bits ^ Integer.MAX_VALUE : bits) << 32 | i;
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(key -> places[(int) key]).toArray();
  }

  private static int[] dealt(int[] order, int size, int count) {
    int[] parts = new int[size];
    for (int place = 0; place < size; place++) {
      parts[order[place]] = place % count;
    }
    return parts;
  }

  /// Large groups first, each to the part with the fewest rows. A missing group is a group too.
  private int[] grouped(int[] rows, int count, int slot, String column, String stream) {
    int[] order = sorted(new RandomStream(seed, stream).permutation(rows.length), rows, slot);
    List<Group> groups = new ArrayList<>();
    for (int from = 0, to = 1; to <= order.length; to++) {
      if (to == order.length || Float.compare(table.at(rows[order[from]], slot), table.at(rows[order[to]], slot)) != 0) {
        groups.add(new Group(from, to, order[from]));
        from = to;
      }
    }
    if (groups.size() < count) {
      throw new GradusException("column \"" + column + "\" has " + groups.size() + " groups, too few for " + count + " parts");
    }
    groups.sort(Comparator.comparingInt(Group::size).reversed().thenComparingInt(Group::first));
    int[] sizes = new int[count];
    int[] parts = new int[rows.length];
    for (Group group : groups) {
      int smallest = IntStream.range(0, count).reduce((a, b) -> sizes[b] < sizes[a] ? b : a).orElseThrow();
      sizes[smallest] += group.size();
      for (int i = group.from(); i < group.to(); i++) {
        parts[order[i]] = smallest;
      }
    }
    return parts;
  }

  /// A stretch of ordered rows, and the first's place.
  private record Group(int from, int to, int first) {
    int size() {
      return to - from;
    }
  }
}
