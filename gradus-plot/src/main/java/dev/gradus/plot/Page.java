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

/// An HTML page in one file, which asks the network for nothing and is legible in light and dark, on a desk and on a phone.
///
/// @param title in the page's head and the window's
/// @param parts from top to bottom
public record Page(String title, List<Tag> parts) {
  public Page {
    parts = List.copyOf(parts);
  }

  /// A page of a title alone.
  public static Page of(String title) {
    return new Page(title, List.of());
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
    return plus(Tag.of("section").add(Tag.of("h2", heading)).add(Tag.of("div").with("class", "grid").add(content)));
  }

  /// With a section that is closed until its heading is clicked.
  public Page closed(String heading, Tag... content) {
    return plus(Tag.of("details").add(Tag.of("summary", heading)).add(content));
  }

  /// Parts of a section that stand under each other beside a higher one.
  public static Tag stack(Tag... parts) {
    return Tag.of("div").with("class", "stack").add(parts);
  }

  private Page plus(Tag part) {
    List<Tag> all = new ArrayList<>(parts);
    all.add(part);
    return new Page(title, all);
  }

  /// The whole file.
  public String html() {
    Tag head = Tag.of("head").add(Tag.of("meta").with("charset", "utf-8"),
        Tag.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
        Tag.of("meta").with("name", "color-scheme").with("content", "light dark"),
        // Should text ever slip in as markup, it could neither run nor fetch.
        Tag.of("meta").with("http-equiv", "Content-Security-Policy").with("content",
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"),
        Tag.of("title", title), Tag.of("style").raw(resource("page.css")));
    Tag main = Tag.of("main").add(Tag.of("h1", title)).add(parts.toArray(Tag[]::new));
    Tag body = Tag.of("body").add(main, Tag.of("div").with("id", "tip"), Tag.of("script").raw(resource("page.js")));
    return "<!doctype html>\n" + Tag.of("html").with("lang", "en").add(head, body).html() + "\n";
  }

  /// Writes the file, whole or not at all.
  public void write(Path file) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    Files.writeString(partial, html());
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
