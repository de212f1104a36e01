package dev.gradus.lab.plot;

import dev.gradus.lab.text.Language;
import dev.gradus.lab.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// An SVG picture being drawn. Words that differ by language are drawn once in each, and a style shows one.
final class Svg {
  static final double WIDTH = 440;
  static final double LINE = 16;
  private static final double LATIN = 6.7;
  private static final double WIDE = 12.5;

  private final StringBuilder out = new StringBuilder();

  /// A picture that is a file of its own: with colours, in English, without what only a page's script reads.
  static String alone(String drawn) {
    String svg = drawn.replaceAll(" data-[a-z]+=\"[^\"]*\"", "");
    int end = svg.indexOf('>') + 1;
    String style = style() + "[lang=ko]{display:none}.plot{background:var(--paper)}";
    return svg.substring(0, end) + "<style>" + style + "</style>" + svg.substring(end);
  }

  /// The style of plots, which pages have too.
  static String style() {
    try (InputStream stream = Svg.class.getResourceAsStream("plot.css")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }

  /// A number in a picture's units.
  static String unit(double number) {
    String text = String.format(Locale.ROOT, "%.1f", number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /// About how wide words are in the usual size, in the language in which they are wider.
  static double width(Text text) {
    return Math.max(width(text.english()), width(text.korean()));
  }

  static double width(String text) {
    return text.codePoints().mapToDouble(point -> point >= 0x3000 ? WIDE : LATIN).sum();
  }

  /// Words in lines that fit.
  static List<String> wrap(String text, double room) {
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

  static int lines(Text text, double room) {
    return Math.max(wrap(text.english(), room).size(), wrap(text.korean(), room).size());
  }

  Svg raw(String text) {
    out.append(text);
    return this;
  }

  /// The beginning of an element.
  ///
  /// @param attributes names and values in turns, values as text, or as numbers in the picture's units
  Svg open(String element, Object... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      out.append(' ').append(attributes[i]).append("=\"").append(value instanceof Double number ? unit(number) : escape(value.toString())).append('"');
    }
    return raw(">");
  }

  Svg close(String element) {
    return raw("</" + element + ">");
  }

  /// An element with nothing in it.
  Svg tag(String element, Object... attributes) {
    open(element, attributes);
    out.setLength(out.length() - 1);
    return raw("/>");
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    return tag("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", style);
  }

  Svg rect(double x, double y, double width, double height, String style) {
    return tag("rect", "x", x, "y", y, "width", width, "height", height, "class", style);
  }

  Svg circle(double x, double y, double radius, String style) {
    return tag("circle", "cx", x, "cy", y, "r", radius, "class", style);
  }

  Svg path(String style, String d) {
    return tag("path", "class", style, "d", d);
  }

  /// A picture of pixels, stretched over a rectangle.
  Svg image(double x, double y, double width, double height, String style, String address, Object... attributes) {
    Object[] place = {"class", style, "x", x, "y", y, "width", width, "height", height, "preserveAspectRatio", "none", "href", address};
    return tag("image", Stream.of(place, attributes).flatMap(Arrays::stream).toArray());
  }

  /// Words at a place.
  ///
  /// @param anchor start, middle or end
  Svg text(double x, double y, String anchor, String style, Text text) {
    if (text.english().equals(text.korean())) {
      return text(x, y, anchor, style, List.of(text.english()));
    }
    for (Language language : Language.values()) {
      text(x, y, anchor, style, List.of(text.in(language)), "lang", language.code());
    }
    return this;
  }

  /// Words in lines that fit.
  Svg wrapped(double x, double y, String anchor, String style, Text text, double room) {
    if (text.english().equals(text.korean())) {
      return text(x, y, anchor, style, wrap(text.english(), room));
    }
    for (Language language : Language.values()) {
      text(x, y, anchor, style, wrap(text.in(language), room), "lang", language.code());
    }
    return this;
  }

  private Svg text(double x, double y, String anchor, String style, List<String> lines, Object... attributes) {
    Object[] usual = {"x", x, "y", y, "text-anchor", anchor, "class", style};
    open("text", Stream.of(usual, attributes).flatMap(Arrays::stream).toArray()).raw(escape(lines.getFirst()));
    lines.stream().skip(1).forEach(line -> open("tspan", "x", x, "dy", LINE).raw(escape(line)).close("tspan"));
    return close("text");
  }

  /// The picture.
  ///
  /// @param attributes more of the root's, names and values in turns
  String finish(double height, Text title, Object... attributes) {
    Object[] usual = {
      "xmlns", "http://www.w3.org/2000/svg", "class", "plot", "viewBox", "0 0 " + unit(WIDTH) + " " + unit(height), "role", "img", "aria-label",
      title.english()
    };
    return new Svg().open("svg", Stream.of(usual, attributes).flatMap(Arrays::stream).toArray()).raw(out.toString()).close("svg").out.toString();
  }
}
