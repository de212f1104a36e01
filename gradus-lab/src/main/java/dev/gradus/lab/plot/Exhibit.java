package dev.gradus.lab.plot;

import java.util.Optional;

/// Something that an experiment shows.
public sealed interface Exhibit permits DotPlot, Frames, HeatMap, LinePlot, PictureGrid, SurfacePlot, Table {
  /// Its words.
  Words words();

  /// What a page has of it, in both languages.
  String html();

  /// It as a picture that stands alone, if it is one.
  Optional<String> picture();
}
