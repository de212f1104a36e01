/// What an experiment shows: plots as SVG in both languages at once, which a page makes interactive and which stand alone as pictures.
///
/// Read first: [LinePlot]. Everything is 440 units wide, so that words stay legible at a phone's width. Series differ by colour, dash
/// and marker, so that no one needs to tell colours apart.
///
/// Not the figures of gradus-plot, which speak one language and know neither bands, paths, contours, surfaces nor sliders.
package dev.gradus.lab.plot;
