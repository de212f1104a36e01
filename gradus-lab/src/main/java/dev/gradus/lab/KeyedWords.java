package dev.gradus.lab;

import dev.gradus.plot.Text;
import dev.gradus.plot.Words;

/// The words of an exhibit, among those of its experiment.
///
/// @param texts the experiment's words
/// @param key the exhibit's name
record KeyedWords(Texts texts, String key) implements Words {
  @Override
  public Text title() {
    return texts.text("plot." + key + ".title");
  }

  @Override
  public Text note() {
    return texts.text("plot." + key + ".note");
  }

  @Override
  public Text x() {
    return texts.text("plot." + key + ".x");
  }

  @Override
  public Text y() {
    return texts.text("plot." + key + ".y");
  }

  @Override
  public Text series(String series) {
    return texts.text("series." + series);
  }
}
