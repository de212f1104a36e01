package dev.gradus.plot;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/// A bar for each of some names, one under the other.
///
/// @param values one for each name; bars of what is below 0 go to the left
/// @param words how a value is written at its bar
/// @param axis what is measured
public record Bars(String title, String note, Axis axis, List<String> names, double[] values, DoubleFunction<String> words)
    implements Figure {
  private static final int WIDTH = 420;
  private static final int ROW = 22;
  private static final int LONGEST = 22;
  private static final double LETTER = 7.6;

  /// @throws IllegalArgumentException if there is not one value for each name
  public Bars {
    if (names.size() != values.length) {
      throw new IllegalArgumentException(names.size() + " names and " + values.length + " values");
    }
    names = List.copyOf(names);
  }

  /// Bars with their numbers, to four digits.
  public static Bars of(String title, Axis axis, List<String> names, double[] values) {
    return new Bars(title, "", axis, names, values, Numbers::text);
  }

  /// With words under it.
  public Bars note(String note) {
    return new Bars(title, note, axis, names, values, words);
  }

  /// With other words at the bars.
  public Bars words(DoubleFunction<String> words) {
    return new Bars(title, note, axis, names, values, words);
  }

  @Override
  public Tag draw() {
    double left = 10 + LETTER * names.stream().mapToInt(name -> shortened(name, LONGEST).length()).max().orElse(0);
    double right = WIDTH - 10 - LETTER * DoubleStream.of(values).mapToInt(v -> words.apply(v).length()).max().orElse(0);
    double most = DoubleStream.of(values).filter(Double::isFinite).map(Math::abs).max().orElse(1);
    boolean below = DoubleStream.of(values).anyMatch(v -> v < 0);
    double zero = below ? (left + right) / 2 : left;
    double unit = most == 0 ? 0 : (right - zero) / most;
    int height = ROW * names.size() + 24;
    Tag svg = Tag.of("svg").with("viewBox", "0 0 " + WIDTH + " " + height).with("role", "img").with("aria-label", title);
    for (int i = 0; i < values.length; i++) {
      double y = i * ROW;
      svg.add(Area.words(shortened(names.get(i), LONGEST), left - 7, y + 15, "end").add(Tag.of("title", names.get(i))));
      double length = Double.isFinite(values[i]) ? values[i] * unit : 0;
      svg.add(Tag.of("rect").with("class", "bar c0").with("x", Math.min(zero, zero + length)).with("y", y + 4)
          .with("width", Math.abs(length)).with("height", ROW - 8).with("rx", 2));
      svg.add(Area.words(words.apply(values[i]), Math.max(zero, zero + length) + 5, y + 15, "start").with("class", "strong"));
    }
    svg.add(Tag.of("path").with("class", "edge").with("d", "M" + Tag.place(zero) + " 0V" + (height - 22)));
    svg.add(Area.words(axis.title(), (left + WIDTH) / 2, height - 5, "middle").with("class", "title"));
    return Figure.framed(title, note, svg);
  }

  static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, text.offsetByCodePoints(0, Math.min(most - 1, text.codePointCount(0, text.length())))) + "…";
  }
}
