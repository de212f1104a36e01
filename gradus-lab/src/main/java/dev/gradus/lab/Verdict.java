package dev.gradus.lab;

import dev.gradus.plot.Text;

/// What the figures say about a claim.
public enum Verdict {
  /// Every condition of the rule held.
  HELD("held", new Text("held", "성립")),
  /// Every condition was contradicted.
  NOT_HELD("not held", new Text("not held", "성립하지 않음")),
  /// Some conditions held and others were contradicted.
  DEPENDS("depends", new Text("depends", "경우에 따라 다름")),
  /// The intervals are too wide to say.
  INCONCLUSIVE("inconclusive", new Text("inconclusive", "판단 보류"));

  private final String word;
  private final Text text;

  Verdict(String word, Text text) {
    this.word = word;
    this.text = text;
  }

  /// As reports say it.
  public String word() {
    return word;
  }

  public Text text() {
    return text;
  }
}
