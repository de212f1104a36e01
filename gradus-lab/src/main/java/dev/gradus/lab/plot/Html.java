package dev.gradus.lab.plot;

import dev.gradus.lab.text.Language;
import dev.gradus.lab.text.Text;

/// Words in pages.
public final class Html {
  private Html() {}

  /// Words in both languages, of which the page shows one.
  public static String both(Text text) {
    if (text.english().equals(text.korean())) {
      return Svg.escape(text.english());
    }
    StringBuilder html = new StringBuilder();
    for (Language language : Language.values()) {
      html.append("<span lang=\"").append(language.code()).append("\">").append(Svg.escape(text.in(language))).append("</span>");
    }
    return html.toString();
  }

  /// The style of plots.
  public static String plotStyle() {
    return Svg.style();
  }
}
