package dev.gradus.plot;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/// A bar for each of some names, one under the other.
///
/// @param values one for each name; bars of what is below 0 go to the left
/// @param said how a value is written at its bar
/// @param axis what is measured
public record Bars(Words words, Axis axis, List<String> names, double[] values, DoubleFunction<String> said) implements Exhibit {
  private static final int ROW = 22;
  private static final int LONGEST = 24;

  /// @throws IllegalArgumentException if there is not one value for each name
  public Bars {
    if (names.size() != values.length) {
      throw new IllegalArgumentException(names.size() + " names and " + values.length + " values");
    }
    names = List.copyOf(names);
  }

  /// Bars with their numbers, to four digits.
  public static Bars of(String title, Axis axis, List<String> names, double[] values) {
    return new Bars(Words.of(title, ""), axis, names, values, value -> Numbers.text(value, 4));
  }

  /// With words under it.
  public Bars note(String note) {
    return new Bars(Words.of(words.title().english(), note), axis, names, values, said);
  }

  /// With other words at the bars.
  public Bars said(DoubleFunction<String> said) {
    return new Bars(words, axis, names, values, said);
  }

  @Override
  public Tag drawing() {
    double left = 16 + 1.1 * names.stream().mapToDouble(name -> Svg.width(Svg.shortened(name, LONGEST))).max().orElse(0);
    double right = Svg.WIDTH - 12 - DoubleStream.of(values).map(v -> Svg.width(said.apply(v))).max().orElse(0);
    double most = DoubleStream.of(values).filter(Double::isFinite).map(Math::abs).max().orElse(1);
    boolean below = DoubleStream.of(values).anyMatch(v -> v < 0);
    double zero = below ? (left + right) / 2 : left;
    double unit = most == 0 ? 0 : (right - zero) / most;
    double bottom = ROW * names.size();
    Svg svg = Svg.root();
    for (int i = 0; i < values.length; i++) {
      double y = i * ROW;
      double length = Double.isFinite(values[i]) ? values[i] * unit : 0;
      svg.in(Tag.of("g").with("class", "tell")).tells(Text.same(names.get(i) + ": " + said.apply(values[i])))
          .rect(0, y, Svg.WIDTH, ROW, "touch")
          .text(left - 7, y + 15, "end", "tick", Svg.shortened(names.get(i), LONGEST))
          .rect(Math.min(zero, zero + length), y + 4, Math.abs(length), ROW - 8, "bar")
          .text(Math.max(zero, zero + length) + 5, y + 15, "start", "label", said.apply(values[i]));
    }
    svg.line(zero, 0, zero, bottom + 2, "edge").text((left + Svg.WIDTH) / 2, bottom + 18, "middle", "name", axis.title());
    return svg.finish(bottom + 24, words.title().then(": ").then(axis.title()));
  }
}
