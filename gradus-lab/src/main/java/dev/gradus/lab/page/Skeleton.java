package dev.gradus.lab.page;

import dev.gradus.lab.plot.Html;
import dev.gradus.lab.text.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What all pages share: head, style, script, and the bar with languages and light.
final class Skeleton {
  private Skeleton() {}

  /// A page whose bar says what it belongs to.
  static String page(Text title, String body) {
    return page(title, "<b>" + Html.both(Page.WORDS.text("site")) + "</b>", body);
  }

  /// A page whose bar links to the index.
  static String linked(Text title, String body) {
    return page(title, "<a href=\"index.html\">" + Html.both(Page.WORDS.text("site")) + "</a>", body);
  }

  private static String page(Text title, String place, String body) {
    return "<!DOCTYPE html>\n<html lang=\"en\" data-lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,"
        + " initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>" + title.english().replace("<", "&lt;")
        + " · Gradus</title><link rel=\"icon\" href=\"data:,\"><style>" + Html.plotStyle() + read("page.css") + "</style></head>\n<body><nav>"
        + place + "<span><button data-set-lang=\"en\">English</button><button data-set-lang=\"ko\">한국어</button>"
        + "<button data-theme-switch aria-label=\"light or dark\">◐</button></span></nav>\n<main>" + body + "</main>\n<script>" + read("page.js")
        + "</script></body></html>\n";
  }

  private static String read(String name) {
    try (InputStream stream = Skeleton.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
