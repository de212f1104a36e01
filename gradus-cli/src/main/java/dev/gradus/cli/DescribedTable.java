package dev.gradus.cli;

import dev.gradus.GradusException;
import dev.gradus.data.describe.ColumnDescription;
import dev.gradus.data.describe.Histograms;
import dev.gradus.data.describe.Level;
import dev.gradus.data.describe.Spread;
import dev.gradus.data.describe.TableDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a table is like, for people and as a report.
///
/// @param target the column whose balance is told
record DescribedTable(TableDescription table, Optional<String> target) {
  private static final int SHOWN = 4;
  private static final int LONGEST = 30;

  Map<String, Object> tell(Screen screen) {
    screen.say(table.path() + ": " + Figures.count(table.rows()) + " rows of " + table.columns().size() + " columns (" + table.form() + ")");
    screen.say("");
    int width = Math.clamp(table.columns().stream().mapToInt(column -> GradusException.excerpt(column.name()).length()).max().orElse(0), 6, LONGEST);
    screen.say(String.format(Locale.ROOT, "%-" + width + "s  %-8s %9s %10s  %s", "COLUMN", "KIND", "MISSING", "DIFFERENT", "VALUES"));
    for (ColumnDescription column : table.columns()) {
      String name = GradusException.excerpt(column.name());
      name = name.length() > LONGEST ? GradusException.excerpt(column.name(), LONGEST - 1) : name;
      screen.say(String.format(Locale.ROOT, "%-" + width + "s  %-8s %9s %10s  %s", name, column.kind(), Figures.count(column.missing()),
          (column.exact() ? "" : "~") + Figures.count(column.distinct()), values(column)));
    }
    screen.say("");
    long good = table.rows() - table.wrong();
    screen.say("Duplicate rows: " + (table.exact() ? "" : "about ") + Figures.count(table.duplicates())
        + (table.duplicates() > 0 ? " (" + Figures.percent((double) table.duplicates() / good) + ")" : ""));
    table.firstWrong().ifPresent(first -> screen.say(
        "Bad rows, which count nowhere else: " + Figures.count(table.wrong()) + ", the first in " + first));
    screen.say("Constant columns: " + (table.constant().isEmpty() ? "none" : String.join(", ", table.constant())));
    Optional<ColumnDescription> learned = target.map(
        name -> table.columns().stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow());
    learned.ifPresent(column -> screen.say(balance(column)));
    return report(learned);
  }

  private String values(ColumnDescription column) {
    String odd = column.unlike() > 0 ? "; " + Figures.count(column.unlike()) + " are no " + column.kind() : "";
    if (column.spread().isPresent()) {
      Spread spread = column.spread().get();
      return Histograms.number(spread.least()) + " to " + Histograms.number(spread.greatest()) + ", mean " + Histograms.number(spread.mean())
          + " ± " + Histograms.number(spread.deviation()) + ", median " + Histograms.number(spread.quartiles().get(1)) + odd;
    }
    if (column.first().isPresent()) {
      return column.first().get() + " to " + column.last().orElseThrow() + odd;
    }
    long present = table.rows() - table.wrong() - column.missing();
    if (column.levels().isEmpty()) {
      return column.exact() && column.distinct() == present && present > 1 ? "all different" : "";
    }
    String levels = column.levels().stream().limit(SHOWN)
        .map(level -> GradusException.excerpt(level.name()) + " " + Figures.percent((double) level.count() / present))
        .collect(Collectors.joining(", "));
    return levels + (column.levels().size() > SHOWN ? " and " + (column.levels().size() - SHOWN) + " more" : "");
  }

  private static String balance(ColumnDescription column) {
    if (column.levels().isEmpty()) {
      return "To learn: " + column.name() + ", a " + column.kind();
    }
    Level most = column.levels().getFirst();
    Level least = column.levels().getLast();
    if (column.levels().size() == 1) {
      return "To learn: " + column.name() + ", nothing: it is always " + most.name();
    }
    String values = "To learn: " + column.name() + ", " + column.levels().size() + " different values";
    if (most.count() == least.count()) {
      return values + ", each in " + Figures.count(most.count()) + (most.count() == 1 ? " row" : " rows");
    }
    return values + "; the most frequent, " + most.name() + " ("
        + Figures.count(most.count()) + "), occurs " + String.format(Locale.ROOT, "%.1f", (double) most.count() / least.count())
        + " times as often as the rarest, " + least.name() + " (" + Figures.count(least.count()) + ")";
  }

  private Map<String, Object> report(Optional<ColumnDescription> learned) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("path", table.path());
    report.put("kind", "table");
    report.put("form", table.form());
    report.put("rows", table.rows());
    report.put("bad_rows", table.wrong());
    table.firstWrong().ifPresent(first -> report.put("first_bad_row", first));
    report.put("duplicate_rows", table.duplicates());
    report.put("duplicate_rows_exact", table.exact());
    report.put("constant_columns", table.constant());
    report.put("columns", table.columns().stream().map(DescribedTable::column).toList());
    learned.ifPresent(column -> {
      report.put("target", column.name());
      report.put("target_values", levels(column.levels()));
    });
    return report;
  }

  private static Map<String, Object> column(ColumnDescription column) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("name", column.name());
    report.put("kind", column.kind());
    report.put("missing", column.missing());
    report.put("unlike", column.unlike());
    report.put("distinct", column.distinct());
    report.put("distinct_exact", column.exact());
    column.spread().ifPresent(spread -> report.putAll(spread(spread)));
    column.first().ifPresent(first -> report.put("first", first));
    column.last().ifPresent(last -> report.put("last", last));
    if (!column.levels().isEmpty()) {
      report.put("values", levels(column.levels()));
    }
    return report;
  }

  static Map<String, Long> levels(List<Level> levels) {
    return levels.stream().collect(Collectors.toMap(Level::name, Level::count, Long::sum, LinkedHashMap::new));
  }

  static Map<String, Object> spread(Spread spread) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("min", spread.least());
    report.put("mean", spread.mean());
    report.put("max", spread.greatest());
    report.put("standard_deviation", spread.deviation());
    report.put("quartiles", spread.quartiles());
    return report;
  }
}
