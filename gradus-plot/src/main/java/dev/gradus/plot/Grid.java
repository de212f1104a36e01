package dev.gradus.plot;

import java.util.List;

/// A table of words and numbers. A click on a heading sorts by its column.
///
/// @param headings the columns' names
/// @param rows as many cells as headings in each; the first names the row
public record Grid(String caption, List<String> headings, List<List<String>> rows) {
  /// @throws IllegalArgumentException if a row has not a cell for each heading
  public Grid {
    headings = List.copyOf(headings);
    int width = headings.size();
    rows = rows.stream().map(List::copyOf).toList();
    if (rows.stream().anyMatch(row -> row.size() != width)) {
      throw new IllegalArgumentException("each row of a table has " + width + " cells, one for each heading");
    }
  }

  /// The table as an element that can be moved sideways where it is too wide.
  public Tag draw() {
    Tag head = Tag.of("tr");
    headings.forEach(heading -> head.add(Tag.of("th", heading).with("scope", "col")));
    Tag body = Tag.of("tbody");
    for (List<String> row : rows) {
      Tag line = Tag.of("tr");
      for (int c = 0; c < row.size(); c++) {
        line.add(c == 0 ? Tag.of("th", row.get(c)).with("scope", "row") : Tag.of("td", row.get(c)));
      }
      body.add(line);
    }
    Tag table = Tag.of("table");
    if (!caption.isEmpty()) {
      table.add(Tag.of("caption", caption));
    }
    return Tag.of("div").with("class", "table").with("tabindex", "0").add(table.add(Tag.of("thead").add(head), body));
  }
}
