/// Figures and pages to look at, in one HTML file that needs no network: drawings are SVG in the page, pictures are PNG in it.
///
/// Begin with [Page], which holds sections of [Exhibit]s and other [Tag]s:
///
///     Plot loss = Plot.of("Loss by epoch", Axis.of("epoch").whole(), Axis.of("loss"))
///         .line("training", epochs, training).line("validation", epochs, validation);
///     Page.of("Run 7").section("Training", loss.draw()).write(Path.of("report.html"));
///
/// A page speaks one language or both at once: what it says is a [Text], and for an exhibit the [Words] that it looks up by key.
/// Drawings are 440 units wide, so that words stay legible at a phone's width, and stand alone as pictures too; a page puts several
/// beside each other where there is room. Colours are told apart with any colour sight, series by dash and marker besides, and all
/// follows the reader's light or dark setting. All text is escaped. The same data give the same bytes.
package dev.gradus.plot;
