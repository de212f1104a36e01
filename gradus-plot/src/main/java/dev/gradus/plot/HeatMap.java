package dev.gradus.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A table whose cells are the darker the larger their values are.
///
/// Over 2,500 cells become a picture without the cells' words.
///
/// @param rows the rows' names, from top to bottom, under `down`
/// @param columns the columns' names under `across`; an empty one shows none
/// @param shades 0 (paper) to 1 (full) for each row and column; what is not finite stays empty
/// @param words what each cell says when pointed at; where `printed` is set, what is before the first `": "` is also in it
/// @param legend what no shade and full shade mean; empty for none
public record HeatMap(String title, String note, Axis down, List<String> rows, Axis across, List<String> columns,
    double[][] shades, String[][] words, boolean printed, List<String> legend) implements Figure {
  private static final int WIDTH = 420;
  private static final int MOST_CELLS = 2500;
  /// More columns than that have every so many named.
  private static final int NAMED = 30;
  private static final int TALL = 420;
  private static final int LONGEST = 16;
  private static final double LETTER = 6.2;

  /// @throws IllegalArgumentException if there is not a row of shades and words for each row, a cell for each column
  public HeatMap {
    int width = columns.size();
    if (shades.length != rows.size() || words.length != rows.size() || Arrays.stream(shades).anyMatch(row -> row.length != width)
        || Arrays.stream(words).anyMatch(row -> row.length != width)) {
      throw new IllegalArgumentException("a heat map of " + rows.size() + " rows and " + width + " columns needs as many shades and words");
    }
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    legend = List.copyOf(legend);
  }

  /// A map of numbers: the least is paper, the most is full; by factors where the axis of values is logarithmic.
  public static HeatMap of(String title, Axis down, List<String> rows, Axis across, List<String> columns, Axis values, double[][] numbers) {
    double[] all = Arrays.stream(numbers).flatMapToDouble(Arrays::stream).filter(values::shows).toArray();
    Span span = Span.exactly(values, all);
    double[][] shades = new double[numbers.length][];
    String[][] words = new String[numbers.length][];
    for (int r = 0; r < numbers.length; r++) {
      double[] row = numbers[r];
      shades[r] = Arrays.stream(row).map(v -> values.shows(v) ? Math.clamp(span.share(v), 0, 1) : Double.NaN).toArray();
      int at = r;
      words[r] = IntStream.range(0, row.length).mapToObj(c -> rows.get(at) + ", " + across.label() + " " + columns.get(c) + ": "
          + Numbers.text(row[c]) + (values.unit().isEmpty() ? "" : " " + values.unit())).toArray(String[]::new);
    }
    return new HeatMap(title, "", down, rows, across, columns, shades, words, false,
        List.of(Numbers.text(span.from(), 2), values.title(), Numbers.text(span.to(), 2)));
  }

  /// With words under it.
  public HeatMap note(String note) {
    return new HeatMap(title, note, down, rows, across, columns, shades, words, printed, legend);
  }

  @Override
  public Tag draw() {
    double named = 10 + LETTER * rows.stream().mapToInt(name -> Bars.shortened(name, LONGEST).length()).max().orElse(1);
    String corner = down.title() + " ↓";
    double left = Math.max(named, 12 + 1.1 * LETTER * corner.length());
    double cell = (WIDTH - left - 4) / Math.max(1, columns.size());
    boolean wide = columns.size() > 2 * rows.size();
    double high = wide ? Math.clamp((double) TALL / 2 / Math.max(1, rows.size()), 4, 18) : Math.min(cell, 60);
    int longest = columns.stream().mapToInt(name -> Bars.shortened(name, LONGEST).length()).max().orElse(1);
    boolean turned = longest * LETTER > cell - 2 && columns.size() <= NAMED;
    double top = 20 + (turned ? longest * LETTER * 0.8 + 6 : 16);
    double height = top + high * rows.size() + 4;
    Tag svg = Tag.of("svg").with("viewBox", "0 0 " + WIDTH + " " + Tag.place(height)).with("role", "img").with("aria-label", title + ": "
        + down.title() + " down, " + across.title() + " across");
    svg.add(Area.words(across.title() + " →", left, 12, "start").with("class", "title"));
    svg.add(Area.words(corner, left - 5, top - 5, "end").with("class", "title"));
    names(svg, left, top, cell, high, turned);
    if (rows.size() * columns.size() > MOST_CELLS) {
      svg.add(Tag.of("image").with("x", left).with("y", top).with("width", cell * columns.size()).with("height", high * rows.size())
          .with("preserveAspectRatio", "none").with("class", "pixels").with("href", Picture.heat(shades)));
    } else {
      cells(svg, left, top, cell, high);
    }
    Tag key = Tag.of("p").with("class", "heat-key");
    if (legend.size() == 3) {
      key.text(legend.get(0)).add(Tag.of("i").with("class", rows.size() * columns.size() > MOST_CELLS ? "map" : "shade")).text(legend.get(2))
          .add(Tag.of("span", legend.get(1)));
    }
    return Figure.framed(title, note, svg, key);
  }

  private void names(Tag svg, double left, double top, double cell, double high, boolean turned) {
    int every = Math.max(1, (int) Math.ceil((rows.size() > 3 * NAMED ? 18 : 11) / high));
    for (int r = 0; r < rows.size(); r += every) {
      svg.add(Area.words(Bars.shortened(rows.get(r), LONGEST), left - 5, top + (r + 0.5) * high + 4, "end"));
    }
    double room = turned ? 12 : columns.stream().mapToInt(name -> Bars.shortened(name, LONGEST).length()).max().orElse(1) * LETTER + 6;
    int skip = Math.max(1, (int) Math.ceil(room / cell));
    for (int c = 0; c < columns.size(); c += skip) {
      double x = left + (c + 0.5) * cell;
      String name = Bars.shortened(columns.get(c), LONGEST);
      svg.add(turned ? Area.words(name, 0, 0, "start").with("transform", "translate(" + Tag.place(x + 3) + " " + Tag.place(top - 5) + ") rotate(-55)")
          : Area.words(name, x, top - 5, "middle"));
    }
  }

  private void cells(Tag svg, double left, double top, double cell, double high) {
    boolean fits = printed && Arrays.stream(words).flatMap(Arrays::stream).mapToInt(word -> inside(word).length()).max().orElse(0) * 5.9 < cell - 2;
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        double shade = shades[r][c];
        if (!Double.isFinite(shade)) {
          continue;
        }
        Tag rect = Tag.of("rect").with("class", "cell").with("x", left + c * cell).with("y", top + r * high).with("width", cell - gap(cell))
            .with("height", high - gap(high)).with("fill-opacity", String.valueOf(Math.round(100 * Math.clamp(shade, 0, 1)) / 100.0));
        svg.add(rect.add(Tag.of("title", words[r][c])));
        if (fits && !inside(words[r][c]).isEmpty()) {
          svg.add(Area.words(inside(words[r][c]), left + (c + 0.5) * cell, top + (r + 0.5) * high + 4, "middle")
              .with("class", shade > 0.55 ? "in full" : "in"));
        }
      }
    }
  }

  private static String inside(String words) {
    int end = words.indexOf(": ");
    String first = end < 0 ? words : words.substring(0, end);
    return first.equals("0") ? "" : first;
  }

  private static double gap(double size) {
    return size > 6 ? 1 : 0;
  }
}
