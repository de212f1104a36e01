package dev.gradus.plot;

import java.util.ArrayList;
import java.util.List;

/// Rows of numbers or words. A click on a heading sorts by its column.
public final class Table implements Exhibit {
  private final Words words;
  private final List<Text> columns = new ArrayList<>();
  private final List<List<Text>> rows = new ArrayList<>();

  /// Without columns and rows.
  public Table(Words words) {
    this.words = words;
  }

  /// @param rows as many cells as headings in each; the first names the row
  /// @throws IllegalArgumentException if a row has not a cell for each heading
  public static Table of(String title, List<String> headings, List<List<String>> rows) {
    Table table = new Table(Words.of(title, "")).columns(headings.toArray(String[]::new));
    rows.forEach(row -> table.row(row.stream().map(Text::same).toArray(Text[]::new)));
    return table;
  }

  @Override
  public Words words() {
    return words;
  }

  /// The columns.
  public Table columns(String... keys) {
    for (String key : keys) {
      columns.add(words.series(key));
    }
    return this;
  }

  /// A row, a cell for each column; the first names the row.
  ///
  /// @throws IllegalArgumentException if it has not a cell for each column
  public Table row(Text... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException("table \"" + words.title().english() + "\" has " + columns.size() + " columns, and a row " + cells.length
          + " cells");
    }
    rows.add(List.of(cells));
    return this;
  }

  /// The names of the columns, then the rows, as lines of cells in one language.
  public List<List<String>> lines(Language language) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(text -> text.in(language)).toList());
    rows.forEach(row -> lines.add(row.stream().map(text -> text.in(language)).toList()));
    return lines;
  }

  /// The table as an element that can be moved sideways where it is too wide.
  @Override
  public Tag drawing() {
    Tag head = Tag.of("tr");
    columns.forEach(column -> head.add(Tag.of("th", column).with("scope", "col")));
    Tag body = Tag.of("tbody");
    for (List<Text> row : rows) {
      Tag line = Tag.of("tr");
      for (int c = 0; c < row.size(); c++) {
        line.add(c == 0 ? Tag.of("th", row.get(c)).with("scope", "row") : Tag.of("td", row.get(c)));
      }
      body.add(line);
    }
    return Tag.of("div").with("class", "table").with("tabindex", "0").add(Tag.of("table").add(Tag.of("thead").add(head), body));
  }
}
