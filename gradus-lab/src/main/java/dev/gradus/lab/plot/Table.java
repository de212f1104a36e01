package dev.gradus.lab.plot;

import dev.gradus.GradusException;
import dev.gradus.lab.text.Language;
import dev.gradus.lab.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of numbers or words.
public final class Table implements Exhibit {
  private final Words words;
  private final List<Text> columns = new ArrayList<>();
  private final List<List<Text>> rows = new ArrayList<>();

  /// Usually by [dev.gradus.lab.Notebook#table].
  public Table(Words words) {
    this.words = words;
  }

  @Override
  public Words words() {
    return words;
  }

  /// The columns: their names are the experiment's words for `series.KEY`.
  public Table columns(String... keys) {
    for (String key : keys) {
      columns.add(words.series(key));
    }
    return this;
  }

  /// A row, a cell for each column.
  public Table row(Text... cells) {
    if (cells.length != columns.size()) {
      throw new GradusException("table \"" + words.key() + "\" has " + columns.size() + " columns, and a row " + cells.length + " cells");
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

  @Override
  public String html() {
    StringBuilder html = new StringBuilder("<div class=\"wide\"><table><thead><tr>");
    columns.forEach(column -> html.append("<th>").append(Html.both(column)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (List<Text> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(Html.both(cell)).append("</td>"));
      html.append("</tr>");
    }
    return html.append("</tbody></table></div>").toString();
  }

  @Override
  public Optional<String> picture() {
    return Optional.empty();
  }
}
