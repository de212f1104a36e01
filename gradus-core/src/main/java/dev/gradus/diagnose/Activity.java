package dev.gradus.diagnose;

/// How many units of a ReLU layer are dead: 0 for all examples looked at, wherever in them.
///
/// @param layer its path
/// @param dead how many are
/// @param units how many there are: features, or channels
public record Activity(String layer, int dead, int units) {
  /// Whether no unit is alive.
  public boolean allDead() {
    return dead == units;
  }

  @Override
  public String toString() {
    return layer + " " + Math.round(100.0 * dead / units) + "%";
  }
}
