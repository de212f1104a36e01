package dev.gradus.plot;

import java.util.List;

/// The same words in both languages.
public record Text(String english, String korean) {
  /// What is written alike in both: a number, a formula, a name, or words of a page in one language.
  public static Text same(String words) {
    return new Text(words, words);
  }

  /// A number, rounded for reading.
  public static Text of(double number) {
    return same(Numbers.text(number));
  }

  public String in(Language language) {
    return switch (language) {
      case ENGLISH -> english;
      case KOREAN -> korean;
    };
  }

  /// One after the other.
  public Text then(Text next) {
    return new Text(english + next.english, korean + next.korean);
  }

  public Text then(String next) {
    return then(same(next));
  }

  boolean differs() {
    return !english.equals(korean);
  }

  /// The languages to write it in: one, where both say the same.
  List<Language> languages() {
    return differs() ? List.of(Language.values()) : List.of(Language.ENGLISH);
  }
}
