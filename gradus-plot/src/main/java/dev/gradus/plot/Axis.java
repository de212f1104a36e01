package dev.gradus.plot;

import java.util.Optional;

/// What a direction of a figure means, and how far it goes.
///
/// @param label what is measured
/// @param unit in which; empty if it has none, or the label says it
/// @param log whether equal steps are equal factors; what is not above 0 is then left out
/// @param wholeOnly whether only whole numbers are marked
/// @param from where it begins, if not where the data do
/// @param to where it ends, if not where the data do
public record Axis(Text label, String unit, boolean log, boolean wholeOnly, Optional<Double> from, Optional<Double> to) {
  /// Larger values are off the figure, so that differences of values stay finite.
  static final double LARGEST = 1e300;

  /// An axis of equal steps, as far as the data go.
  public static Axis of(String label) {
    return of(Text.same(label));
  }

  /// An axis of equal steps, as far as the data go.
  public static Axis of(Text label) {
    return new Axis(label, "", false, false, Optional.empty(), Optional.empty());
  }

  /// With a unit.
  public Axis in(String unit) {
    return new Axis(label, unit, log, wholeOnly, from, to);
  }

  /// With equal steps for equal factors.
  public Axis logarithmic() {
    return new Axis(label, unit, true, wholeOnly, from, to);
  }

  /// With marks at whole numbers only.
  public Axis whole() {
    return new Axis(label, unit, log, true, from, to);
  }

  /// With both ends given.
  public Axis between(double from, double to) {
    return new Axis(label, unit, log, wholeOnly, Optional.of(from), Optional.of(to));
  }

  /// With its begin given.
  public Axis from(double from) {
    return new Axis(label, unit, log, wholeOnly, Optional.of(from), to);
  }

  /// The words beside the axis.
  Text title() {
    return unit.isEmpty() ? label : label.then(" (" + unit + ")");
  }

  boolean shows(double value) {
    return Math.abs(value) <= LARGEST && (!log || value >= Double.MIN_NORMAL);
  }

  /// A number whose differences are distances along the axis.
  double place(double value) {
    return log ? Math.log10(value) : value;
  }

  /// The value at a place.
  double at(double place) {
    return log ? Math.clamp(Math.pow(10, place), Double.MIN_NORMAL, LARGEST) : place;
  }
}
