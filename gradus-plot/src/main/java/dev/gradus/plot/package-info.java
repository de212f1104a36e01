/// Figures and pages to look at, in one HTML file that needs no network: drawings are SVG in the page, pictures are PNG in it.
///
/// Begin with [Page], which holds sections of [Figure]s and other [Tag]s:
///
///     Plot loss = Plot.of("Loss by epoch", Axis.of("epoch").whole(), Axis.of("loss"))
///         .line("training", epochs, training).line("validation", epochs, validation);
///     Page.of("Run 7").section("Training", loss.draw()).write(Path.of("report.html"));
///
/// Figures are drawn for a width that fits a phone; a page puts several beside each other where there is room. Colours are told
/// apart with any colour sight and follow the reader's light or dark setting. All text is escaped. The same data give the same bytes.
package dev.gradus.plot;
