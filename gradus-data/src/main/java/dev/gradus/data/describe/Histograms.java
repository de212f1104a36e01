package dev.gradus.data.describe;

import dev.gradus.GradusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A page of a table's columns, as SVG: histograms of numbers, bars of categories.
public final class Histograms {
  private static final int WIDTH = 260;
  private static final int HEIGHT = 150;
  private static final int GAP = 20;
  private static final int ACROSS = 4;
  private static final int BARS = 8;
  private static final int LETTERS = 34;
  private static final int BASE = HEIGHT - 20;
  private static final int TOP = 34;

  private Histograms() {}

  /// Writes a page of at most `most` columns.
  ///
  /// @throws GradusException if the file can't be written
  public static void write(Path file, TableDescription table, int most) {
    List<ColumnDescription> columns = table.columns().stream().limit(most).toList();
    int across = Math.min(ACROSS, columns.size());
    int down = Math.ceilDiv(columns.size(), across);
    StringBuilder svg = new StringBuilder();
    svg.append(String.format(Locale.ROOT, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
        + " font-family=\"sans-serif\" font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
        GAP + across * (WIDTH + GAP), GAP + down * (HEIGHT + GAP)));
    for (int i = 0; i < columns.size(); i++) {
      svg.append(String.format(Locale.ROOT, "<g transform=\"translate(%d %d)\">%n", GAP + i % across * (WIDTH + GAP),
          GAP + i / across * (HEIGHT + GAP)));
      column(svg, columns.get(i), table.rows() - table.wrong());
      svg.append("</g>\n");
    }
    try {
      Files.writeString(file, svg.append("</svg>\n"));
    } catch (IOException failed) {
      throw new GradusException("can't write " + file + ": " + failed.getMessage(), failed);
    }
  }

  private static void column(StringBuilder svg, ColumnDescription column, long rows) {
    text(svg, 0, 10, "start", "#000000", " font-weight=\"bold\" font-size=\"12\"", shortened(column.name()));
    text(svg, 0, 24, "start", "#666666", "", column.kind() + (column.missing() > 0
        ? String.format(Locale.ROOT, ", %.1f%% missing", 100.0 * column.missing() / Math.max(1, rows)) : ""));
    if (column.spread().isPresent()) {
      numbers(svg, column.spread().get());
    } else if (!column.levels().isEmpty()) {
      levels(svg, column);
    } else {
      text(svg, 0, 60, "start", "#666666", "", column.first().map(first -> first + " to " + column.last().orElseThrow())
          .orElse((column.exact() ? "" : "about ") + String.format(Locale.ROOT, "%,d", column.distinct()) + " different values"));
    }
  }

  private static void numbers(StringBuilder svg, Spread spread) {
    double step = (double) WIDTH / spread.bins().size();
    int most = Math.max(1, Collections.max(spread.bins()));
    for (int i = 0; i < spread.bins().size(); i++) {
      double high = (double) (BASE - TOP) * spread.bins().get(i) / most;
      rectangle(svg, i * step + 0.5, BASE - high, step - 1, high);
    }
    svg.append(String.format(Locale.ROOT, "<path d=\"M0 %d H%d\" stroke=\"#999999\"/>%n", BASE, WIDTH));
    text(svg, 0, HEIGHT - 6, "start", "#333333", "", number(spread.least()));
    text(svg, WIDTH / 2, HEIGHT - 6, "middle", "#333333", "", "mean " + number(spread.mean()));
    text(svg, WIDTH, HEIGHT - 6, "end", "#333333", "", number(spread.greatest()));
  }

  private static void levels(StringBuilder svg, ColumnDescription column) {
    List<Level> shown = column.levels().stream().limit(column.levels().size() > BARS ? BARS - 1 : BARS).toList();
    long most = shown.getFirst().count();
    double step = (double) (HEIGHT - TOP) / BARS;
    for (int i = 0; i < shown.size(); i++) {
      double top = TOP + i * step;
      rectangle(svg, 90, top, Math.max(1, (WIDTH - 155.0) * shown.get(i).count() / most), step - 3);
      text(svg, 84, (int) (top + 10), "end", "#333333", "", shortened(shown.get(i).name(), 14));
      text(svg, WIDTH, (int) (top + 10), "end", "#333333", "", String.format(Locale.ROOT, "%,d", shown.get(i).count()));
    }
    if (shown.size() < column.levels().size()) {
      text(svg, 84, HEIGHT - 4, "end", "#666666", "", "and " + (column.levels().size() - shown.size()) + " more");
    }
  }

  private static void rectangle(StringBuilder svg, double x, double y, double width, double height) {
    svg.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#4477aa\"/>%n", x, y, width, height));
  }

  private static void text(StringBuilder svg, int x, int y, String anchor, String colour, String more, String text) {
    svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\"%s>%s</text>%n", x, y, anchor, colour, more,
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));
  }

  private static String shortened(String name) {
    return shortened(name, LETTERS);
  }

  /// Such as XML may hold: not every character that a file may.
  private static String shortened(String name, int most) {
    String shown = GradusException.excerpt(name);
    return shown.codePointCount(0, shown.length()) > most ? shown.substring(0, shown.offsetByCodePoints(0, most - 1)) + "…" : shown;
  }

  /// `5.84`, `1.3e+06`: four digits that count.
  public static String number(double number) {
    String text = String.format(Locale.ROOT, "%.4g", number);
    return text.contains("e") || !text.contains(".") ? text.replaceFirst("\\.?0+e", "e") : text.replaceFirst("\\.?0+$", "");
  }
}
