package dev.gradus.plot;

import java.util.Optional;

/// What a direction of a figure means, and how far it goes.
///
/// @param label what is measured
/// @param unit in which; empty if it has none
/// @param log whether equal steps are equal factors; what is not above 0 is then left out
/// @param wholeOnly whether only whole numbers are marked
/// @param from where it begins, if not where the data do
/// @param to where it ends, if not where the data do
public record Axis(String label, String unit, boolean log, boolean wholeOnly, Optional<Double> from, Optional<Double> to) {
  /// An axis of equal steps, as far as the data go.
  public static Axis of(String label) {
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
  String title() {
    return unit.isEmpty() ? label : label + " (" + unit + ")";
  }

  boolean shows(double value) {
    return Math.abs(value) <= Span.LARGEST && (!log || value >= Double.MIN_NORMAL);
  }
}
