package dev.gradus.random;

/// The number from which everything random in a model and its training follows.
public record Seed(long value) {
  /// A seed.
  public static Seed seed(long value) {
    return new Seed(value);
  }
}
