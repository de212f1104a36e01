package dev.gradus.plot;

import java.util.function.Function;

/// What an exhibit says, by key or as it is.
public interface Words {
  Text title();

  /// What to look at; empty for nothing to say.
  Text note();

  /// What is measured along the x axis, with its unit.
  Text x();

  /// What is measured along the y axis, with its unit.
  Text y();

  /// The name of a series, a row or a column.
  Text series(String key);

  /// Words of one language: a series is called by its key, and what the axes measure they say themselves.
  static Words of(String title, String note) {
    return new Plain(Text.same(title), Text.same(note), Text::same);
  }

  /// Words as they are given, without axes.
  record Plain(Text title, Text note, Function<String, Text> names) implements Words {
    @Override
    public Text x() {
      return Text.same("");
    }

    @Override
    public Text y() {
      return Text.same("");
    }

    @Override
    public Text series(String key) {
      return names.apply(key);
    }
  }
}
