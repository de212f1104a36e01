package dev.gradus.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// An element of HTML or SVG. Text and attributes are escaped here, so that nothing a page shows can change what it does.
public final class Tag {
  private static final Set<String> EMPTY = Set.of("br", "col", "hr", "img", "input", "link", "meta");

  private final String name;
  private final StringBuilder attributes = new StringBuilder();
  private final List<Object> content = new ArrayList<>();

  private Tag(String name) {
    this.name = name;
  }

  /// An element with nothing in it yet.
  public static Tag of(String name) {
    return new Tag(name);
  }

  /// An element of some text.
  public static Tag of(String name, String text) {
    return new Tag(name).text(text);
  }

  /// An element of some text.
  public static Tag of(String name, Text text) {
    return new Tag(name).text(text);
  }

  /// Adds an attribute, and gives this.
  public Tag with(String attribute, String value) {
    attributes.append(' ').append(attribute).append("=\"").append(escaped(value)).append('"');
    return this;
  }

  /// Adds an attribute of a length or place, to a tenth.
  Tag with(String attribute, double value) {
    return with(attribute, place(value));
  }

  /// Adds text, and gives this.
  public Tag text(String text) {
    return raw(escaped(text));
  }

  /// Adds text, in both languages if they differ, of which the page shows one; and gives this.
  public Tag text(Text text) {
    if (!text.differs()) {
      return text(text.english());
    }
    text.languages().forEach(language -> add(of("span", text.in(language)).with("lang", language.code())));
    return this;
  }

  /// Adds elements, and gives this.
  public Tag add(Tag... children) {
    content.addAll(List.of(children));
    return this;
  }

  /// Adds what is HTML, CSS or script already, and our own.
  Tag raw(String ours) {
    content.add(ours);
    return this;
  }

  boolean is(String name) {
    return this.name.equals(name);
  }

  /// The element as text.
  public String html() {
    StringBuilder html = new StringBuilder();
    write(html);
    return html.toString();
  }

  private void write(StringBuilder html) {
    html.append('<').append(name).append(attributes).append('>');
    if (EMPTY.contains(name)) {
      return;
    }
    for (Object part : content) {
      if (part instanceof Tag child) {
        child.write(html);
      } else {
        html.append(part);
      }
    }
    html.append("</").append(name).append('>');
  }

  /// A coordinate to a tenth, as short as it can be said.
  static String place(double value) {
    long tenths = Math.round(value * 10);
    String sign = tenths < 0 ? "-" : "";
    long size = Math.abs(tenths);
    return size % 10 == 0 ? sign + size / 10 : sign + size / 10 + "." + size % 10;
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        // Control characters have no place in HTML, and half a surrogate pair can't be encoded.
        default -> escaped.append(c < ' ' && c != '\n' && c != '\t' || isLone(text, i) ? '\ufffd' : c);
      }
    }
    return escaped.toString();
  }

  private static boolean isLone(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c) && (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1)))
        || Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
