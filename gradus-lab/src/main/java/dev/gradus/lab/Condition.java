package dev.gradus.lab;

import dev.gradus.GradusException;
import dev.gradus.plot.Numbers;
import dev.gradus.plot.Text;

/// Where a figure must lie for a claim to hold. The bound is the smallest effect that counts.
///
/// @param key the figure's
/// @param low the figure must be above it; -∞ for no bound
/// @param high the figure must be below it; ∞ for no bound
public record Condition(String key, double low, double high) {
  public Condition {
    if (!(low < high) || low == Double.NEGATIVE_INFINITY && high == Double.POSITIVE_INFINITY) {
      throw new GradusException("the condition on \"" + key + "\" leaves nothing open: from " + low + " to " + high);
    }
  }

  /// The figure is above a bound.
  public static Condition above(String key, double bound) {
    return new Condition(key, bound, Double.POSITIVE_INFINITY);
  }

  /// The figure is below a bound.
  public static Condition below(String key, double bound) {
    return new Condition(key, Double.NEGATIVE_INFINITY, bound);
  }

  /// The figure is between two bounds.
  public static Condition between(String key, double low, double high) {
    return new Condition(key, low, high);
  }

  /// [Verdict#HELD] if the figure's whole interval lies within the bounds, [Verdict#NOT_HELD] if all of it lies outside, else
  /// [Verdict#INCONCLUSIVE].
  ///
  /// @throws GradusException if the figure is a time, which no verdict may depend on
  public Verdict judge(Figure figure) {
    if (figure.kind() == Figure.Kind.TIMED) {
      throw new GradusException("no verdict may depend on \"" + key + "\", which is a time and another one at each run");
    }
    Interval interval = figure.interval();
    if (interval.low() > low && interval.high() < high) {
      return Verdict.HELD;
    }
    return interval.high() <= low || interval.low() >= high ? Verdict.NOT_HELD : Verdict.INCONCLUSIVE;
  }

  /// In words, such as `accuracy gained > 0.01`.
  public Text text(Text name) {
    if (high == Double.POSITIVE_INFINITY) {
      return name.then(" > " + Numbers.text(low));
    }
    return low == Double.NEGATIVE_INFINITY
        ? name.then(" < " + Numbers.text(high)) : Text.same(Numbers.text(low) + " < ").then(name).then(" < " + Numbers.text(high));
  }
}
