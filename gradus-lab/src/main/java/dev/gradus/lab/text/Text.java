package dev.gradus.lab.text;

/// The same words in both languages.
public record Text(String english, String korean) {
  /// What is written alike in both: a number, a formula, a name.
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
}
