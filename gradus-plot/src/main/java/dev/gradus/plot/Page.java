package dev.gradus.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// An HTML page in one file, which asks the network for nothing and is legible in light and dark, on a desk and on a phone.
///
/// @param title in the window's head
/// @param bar what stands above the page
/// @param style CSS of its own beside that of all pages
/// @param parts from top to bottom
public record Page(Text title, List<Tag> bar, String style, List<Tag> parts) {
  public Page {
    bar = List.copyOf(bar);
    parts = List.copyOf(parts);
  }

  /// A page of a heading alone.
  public static Page of(String title) {
    return new Page(Text.same(title), List.of(), "", List.of(Tag.of("h1", title)));
  }

  /// An empty page in both languages, with a bar to choose one of them, and light or dark.
  ///
  /// @param place what the page belongs to
  /// @param style CSS of its own
  public static Page of(Text title, Tag place, String style) {
    Tag choice = Tag.of("span").add(Tag.of("button", "English").with("data-speak", "en"), Tag.of("button", "한국어").with("data-speak", "ko"),
        Tag.of("button", "◐").with("data-light", "").with("aria-label", "light or dark"));
    return new Page(title, List.of(Tag.of("nav").add(place, choice)), style, List.of());
  }

  /// With words under the title.
  public Page lead(String text) {
    return plus(Tag.of("p", text).with("class", "lead"));
  }

  /// With the few figures that matter most, large: a name and a value in turns.
  public Page highlights(List<String> namesAndValues) {
    Tag list = Tag.of("dl").with("class", "highlights");
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      list.add(Tag.of("div").add(Tag.of("dt", namesAndValues.get(i)), Tag.of("dd", namesAndValues.get(i + 1))));
    }
    return plus(list);
  }

  /// With a section. Figures stand beside each other where there is room; give them one after another.
  public Page section(String heading, Tag... content) {
    return plus(Tag.of("section").add(Tag.of("h2", heading)).add(Tag.of("div").with("class", "figures").add(content)));
  }

  /// With a section that is closed until its heading is clicked.
  public Page closed(String heading, Tag... content) {
    return plus(Tag.of("details").add(Tag.of("summary", heading)).add(content));
  }

  /// With more of any kind.
  public Page plus(Tag... more) {
    return new Page(title, bar, style, Stream.concat(parts.stream(), Stream.of(more)).toList());
  }

  /// Parts of a section that stand under each other beside a higher one.
  public static Tag stack(Tag... parts) {
    return Tag.of("div").with("class", "stack").add(parts);
  }

  /// The whole file.
  public String html() {
    Tag head = Tag.of("head").add(Tag.of("meta").with("charset", "utf-8"),
        Tag.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
        Tag.of("meta").with("name", "color-scheme").with("content", "light dark"),
        // Should text ever slip in as markup, it could neither run nor fetch.
        Tag.of("meta").with("http-equiv", "Content-Security-Policy").with("content",
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"),
        Tag.of("title", title.english()),
        Tag.of("style").raw(resource("plot.css") + resource("page.css") + style));
    List<Tag> body = new ArrayList<>(bar);
    body.addAll(List.of(Tag.of("main").add(parts.toArray(Tag[]::new)), Tag.of("div").with("id", "tip"), Tag.of("script").raw(resource("page.js"))));
    return "<!doctype html>\n" + Tag.of("html").with("lang", "en").add(head, Tag.of("body").add(body.toArray(Tag[]::new))).html() + "\n";
  }

  /// Writes the file, whole or not at all.
  public void write(Path file) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    Files.writeString(partial, html());
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
