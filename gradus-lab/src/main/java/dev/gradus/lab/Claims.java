package dev.gradus.lab;

/// The numbered claims of the course.
public final class Claims {
  /// How many there are.
  public static final int COUNT = 26;

  private Claims() {}
}
