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
/// @param said what each cell says when pointed at; where `printed` is set, what is before the first `": "` is also in it
/// @param legend what no shade, any and full shade mean; empty for none
public record Matrix(Words words, Axis down, List<String> rows, Axis across, List<String> columns, double[][] shades, String[][] said,
    boolean printed, List<String> legend) implements Exhibit {
  private static final int MOST_CELLS = 2500;
  /// More columns than that have every so many named.
  private static final int NAMED = 30;
  private static final int TALL = 440;
  private static final int LONGEST = 16;
  private static final int STEPS = 24;
  private static final double STEP = 4;

  /// @throws IllegalArgumentException if there is not a row of shades and words for each row, a cell for each column
  public Matrix {
    int width = columns.size();
    if (shades.length != rows.size() || said.length != rows.size() || Arrays.stream(shades).anyMatch(row -> row.length != width)
        || Arrays.stream(said).anyMatch(row -> row.length != width)) {
      throw new IllegalArgumentException("a matrix of " + rows.size() + " rows and " + width + " columns needs as many shades and words");
    }
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    legend = List.copyOf(legend);
  }

  /// A matrix of numbers: the least is paper, the most is full; by factors where the axis of values is logarithmic.
  public static Matrix of(String title, Axis down, List<String> rows, Axis across, List<String> columns, Axis values, double[][] numbers) {
    double[] all = Arrays.stream(numbers).flatMapToDouble(Arrays::stream).filter(values::shows).sorted().toArray();
    boolean different = all.length > 0 && all[0] < all[all.length - 1];
    Span span = different ? new Span(values, all[0], all[all.length - 1]) : Span.around(values, Arrays.stream(all));
    double[][] shades = new double[numbers.length][];
    String[][] said = new String[numbers.length][];
    for (int r = 0; r < numbers.length; r++) {
      double[] row = numbers[r];
      shades[r] = Arrays.stream(row).map(v -> values.shows(v) ? Math.clamp(span.share(v), 0, 1) : Double.NaN).toArray();
      int at = r;
      said[r] = IntStream.range(0, row.length).mapToObj(c -> rows.get(at) + ", " + across.label().english() + " " + columns.get(c) + ": "
          + Numbers.text(row[c], 4) + (values.unit().isEmpty() ? "" : " " + values.unit())).toArray(String[]::new);
    }
    return new Matrix(Words.of(title, ""), down, rows, across, columns, shades, said, false,
        List.of(Numbers.text(span.from(), 2), values.title().english(), Numbers.text(span.to(), 2)));
  }

  /// With words under it.
  public Matrix note(String note) {
    return new Matrix(Words.of(words.title().english(), note), down, rows, across, columns, shades, said, printed, legend);
  }

  @Override
  public Tag drawing() {
    Text corner = down.title().then(" ↓");
    double left = Math.max(10 + widest(rows), 12 + 1.1 * Svg.width(corner));
    double cell = (Svg.WIDTH - left - 4) / Math.max(1, columns.size());
    boolean wide = columns.size() > 2 * rows.size();
    double high = wide ? Math.clamp((double) TALL / 2 / Math.max(1, rows.size()), 4, 18) : Math.min(cell, 60);
    boolean turned = widest(columns) > cell - 2 && columns.size() <= NAMED;
    double top = 20 + (turned ? widest(columns) * 0.8 + 6 : 16);
    double bottom = top + high * rows.size();
    Svg svg = Svg.root().text(left, 13, "start", "name", across.title().then(" →")).text(left - 5, top - 5, "end", "name", corner);
    names(svg, left, top, cell, high, turned);
    if (mapped()) {
      int[] colours = Arrays.stream(shades).flatMapToDouble(Arrays::stream)
          .mapToInt(shade -> Double.isFinite(shade) ? Colours.sequence(shade) : 0).toArray();
      svg.image(left, top, cell * columns.size(), high * rows.size(), "pixels", Picture.address(columns.size(), rows.size(), colours));
    } else {
      cells(svg, left, top, cell, high);
    }
    if (legend.size() == 3) {
      legend(svg, left, bottom + 20);
    }
    return svg.finish(bottom + (legend.size() == 3 ? 28 : 4), words.title().then(": ").then(down.title()).then(" down, ").then(across.title())
        .then(" across"));
  }

  private boolean mapped() {
    return rows.size() * columns.size() > MOST_CELLS;
  }

  private static double widest(List<String> names) {
    return names.stream().mapToDouble(name -> Svg.width(Svg.shortened(name, LONGEST))).max().orElse(Svg.width("1"));
  }

  private void names(Svg svg, double left, double top, double cell, double high, boolean turned) {
    int every = Math.max(1, (int) Math.ceil((rows.size() > 3 * NAMED ? 18 : 11) / high));
    for (int r = 0; r < rows.size(); r += every) {
      svg.text(left - 5, top + (r + 0.5) * high + 4, "end", "tick", Svg.shortened(rows.get(r), LONGEST));
    }
    int skip = Math.max(1, (int) Math.ceil((turned ? 12 : widest(columns) + 6) / cell));
    // A narrow column's name would run into the word in the corner.
    int first = 0;
    while (!turned && first < columns.size() && (first + 0.5) * cell < Svg.width(Svg.shortened(columns.get(first), LONGEST)) / 2) {
      first++;
    }
    for (int c = first; c < columns.size(); c += skip) {
      double x = left + (c + 0.5) * cell;
      String name = Svg.shortened(columns.get(c), LONGEST);
      if (turned) {
        svg.in(Tag.of("g").with("transform", "translate(" + Tag.place(x + 3) + " " + Tag.place(top - 5) + ") rotate(-55)"))
            .text(0, 0, "start", "tick", name);
      } else {
        svg.text(x, top - 5, "middle", "tick", name);
      }
    }
  }

  private void cells(Svg svg, double left, double top, double cell, double high) {
    boolean fits = printed && Arrays.stream(said).flatMap(Arrays::stream).mapToDouble(words -> Svg.width(inside(words))).max().orElse(0) < cell;
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        double shade = shades[r][c];
        if (!Double.isFinite(shade)) {
          continue;
        }
        svg.in(Tag.of("g").with("class", "tell").with("fill-opacity", opacity(shade))).tells(Text.same(said[r][c]))
            .rect(left + c * cell, top + r * high, cell - gap(cell), high - gap(high), "cell");
        if (fits && !inside(said[r][c]).isEmpty()) {
          svg.text(left + (c + 0.5) * cell, top + (r + 0.5) * high + 4, "middle", shade > 0.55 ? "in full" : "in", inside(said[r][c]));
        }
      }
    }
  }

  private void legend(Svg svg, double left, double y) {
    double from = left + Svg.width(legend.getFirst()) + 6;
    svg.text(left, y, "start", "tick", legend.getFirst());
    for (int i = 0; i < STEPS; i++) {
      double share = i / (STEPS - 1.0);
      Tag step = Tag.of("g").with("fill-opacity", mapped() ? "1.0" : opacity(share));
      svg.in(mapped() ? step.with("style", "--heat:" + Colours.css(Colours.sequence(share))) : step).rect(from + STEP * i, y - 9, STEP, 10, "cell");
    }
    svg.text(from + STEP * STEPS + 6, y, "start", "tick", legend.getLast() + "   " + legend.get(1));
  }

  private static String opacity(double shade) {
    return String.valueOf(Math.round(100 * Math.clamp(shade, 0, 1)) / 100.0);
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
