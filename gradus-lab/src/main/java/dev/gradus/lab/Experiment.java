package dev.gradus.lab;

import dev.gradus.plot.Text;
import java.util.List;

/// Claims of the course put to the test: trains real networks, measures, draws, and is judged by a rule stated beforehand.
///
/// Its words are in two files beside the class, `NAME_en.properties` and `NAME_ko.properties`, with the keys
///
/// - `title`, `claim` (what is put to the test, a sentence), `method` (what is done, a paragraph), `reading` (what to see in it)
/// - `figure.KEY`: the name of each figure, with its unit
/// - `plot.KEY.title`, `plot.KEY.x`, `plot.KEY.y` (axes with units; not for pictures), `plot.KEY.note` (what to look at)
/// - `series.KEY`: what a line, a path, a row or a picture is
public interface Experiment {
  /// Its name on the command line, such as `learning-rate`.
  String name();

  /// The numbers of the course's claims that it puts to the test, 1 to [Claims#COUNT].
  List<Integer> claims();

  /// When the claim counts as held: stated before the run, a function of its figures alone.
  Rule rule();

  /// Does it. The same setting gives the same figures, but for those that are times.
  void run(Setting setting, Notebook notebook);

  /// Its words.
  default Texts texts() {
    return Texts.of(getClass(), name());
  }

  /// Its title.
  default Text title() {
    return texts().text("title");
  }

  /// What is put to the test.
  default Text claim() {
    return texts().text("claim");
  }
}
