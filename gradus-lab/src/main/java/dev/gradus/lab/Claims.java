package dev.gradus.lab;

import dev.gradus.plot.Text;

/// The numbered claims of the course.
public final class Claims {
  /// How many there are.
  public static final int COUNT = 26;

  private static final Texts WORDS = Texts.of(Claims.class, "claims");

  private Claims() {}

  /// What a claim says.
  ///
  /// @param number 1 to [#COUNT]
  /// @throws dev.gradus.GradusException if there is no such claim
  public static Text claim(int number) {
    return WORDS.text(String.valueOf(number));
  }
}
