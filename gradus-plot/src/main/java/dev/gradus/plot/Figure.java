package dev.gradus.plot;

/// Something that can be drawn into a page.
public sealed interface Figure permits Plot, Bars, HeatMap {
  /// The figure as an element, with its title and its note.
  Tag draw();

  /// A figure's element: title above, then the parts, then the note if there is one.
  static Tag framed(String title, String note, Tag... parts) {
    Tag figure = Tag.of("figure").add(Tag.of("figcaption", title)).add(parts);
    return note.isEmpty() ? figure : figure.add(Tag.of("p", note).with("class", "note"));
  }
}
