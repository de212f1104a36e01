/// Gradus plot: figures and pages that stand alone, as HTML with drawings inside.
module dev.gradus.plot {
  // ImageIO, for pictures in pages.
  requires java.desktop;

  exports dev.gradus.plot;
}
