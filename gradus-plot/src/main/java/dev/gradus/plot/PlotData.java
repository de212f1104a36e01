package dev.gradus.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/// What the page's script needs to say which values are under the pointer.
record PlotData(Frame frame, List<Series> series) {
  String json() {
    StringBuilder json = new StringBuilder("{\"box\":[").append(Tag.place(frame.left())).append(',').append(Tag.place(frame.top())).append(',')
        .append(Tag.place(frame.left() + frame.width())).append(',').append(Tag.place(frame.top() + frame.height())).append("],\"x\":");
    span(json, frame.across());
    json.append(",\"y\":");
    span(json, frame.up());
    json.append(",\"series\":[");
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      json.append(i == 0 ? "{\"name\":" : ",{\"name\":");
      words(json, one.name());
      json.append(",\"look\":\"").append(one.look()).append('"');
      numbers(json, "x", one.x(), frame.across().axis());
      numbers(json, "y", one.y(), frame.up().axis());
      numbers(json, "low", one.low(), frame.up().axis());
      numbers(json, "high", one.high(), frame.up().axis());
      json.append('}');
    }
    return json.append("]}").toString();
  }

  private static void span(StringBuilder json, Span span) {
    json.append("{\"from\":").append(span.from()).append(",\"to\":").append(span.to()).append(",\"log\":").append(span.axis().log())
        .append(",\"name\":");
    words(json, span.axis().label());
    json.append(",\"unit\":");
    quoted(json, span.axis().unit());
    json.append('}');
  }

  private static void numbers(StringBuilder json, String name, double[] values, Axis axis) {
    if (values.length == 0 && !name.equals("x") && !name.equals("y")) {
      return;
    }
    json.append(",\"").append(name).append("\":[");
    for (int i = 0; i < values.length; i++) {
      json.append(i == 0 ? "" : ",").append(axis.shows(values[i]) ? number(values[i]) : "null");
    }
    json.append(']');
  }

  private static String number(double value) {
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(5)).stripTrailingZeros();
    return rounded.scale() < 0 && rounded.scale() > -9 ? rounded.toPlainString() : rounded.toString();
  }

  private static void words(StringBuilder json, Text text) {
    if (!text.differs()) {
      quoted(json, text.english());
      return;
    }
    for (Language language : Language.values()) {
      json.append(language.ordinal() == 0 ? '{' : ',').append('"').append(language.code()).append("\":");
      quoted(json, text.in(language));
    }
    json.append('}');
  }

  private static void quoted(StringBuilder json, String text) {
    json.append('"');
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(' ');
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
