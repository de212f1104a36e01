package dev.gradus.cli;

import dev.gradus.GradusException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// How often each class was taken for each, as a table for the terminal: a row for each true class, a column for each
/// predicted one, and the recall (the part of the class's examples that were recognised).
///
/// Columns bear the class's name where all are short, otherwise its number, which then also stands before the row's name.
/// Above [#WIDEST] classes only the recalls are listed.
final class ConfusionMatrix {
  /// The most classes whose table still fits a screen.
  static final int WIDEST = 20;

  private static final int SHORT_NAME = 6;

  private final List<String> classes;
  private final long[][] counts;

  /// @param counts `counts[t][p]` examples of class t were predicted as class p
  ConfusionMatrix(List<String> classes, long[][] counts) {
    if (counts.length != classes.size()) {
      throw new GradusException(classes.size() + " classes are named, but the confusion matrix has " + counts.length + " rows");
    }
    this.classes = List.copyOf(classes);
    this.counts = new long[counts.length][];
    for (int row = 0; row < counts.length; row++) {
      this.counts[row] = counts[row].clone();
    }
  }

  /// The table of what an evaluation counted.
  static ConfusionMatrix of(dev.gradus.metric.ConfusionMatrix counted) {
    long[][] counts = Arrays.stream(counted.counts())
        .map(row -> Arrays.stream(row).asLongStream().toArray()).toArray(long[][]::new);
    return new ConfusionMatrix(counted.classes(), counts);
  }

  /// The table's lines; none is longer than its figures need.
  List<String> lines() {
    boolean table = classes.size() <= WIDEST;
    boolean named = classes.stream().allMatch(name -> name.length() <= SHORT_NAME);
    List<String> rows = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      rows.add(named || !table ? classes.get(i) : i + " " + classes.get(i));
      columns.add(named ? classes.get(i) : String.valueOf(i));
    }
    String corner = "true \\ predicted";
    int first = Math.max(table ? corner.length() : "class".length(), longest(rows));
    int cell = Math.max(longest(columns), digits());
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(left(table ? corner : "class", first));
    if (table) {
      columns.forEach(column -> head.append("  ").append(right(column, cell)));
    }
    lines.add(head.append("   recall").toString());
    for (int row = 0; row < counts.length; row++) {
      StringBuilder line = new StringBuilder(left(rows.get(row), first));
      if (table) {
        for (long count : counts[row]) {
          line.append("  ").append(right(count == 0 ? "." : String.valueOf(count), cell));
        }
      }
      lines.add(line.append("  ").append(right(recall(row), 7)).toString());
    }
    return lines;
  }

  private String recall(int row) {
    long all = 0;
    for (long count : counts[row]) {
      all += count;
    }
    return all == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * counts[row][row] / all);
  }

  private int digits() {
    long most = 0;
    for (long[] row : counts) {
      for (long count : row) {
        most = Math.max(most, count);
      }
    }
    return String.valueOf(most).length();
  }

  private static int longest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String left(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
