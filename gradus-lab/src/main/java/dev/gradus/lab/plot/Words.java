package dev.gradus.lab.plot;

import dev.gradus.lab.text.Text;
import dev.gradus.lab.text.Texts;

/// The words of an exhibit, among those of its experiment.
///
/// @param texts the experiment's words
/// @param key the exhibit's name
public record Words(Texts texts, String key) {
  public Text title() {
    return texts.text("plot." + key + ".title");
  }

  /// What to look at.
  public Text note() {
    return texts.text("plot." + key + ".note");
  }

  Text x() {
    return texts.text("plot." + key + ".x");
  }

  Text y() {
    return texts.text("plot." + key + ".y");
  }

  Text series(String series) {
    return texts.text("series." + series);
  }
}
