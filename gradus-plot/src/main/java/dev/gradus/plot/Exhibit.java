package dev.gradus.plot;

import java.util.Optional;

/// Something to look at in a page.
public sealed interface Exhibit permits Bars, DotPlot, Frames, HeatMap, Matrix, PictureGrid, Plot, SurfacePlot, Table {
  Words words();

  /// It by itself.
  Tag drawing();

  /// It with its title above and its note beneath.
  default Tag draw() {
    Tag figure = Tag.of("figure").add(Tag.of("figcaption", words().title()), drawing());
    return words().note().equals(Text.same("")) ? figure : figure.add(Tag.of("p", words().note()).with("class", "note"));
  }

  /// It as a picture in English that stands alone, if it is a picture.
  default Optional<String> picture() {
    Tag drawing = drawing();
    return drawing.is("svg") ? Optional.of(Svg.alone(drawing)) : Optional.empty();
  }
}
