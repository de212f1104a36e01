package dev.gradus.plot;

import java.util.ArrayList;
import java.util.List;

/// A drawing being made, 440 units wide. Words that differ by language are drawn once in each, and a style shows one.
final class Svg {
  static final double WIDTH = 440;
  static final double LINE = 16;
  private static final double LATIN = 6.7;
  private static final double WIDE = 12.5;

  private final Tag tag;

  private Svg(Tag tag) {
    this.tag = tag;
  }

  static Svg root() {
    return new Svg(Tag.of("svg"));
  }

  /// A drawing as a file of its own: with colours, in English, without what only a page's script reads.
  static String alone(Tag drawing) {
    String svg = drawing.html().replaceAll(" data-[a-z]+=\"[^\"]*\"", "");
    int end = svg.indexOf('>') + 1;
    return svg.substring(0, end) + "<style>" + Page.resource("plot.css") + "[lang=ko]{display:none}.plot{background:var(--card)}</style>"
        + svg.substring(end);
  }

  /// About how wide words are in the usual size, in the language in which they are wider.
  static double width(Text text) {
    return Math.max(width(text.english()), width(text.korean()));
  }

  static double width(String text) {
    return text.codePoints().mapToDouble(point -> point >= 0x3000 ? WIDE : LATIN).sum();
  }

  /// At most so many letters of a text.
  static String shortened(String text, int most) {
    return text.length() <= most ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.min(most - 1, text.codePointCount(0, text.length())))) + "…";
  }

  /// How many lines words take.
  static int lines(Text text, double room) {
    return Math.max(wrap(text.english(), room).size(), wrap(text.korean(), room).size());
  }

  private static List<String> wrap(String text, double room) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && width(line + " " + word) > room) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// An element drawn next, to draw into.
  Svg in(Tag child) {
    tag.add(child);
    return new Svg(child);
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    tag.add(Tag.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2).with("class", style));
    return this;
  }

  Svg rect(double x, double y, double width, double height, String style) {
    tag.add(Tag.of("rect").with("x", x).with("y", y).with("width", width).with("height", height).with("class", style));
    return this;
  }

  Svg circle(double x, double y, double radius, String style) {
    tag.add(Tag.of("circle").with("cx", x).with("cy", y).with("r", radius).with("class", style));
    return this;
  }

  Svg path(String style, String d) {
    tag.add(Tag.of("path").with("class", style).with("d", d));
    return this;
  }

  /// A picture of pixels, stretched over a rectangle.
  Tag image(double x, double y, double width, double height, String style, String address) {
    Tag image = Tag.of("image").with("class", style).with("x", x).with("y", y).with("width", width).with("height", height)
        .with("preserveAspectRatio", "none").with("href", address);
    tag.add(image);
    return image;
  }

  /// What is told when the pointer is on this.
  Svg tells(Text words) {
    for (Language language : words.languages()) {
      tag.add(localised("title", words, language).text(words.in(language)));
    }
    return this;
  }

  Svg text(double x, double y, String anchor, String style, String text) {
    return text(x, y, anchor, style, Text.same(text), Double.POSITIVE_INFINITY);
  }

  Svg text(double x, double y, String anchor, String style, Text text) {
    return text(x, y, anchor, style, text, Double.POSITIVE_INFINITY);
  }

  /// Words in lines that fit.
  ///
  /// @param anchor start, middle or end
  Svg text(double x, double y, String anchor, String style, Text text, double room) {
    for (Language language : text.languages()) {
      List<String> lines = wrap(text.in(language), room);
      Tag words = localised("text", text, language).with("x", x).with("y", y).with("text-anchor", anchor).with("class", style)
          .text(lines.getFirst());
      lines.stream().skip(1).forEach(line -> words.add(Tag.of("tspan", line).with("x", x).with("dy", LINE)));
      tag.add(words);
    }
    return this;
  }

  private static Tag localised(String name, Text text, Language language) {
    return text.differs() ? Tag.of(name).with("lang", language.code()) : Tag.of(name);
  }

  /// The drawing.
  ///
  /// @param about for those who can't see it
  Tag finish(double height, Text about) {
    return tag.with("xmlns", "http://www.w3.org/2000/svg").with("class", "plot")
        .with("viewBox", "0 0 " + Tag.place(WIDTH) + " " + Tag.place(height)).with("role", "img").with("aria-label", about.english());
  }
}
