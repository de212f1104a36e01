package dev.gradus.plot;

import java.util.List;

/// What the page's script needs to say which values are under the pointer.
record PlotData(Area area, List<Series> series) {
  String json() {
    StringBuilder json = new StringBuilder("{\"box\":[").append(Tag.place(area.left())).append(',').append(Tag.place(area.top()))
        .append(',').append(Tag.place(area.right())).append(',').append(Tag.place(area.bottom())).append("],\"x\":");
    span(json, area.across());
    json.append(",\"y\":");
    span(json, area.up());
    json.append(",\"series\":[");
    for (int i = 0; i < series.size(); i++) {
      Series one = series.get(i);
      json.append(i == 0 ? "{\"name\":" : ",{\"name\":");
      quoted(json, one.name());
      json.append(",\"look\":\"").append(one.look()).append("\",\"x\":");
      numbers(json, one.x(), area.across().axis());
      json.append(",\"y\":");
      numbers(json, one.y(), area.up().axis());
      json.append('}');
    }
    return json.append("]}").toString();
  }

  private static void span(StringBuilder json, Span span) {
    json.append("{\"from\":").append(span.from()).append(",\"to\":").append(span.to()).append(",\"log\":").append(span.axis().log())
        .append(",\"name\":");
    quoted(json, span.axis().label());
    json.append(",\"unit\":");
    quoted(json, span.axis().unit());
    json.append('}');
  }

  private static void numbers(StringBuilder json, double[] values, Axis axis) {
    json.append('[');
    for (int i = 0; i < values.length; i++) {
      json.append(i == 0 ? "" : ",").append(axis.shows(values[i]) ? Numbers.text(values[i], 5).replace(",", "") : "null");
    }
    json.append(']');
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
